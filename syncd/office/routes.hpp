#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/clock.hpp"
#include "syncd/central/reader.hpp"
#include "syncd/office/answer.hpp"
#include "syncd/office/ask.hpp"
#include "syncd/office/cell_text.hpp"
#include "syncd/office/office_view.hpp"
#include "syncd/office/protected_rows.hpp"
#include "syncd/office/unit_tree.hpp"

namespace xiangji::syncd {

/// Every address of the office page and what stands there (README.md lists them). Safe from any
/// thread: each answer is made from one reading of the central database, nothing is kept between
/// them.
class Routes {
 public:
    Routes(Reader& reader, const Catalogue& catalogue, Clock& clock, ProtectedSeat seat = {});

    [[nodiscard]] Answer answer(const Ask& ask);

 private:
    /// Where an answer comes from: the units at that moment, and texts in the asked language.
    struct Desk {
        UnitTree units;
        CellText texts;
        Id unit;  ///< parameter `unit`; none = all
        Desk(UnitTree tree, const Routes& routes, const Ask& ask);
    };
    using DeskHeld = std::unique_ptr<Desk>;  // texts point at units: it must not move

    [[nodiscard]] Result<Answer> answerFromRecords(const Ask& ask);
    [[nodiscard]] Result<DeskHeld> desk(const Ask& ask);
    [[nodiscard]] Result<boost::json::value> body(const Ask& ask);

    boost::json::object head(std::uint64_t lsn) const;
    boost::json::object catalogueBody() const;
    [[nodiscard]] Result<boost::json::value> unitsBody();
    [[nodiscard]] Result<boost::json::value> daysBody(const Ask& ask);
    [[nodiscard]] Result<boost::json::value> rowsBody(const Ask& ask, std::string_view typeName);
    [[nodiscard]] Result<boost::json::value> conflictsBody(const Ask& ask);
    [[nodiscard]] Result<boost::json::value> protectedBody(const Ask& ask);
    [[nodiscard]] Result<Answer> exported(const Ask& ask, std::string_view fileName);

    Reader& reader_;
    OfficeView view_;
    Clock& clock_;
    ProtectedRows protected_;
    std::string
        life_;  ///< of this process: a restored database could reach the same LSN with other rows
};

}  // namespace xiangji::syncd
