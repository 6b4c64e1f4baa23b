#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/records/catalogue.hpp"

namespace xiangji::syncd {

/// What of the catalogue a page without sign-in may show. Derived from the declared privacy rules,
/// never from a list of names, so that a new record type is shown or hidden by its own file (DOMAIN
/// §9).
///
/// A type is hidden if it is sensitive as a whole, if the field that names its rows is hidden, or
/// if it is *about* a hidden type: its home, one of its natural keys or a required reference points
/// there (a pupil's line in a tutoring sheet). A field is hidden if it is sensitive, sealed, raw
/// bytes, or refers to a hidden type. Personal values other than a row's own name are hidden unless
/// the office's table asks for them (office_column), and masked there where they are text.
class OfficeView {
 public:
    explicit OfficeView(const Catalogue& catalogue);

    enum class Showing { hidden, masked, plain };
    [[nodiscard]] Showing showing(const RecordType& type, const Field& field) const;
    [[nodiscard]] bool shows(const RecordType& type) const {
        return !hidden_.contains(type.number);
    }
    [[nodiscard]] bool shows(const RecordType& type, const Field& field) const {
        return showing(type, field) != Showing::hidden;
    }

    /// By number.
    [[nodiscard]] const std::vector<const RecordType*>& types() const { return types_; }
    /// Hidden types are not found: their existence is nobody's business here.
    [[nodiscard]] Result<const RecordType*> require(std::string_view name) const;

    /// Columns of the office's table and export, in order: those with an office_column, else those
    /// of the phone's list.
    [[nodiscard]] std::vector<const Field*> columns(const RecordType& type) const;
    /// Every field that a page may show of one row: the columns first, then the others in the order
    /// of their numbers.
    [[nodiscard]] std::vector<const Field*> shown(const RecordType& type) const;
    /// The field that names a row, if the type has one that is shown.
    [[nodiscard]] const Field* titleOf(const RecordType& type) const;
    /// The field that places a row in time, if the type has one that is shown.
    [[nodiscard]] const Field* whenOf(const RecordType& type) const;

    /// Fields that no list shows and that may be opened one row at a time, of any type: sensitive
    /// or sealed values that are no references and no raw bytes.
    [[nodiscard]] std::vector<const Field*> openable(const RecordType& type) const;

    [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }

 private:
    [[nodiscard]] bool hiddenByRules(const RecordType& type) const;
    [[nodiscard]] bool isAboutHidden(const RecordType& type) const;
    [[nodiscard]] bool refersToHidden(const Field& field) const;

    const Catalogue& catalogue_;
    std::set<TypeNumber> hidden_;
    std::vector<const RecordType*> types_;
};

/// "13812345678" → "138******78", "学生甲" → "学**": enough to recognise, too little to use.
[[nodiscard]] std::string masked(std::string_view text);

}  // namespace xiangji::syncd
