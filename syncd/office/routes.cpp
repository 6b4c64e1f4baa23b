#include "syncd/office/routes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "core/base/civil_time.hpp"
#include "syncd/office/assets.hpp"
#include "syncd/office/conflict_json.hpp"
#include "syncd/office/export.hpp"
#include "syncd/office/field_day.hpp"
#include "syncd/office/field_day_json.hpp"
#include "syncd/office/row_json.hpp"
#include "syncd/office/span.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

constexpr std::string_view kRows = "/api/rows/";
constexpr std::string_view kExport = "/export/";
constexpr std::string_view kOpen = "/api/open";

bool wantsVoided(const Ask& ask) {
    return ask.parameter("voided") == "1";
}

Error nowhere(const Ask& ask) {
    return {Fault::notFound, "there is nothing at " + ask.path};
}

}  // namespace

Routes::Routes(Reader& reader, const Catalogue& catalogue, Clock& clock, ProtectedSeat seat)
    : reader_(reader),
      view_(catalogue),
      clock_(clock),
      protected_(reader, view_, std::move(seat)),
      life_(std::to_string(clock.nowMs())) {}

Routes::Desk::Desk(UnitTree tree, const Routes& routes, const Ask& ask)
    : units(std::move(tree)), texts(routes.view_, routes.reader_, units, ask.english()) {}

Result<Routes::DeskHeld> Routes::desk(const Ask& ask) {
    XIANGJI_LET(units, reader_.units());
    auto desk = std::make_unique<Desk>(UnitTree(std::move(units)), *this, ask);
    XIANGJI_LET(unit, desk->units.named(ask.parameter("unit")));
    desk->unit = unit;
    return desk;
}

Answer Routes::answer(const Ask& ask) {
    if (ask.posted) {
        auto opened = ask.path == kOpen ? protected_.open(ask) : Result<Answer>(nowhere(ask));
        return opened ? *std::move(opened) : Answer::failure(opened.error());
    }
    if (const auto asset = findAsset(ask.path)) {
        return assetAnswer(*asset, ask);
    }
    auto answer = answerFromRecords(ask);
    return answer ? *std::move(answer) : Answer::failure(answer.error());
}

Result<Answer> Routes::answerFromRecords(const Ask& ask) {
    // Read before the rows: a row that lands in between makes the next question answered anew,
    // never a change unseen.
    XIANGJI_LET(lsn, reader_.headLsn());
    const std::string today = civilDate(clock_.nowMs());
    std::string tag = "\"" + life_ + "." + std::to_string(lsn) + "." + today + "\"";
    if (ask.path.starts_with(kExport)) {
        return exported(ask, std::string_view(ask.path).substr(kExport.size()));
    }
    if (ask.knownTag == tag) {
        return Answer::unchanged(std::move(tag));
    }
    if (ask.path == "/api/head") {
        return Answer::json(head(lsn), std::move(tag));
    }
    XIANGJI_LET(made, body(ask));
    return Answer::json(made, std::move(tag));
}

Result<json::value> Routes::body(const Ask& ask) {
    if (ask.path == "/api/catalogue") {
        return json::value(catalogueBody());
    }
    if (ask.path == "/api/units") {
        return unitsBody();
    }
    if (ask.path == "/api/days") {
        return daysBody(ask);
    }
    if (ask.path == "/api/conflicts") {
        return conflictsBody(ask);
    }
    if (ask.path == "/api/protected") {
        return protectedBody(ask);
    }
    if (ask.path.starts_with(kRows)) {
        return rowsBody(ask, std::string_view(ask.path).substr(kRows.size()));
    }
    return nowhere(ask);
}

json::object Routes::head(std::uint64_t lsn) const {
    return {
        {"lsn", lsn}, {"today", civilDate(clock_.nowMs())}, {"now", civilClock(clock_.nowMs())}};
}

json::object Routes::catalogueBody() const {
    json::array types;
    for (const RecordType* type : view_.types()) {
        json::object description = typeJson(*type, view_);
        description["ownPage"] = isFieldType(*type);
        types.push_back(std::move(description));
    }
    return {{"today", civilDate(clock_.nowMs())}, {"types", std::move(types)}};
}

Result<json::value> Routes::unitsBody() {
    XIANGJI_LET(units, reader_.units());
    json::array list;
    for (const auto& unit : units) {
        list.push_back(
            json::object{{"id", unit.id.text()},
                         {"code", unit.code},
                         {"name", unit.name},
                         {"kind", unit.kind},
                         {"parent", unit.parent.isNone() ? std::string() : unit.parent.text()}});
    }
    return json::value(json::object{{"units", std::move(list)}});
}

Result<json::value> Routes::daysBody(const Ask& ask) {
    XIANGJI_LET(span, Span::asked(ask));
    XIANGJI_LET(page, Page::asked(ask));
    XIANGJI_LET(held, desk(ask));
    XIANGJI_LET(days,
                readFieldDays(reader_, view_,
                              {.unit = held->unit, .span = span, .voidedToo = wantsVoided(ask)}));
    XIANGJI_LET(conflicts, reader_.conflicts(held->unit));
    return json::value(fieldDaysJson(days, countShown(conflicts, view_), page, held->texts));
}

Result<json::value> Routes::rowsBody(const Ask& ask, std::string_view typeName) {
    XIANGJI_LET(type, view_.require(typeName));
    XIANGJI_LET(span, Span::asked(ask));
    XIANGJI_LET(page, Page::asked(ask));
    XIANGJI_LET(held, desk(ask));
    RowsWanted wanted{.unit = unitFor(*type, held->unit),
                      .voidedToo = wantsVoided(ask),
                      .most = page.most,
                      .skip = page.skip};
    if (view_.whenOf(*type) != nullptr) {
        wanted.fromMs = span.fromMs;
        wanted.toMs = span.toMs;
    }
    XIANGJI_LET(total, reader_.count(*type, wanted));
    XIANGJI_LET(rows, reader_.rows(*type, wanted));
    json::array list;
    for (const auto& row : rows) {
        list.push_back(rowJson(row, held->texts));
    }
    return json::value(json::object{{"total", total}, {"items", std::move(list)}});
}

Result<json::value> Routes::conflictsBody(const Ask& ask) {
    XIANGJI_LET(held, desk(ask));
    XIANGJI_LET(conflicts, reader_.conflicts(held->unit));
    return json::value(json::object{{"items", conflictsJson(conflicts, held->texts)}});
}

Result<json::value> Routes::protectedBody(const Ask& ask) {
    XIANGJI_LET(page, Page::asked(ask));
    XIANGJI_LET(held, desk(ask));
    XIANGJI_LET(list, protected_.list(ask, page, held->unit, held->texts));
    return json::value(std::move(list));
}

Result<Answer> Routes::exported(const Ask& ask, std::string_view fileName) {
    constexpr std::string_view kEnding = ".csv";
    if (!fileName.ends_with(kEnding)) {
        return nowhere(ask);
    }
    XIANGJI_LET(type, view_.require(fileName.substr(0, fileName.size() - kEnding.size())));
    XIANGJI_LET(span, Span::asked(ask));
    XIANGJI_LET(held, desk(ask));
    ExportWanted wanted{
        .type = type, .unit = unitFor(*type, held->unit), .voidedToo = wantsVoided(ask)};
    if (view_.whenOf(*type) != nullptr) {
        wanted.span = span;
    }
    XIANGJI_LET(file, exportCsv(reader_, wanted, held->texts));
    XIANGJI_TRY(protected_.noteExport(ask, *type, file.rows));
    return std::move(file.answer);
}

}  // namespace xiangji::syncd
