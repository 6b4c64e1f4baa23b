#include "syncd/app/erasure_order.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "syncd/app/json_text.hpp"
#include "syncd/merge/erasing/erased_values.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

json::object told(const ErasureView& view) {
    json::array links;
    for (const auto& link : view.links) {
        links.push_back(
            json::object{{"type", link.type}, {"field", link.field}, {"rows", link.rows}});
    }
    json::array reached;
    for (const auto& one : view.reached) {
        reached.push_back(
            json::object{{"type", one.type}, {"emptied", one.emptied}, {"rows", one.rows}});
    }
    return {{"type", view.type},
            {"row", view.row.text()},
            {"before", view.before},
            {"fields", json::array(view.fields.begin(), view.fields.end())},
            {"lines", view.lines},
            {"reached", std::move(reached)},
            {"links", std::move(links)},
            {"written", view.written},
            {"lsn", view.lsn == 0 ? json::value(nullptr) : json::value(view.lsn)},
            {"scrubbed", view.scrubbed}};
}

bool isSaid(const json::object& question, const char* what) {
    const auto* said = question.if_contains(what);
    return said != nullptr && *said == true;
}

constexpr std::size_t kSha256Bytes = 32;

/// The row that an order names: by its id, or a photo by the SHA-256 of its file.
Result<Id> rowMeant(Desk& desk, const std::string& named) {
    if (const auto sha256 = fromHex(named); sha256 && sha256->size() == kSha256Bytes) {
        XIANGJI_LET(row, desk.rowOfFile(*sha256));
        if (!row) {
            return Error{Fault::notFound,
                         "no row of this centre names the file " + named + "; nothing was changed"};
        }
        return Id(*row);
    }
    const auto row = Id::parse(named);
    if (!row || row->isNone()) {
        return Error{
            Fault::invalid,
            "--row: the whole id of one row, as the pages and the exports show it, or of a "
            "photo the SHA-256 of its file"};
    }
    return Id(*row);
}

/// Ids are unique over all types: the one that has this row.
Result<ErasureView> found(Desk& desk, const Id& row) {
    for (const auto& type : Catalogue::builtIn().types()) {
        if (!mayBeErased(type)) {
            continue;
        }
        auto view = desk.lookErasure(type.name, row);
        if (view || view.error().fault != Fault::notFound) {
            return view;
        }
    }
    return Error{Fault::notFound, "there is no row " + row.text() +
                                      " about a person, nor a photo, at this centre; nothing was "
                                      "changed"};
}

}  // namespace

Result<json::object> eraseByOrder(Desk& desk, const json::object& question) {
    XIANGJI_LET(row, rowMeant(desk, textIn(question, "row")));
    XIANGJI_LET(view, found(desk, row));
    if (!isSaid(question, "sure")) {
        return told(view);
    }
    XIANGJI_LET(erased,
                desk.erase(view.type, row, textIn(question, "who"), textIn(question, "reason"),
                           isSaid(question, "later") ? Desk::Scrub::later : Desk::Scrub::now));
    return told(erased);
}

Result<json::object> finishErasing(Desk& desk) {
    XIANGJI_LET(scrubbed, desk.scrubErased());
    return json::object{{"scrubbed", scrubbed}};
}

}  // namespace xiangji::syncd
