#include "syncd/app/erasure_order.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "syncd/app/json_text.hpp"
#include "syncd/merge/erased_values.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

json::object told(const ErasureView& view) {
    json::array links;
    for (const auto& link : view.links) {
        links.push_back(
            json::object{{"type", link.type}, {"field", link.field}, {"rows", link.rows}});
    }
    return {{"type", view.type},
            {"row", view.row.text()},
            {"before", view.before},
            {"fields", json::array(view.fields.begin(), view.fields.end())},
            {"lines", view.lines},
            {"links", std::move(links)},
            {"lsn", view.lsn == 0 ? json::value(nullptr) : json::value(view.lsn)},
            {"scrubbed", view.scrubbed}};
}

/// Ids are unique over all types: the one that has this row.
Result<ErasureView> found(Desk& desk, const Id& row) {
    for (const auto& type : Catalogue::builtIn().types()) {
        if (!isPersonal(type)) {
            continue;
        }
        auto view = desk.lookErasure(type.name, row);
        if (view || view.error().fault != Fault::notFound) {
            return view;
        }
    }
    return Error{Fault::notFound, "there is no row " + row.text() +
                                      " about a person at this centre; nothing was changed"};
}

}  // namespace

Result<json::object> eraseByOrder(Desk& desk, const json::object& question) {
    const auto row = Id::parse(textIn(question, "row"));
    if (!row || row->isNone()) {
        return Error{Fault::invalid,
                     "--row: the whole id of one row, as the pages and the "
                     "exports show it"};
    }
    XIANGJI_LET(view, found(desk, *row));
    const auto* sure = question.if_contains("sure");
    if (sure == nullptr || *sure != true) {
        return told(view);
    }
    XIANGJI_LET(erased,
                desk.erase(view.type, *row, textIn(question, "who"), textIn(question, "reason")));
    return told(erased);
}

}  // namespace xiangji::syncd
