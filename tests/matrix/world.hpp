#pragma once

#include <map>
#include <memory>
#include <string>

#include "syncd/merge/transaction.hpp"
#include "tests/matrix/oracle.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::matrix {

using syncd::test::HandPhone;

/// A centre with rows of every type in every place, put there without asking anybody, so that only
/// what is tried is asked.
class World {
 public:
    World();

    /// A phone of somebody with one role at the institute; unspecified: one whose role has ended.
    /// `pending`: its envelopes are held until `confirm`.
    [[nodiscard]] std::unique_ptr<HandPhone> actor(Role role, bool pending);
    void confirm(HandPhone& actor);

    /// A new row of a type. `about`: who its person fields name; `author`: who made it.
    [[nodiscard]] Id row(const RecordType& type, Place place, const Id& author, const Id& about,
                         const std::string& state);
    /// The same with a value in every field but those that `said` leaves unset, and with a line of
    /// the log that tells of the plain ones. No unit.
    [[nodiscard]] Id fullRow(const RecordType& type, Place place, const Id& author,
                             const std::string& state, const Fields& said);
    /// Such a row over one of whose fields two people quarrel: the first word shows. Its history is
    /// three lines, what was said before and each word.
    [[nodiscard]] Id quarrelledRow(const RecordType& type, Place place, const Id& author,
                                   const std::string& state, const Fields& said, const Field& field,
                                   const std::pair<Value, Value>& words);
    /// An insert of such a row by the actor, with one more field.
    [[nodiscard]] wire::Change insertion(const HandPhone& actor, const RecordType& type,
                                         Place place, const Field* more, bool namesOther);
    /// A value that a field may hold.
    [[nodiscard]] Value sample(const Field& field, const Id& person);
    /// A change by the actor that writes it into a row; a sealed field's value goes sealed.
    [[nodiscard]] wire::Change edit(const HandPhone& actor, const RecordType& type, const Id& row,
                                    const Field& field, bool namesOther = false);
    /// The receipt of an envelope that somebody else's phone carries to the centre in a bundle.
    [[nodiscard]] wire::ReceiptBody relayed(const HandPhone& author,
                                            const wire::Envelope& envelope);

    /// Makes what was placed since the last call visible to the desk.
    void settle();

    syncd::test::SmallCentre centre;

 private:
    [[nodiscard]] Id anchor(const std::string& type, const Id& person);
    [[nodiscard]] Fields filled(const RecordType& type, Place place, const Id& person);
    /// What two people said of one field.
    struct Quarrel {
        const Field& field;
        const std::pair<Value, Value>& words;
    };
    [[nodiscard]] Fields everyPlain(const RecordType& type, Place place, const Fields& said);
    void put(const RecordType& type, const Id& id, Fields fields);
    void write(const RecordType& type, const Id& id, RowState& state, Bytes told);
    void quarrelOver(const RecordType& type, const Id& id, RowState& state, const Quarrel& quarrel);
    [[nodiscard]] Id putRow(const RecordType& type, Place place, const Id& author, Fields fields,
                            const std::string& state, bool told, const Quarrel* quarrel = nullptr);
    void putCell(wire::Change& change, const HandPhone& actor, const Field& field,
                 const Value& value) const;
    [[nodiscard]] Id fresh() { return Id::uuid7(syncd::test::kMorning, centre.random); }

    HandPhone arranger_;
    HandPhone carrier_;
    std::map<std::string, Id> anchors_;
    syncd::Authority authority_;
    std::unique_ptr<syncd::Transaction> placing_;
    int actors_ = 0;
    std::int64_t keys_ = 0;  ///< festivals named so far: each row has a year and a kind of its own
};

[[nodiscard]] const char* unitCode(Place place);

}  // namespace xiangji::matrix
