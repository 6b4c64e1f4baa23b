#pragma once

#include <boost/container/flat_map.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/records/value.hpp"
#include "options.pb.h"

namespace xiangji {

/// What a cell holds.
enum class Kind { integer, real, boolean, choice, text, reference, blob };

/// One value of an enum: its number on the wire, its identifier (lower case, without the enum's
/// prefix), its labels.
struct Choice {
    std::int64_t number = 0;
    std::string name;
    Label label;
};

/// One field of a record type. Owned by its RecordType.
struct Field {
    FieldNumber number = 0;
    std::string name;
    Kind kind = Kind::text;
    bool isSet = false;  ///< repeated in the proto: a set of elements of `kind`
    FieldRules
        rules;  ///< as declared; merge and privacy already resolved against the record's defaults
    std::vector<Choice> choices;  ///< of an enum, without its zero value
    bool common = false;          ///< one of the five that every row has

    [[nodiscard]] const Choice* choice(std::int64_t number) const;
    [[nodiscard]] const Choice* choice(std::string_view name) const;
};

/// Fields that every row carries (DOMAIN §1); types number their own from 10.
namespace common {
inline constexpr FieldNumber kHomeOrg = 1;  ///< unit the row belongs to; derived, never typed in
inline constexpr FieldNumber kAuthorPerson = 2;  ///< who made the row
inline constexpr FieldNumber kCreatedDevMs = 3;  ///< the device's clock when it was made
inline constexpr FieldNumber kStatus =
    4;  ///< lifecycle state's name; unset where the type has none
inline constexpr FieldNumber kVoidReason = 5;  ///< set = void
inline constexpr FieldNumber kFirstOwn = 10;
}  // namespace common

/// One record type: a file in proto/records.
struct RecordType {
    TypeNumber number = 0;
    std::string name;  ///< the message's name in snake case: `tutoring_session`; also the SQL table
    RecordRules rules;
    std::vector<Field> fields;  ///< by number, the five common ones first

    [[nodiscard]] const Field* field(std::string_view name) const;
    [[nodiscard]] const Field* field(FieldNumber number) const;
    /// Field named by rules.home; none = author's unit.
    [[nodiscard]] const Field* homeField() const { return home_ ? &fields[*home_] : nullptr; }
    /// Whether the field is one of the natural key, which names the row.
    [[nodiscard]] bool isKey(const Field& field) const;
    /// The natural key's fields in the order that the row's id is made of them, as places in
    /// `fields`.
    [[nodiscard]] const std::vector<std::size_t>& keys() const { return keys_; }
    [[nodiscard]] const State* state(std::string_view name) const;
    [[nodiscard]] const Action* action(std::string_view name) const;
    [[nodiscard]] std::string initialState() const;  ///< empty where there is no lifecycle
    [[nodiscard]] bool appendOnly() const { return rules.merge() == MERGE_CLASS_A; }

    /// Two fields that begin and end a span of time, as places in `fields`.
    using Span = std::pair<std::size_t, std::size_t>;
    /// plan_start and plan_end, start and end, from and to, where the type has both.
    [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }

    /// Notes where each field stands; once, when `rules` and `fields` are complete.
    void noteFields();

 private:
    // Every cell of every change is looked up: beside the fields, which are large.
    boost::container::flat_map<std::string, std::size_t, std::less<>> places_;  ///< by name
    std::vector<FieldNumber> numbers_;  ///< of the fields, in their order
    std::vector<Span> spans_;
    std::vector<std::size_t> keys_;
    std::optional<std::size_t> home_;
};

/// All record types, as the program sees them. Immutable; shared between threads.
class Catalogue {
 public:
    /// The types of proto/records, built into the program. Aborts if they contradict themselves: a
    /// build's error.
    [[nodiscard]] static const Catalogue& builtIn();
    /// From a serialized google.protobuf.FileDescriptorSet. Fails on: a number or name used twice,
    /// an own field below 10, a field of another kind than string, bytes, int64, bool, double or an
    /// enum, a reference to an unknown type, an unknown home/title/when/natural-key field, a
    /// natural key that could change, a lifecycle action between unknown states, a state or action
    /// named twice, a type nobody may insert or whose writers may not read it, a label missing in
    /// either language, a set that is not class G, R or A, a sensitive office column.
    [[nodiscard]] static Result<Catalogue> read(std::string_view descriptorSet);

    [[nodiscard]] const std::vector<RecordType>& types() const { return types_; }  ///< by number
    [[nodiscard]] const RecordType* find(std::string_view name) const;
    [[nodiscard]] const RecordType* find(TypeNumber number) const;
    [[nodiscard]] std::uint32_t level() const { return level_; }  ///< the greatest `since`
    /// The type, or an error that lists near names.
    [[nodiscard]] Result<const RecordType*> require(std::string_view name) const;

 private:
    std::vector<RecordType> types_;
    std::uint32_t level_ = 1;
};

/// `team_leader` for ROLE_TEAM_LEADER, and back; labels.
[[nodiscard]] std::string roleName(Role role);
[[nodiscard]] Label roleLabel(Role role);
[[nodiscard]] Result<Role> roleNamed(std::string_view name);

/// The field, or an error that lists the type's fields.
[[nodiscard]] Result<const Field*> requireField(const RecordType& type, std::string_view name);

/// Id of a natural-key row (hash of type and keys); error if a key field is unset.
[[nodiscard]] Result<Id> naturalId(const RecordType& type, const Fields& fields);

}  // namespace xiangji
