#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <vector>

#include "core/records/field_seal.hpp"
#include "syncd/central/access_book.hpp"
#include "syncd/office/answer.hpp"
#include "syncd/office/ask.hpp"
#include "syncd/office/cell_text.hpp"
#include "syncd/office/span.hpp"

namespace xiangji::syncd {

/// What opening protected values takes, given by the daemon. Without `note` nothing is opened or
/// exported.
struct ProtectedSeat {
    /// A durable line in the access book.
    std::function<Outcome(const AccessEntry&)> note;
    /// The text of a sealed field as it lies in the database.
    std::function<Result<std::string>(const CellPlace&, std::string_view lying)> unseal;
};

/// Values that no list shows (DOMAIN §9): which rows have some, and one row's values to who says
/// who they are and why. The line in the access book is durable before a value leaves; if it cannot
/// be written nothing is shown. A row whose state asks for it (a child without consent) opens its
/// title alone.
///
/// Who they are they say themselves until the page has a sign-in; the book's `who` is then the
/// session's.
class ProtectedRows {
 public:
    ProtectedRows(Reader& reader, const OfficeView& view, ProtectedSeat seat);

    /// `types` that have protected fields, `token` for opening, and one page of the rows of the
    /// type asked for: unit, state, day, masked title, and which fields may be opened. No values.
    [[nodiscard]] Result<boost::json::object> list(const Ask& ask, const Page& page, const Id& unit,
                                                   CellText& texts);
    /// A POST of {token, type, row, fields, who, reason}: {values: {field: text}}.
    [[nodiscard]] Result<Answer> open(const Ask& ask);
    /// Rows that leave as a file. Parameter `who`, if the page knows it.
    [[nodiscard]] Outcome noteExport(const Ask& ask, const RecordType& type, std::uint64_t rows);

 private:
    struct Wanted {
        const RecordType* type = nullptr;
        std::vector<const Field*> fields;
        AccessEntry entry;
    };
    [[nodiscard]] Result<Wanted> wanted(const Ask& ask) const;
    [[nodiscard]] Result<SeenRow> row(const Wanted& wanted);
    [[nodiscard]] Result<std::string> textOf(const SeenRow& row, const Field& field,
                                             bool english) const;
    /// So much of what a row is called that one finds it; no read of a value. Empty where a sealed
    /// title cannot be opened.
    [[nodiscard]] std::string maskedTitle(const SeenRow& row) const;
    [[nodiscard]] Outcome note(const AccessEntry& entry) const;

    Reader& reader_;
    const OfficeView& view_;
    ProtectedSeat seat_;
    std::string token_;  ///< of this process: a foreign page cannot read it
};

}  // namespace xiangji::syncd
