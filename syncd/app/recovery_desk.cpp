#include "syncd/app/recovery_desk.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "core/records/value_text.hpp"
#include "syncd/app/access_note.hpp"
#include "syncd/office/office_view.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

constexpr std::size_t kShortestBeginning = 4;

json::value valueTold(const RecoveryView& view, const std::string& name, const Value& value) {
    const RecordType* type = Catalogue::builtIn().find(view.type);
    const Field* field = type == nullptr ? nullptr : type->field(name);
    if (field == nullptr || isUnset(value)) {
        return nullptr;
    }
    return field->rules.sealed() ? json::value("•••") : toJson(*field, value);
}

/// As the office's pages name such rows.
std::string titleTold(const RecoveryView& view) {
    const RecordType* type = Catalogue::builtIn().find(view.type);
    const Field* title = type == nullptr ? nullptr : type->field(type->rules.title());
    return title != nullptr && title->rules.sealed() ? masked(view.title) : view.title;
}

json::object told(const RecoveryView& view) {
    json::array cells;
    for (const auto& cell : view.cells) {
        cells.push_back(json::object{{"field", cell.field},
                                     {"centre", valueTold(view, cell.field, cell.centre)},
                                     {"proposed", valueTold(view, cell.field, cell.proposed)}});
    }
    return {{"id", view.id.text()}, {"type", view.type},        {"row", view.row.text()},
            {"there", view.there},  {"title", titleTold(view)}, {"person", view.personName},
            {"atMs", view.atMs},    {"cells", std::move(cells)}};
}

}  // namespace

Result<json::object> RecoveryDesk::answer(const std::string& ask, const json::object& question) {
    if (ask == "recovery") {
        XIANGJI_LET(views, desk_.recovery());
        json::array proposals;
        for (const auto& view : views) {
            proposals.push_back(told(view));
        }
        if (!views.empty()) {
            XIANGJI_TRY(noteCommand(desk_, question,
                                    {.act = "listed",
                                     .rows = views.size(),
                                     .reason = "what waits for a decision after a restore"}));
        }
        return json::object{{"proposals", std::move(proposals)}};
    }
    XIANGJI_LET(ids, meant(question));
    XIANGJI_TRY(ask == "accept" ? desk_.acceptRecovery(ids) : desk_.dismissRecovery(ids));
    return json::object{{"count", ids.size()}};
}

Result<std::vector<Id>> RecoveryDesk::meant(const json::object& question) {
    XIANGJI_LET(views, desk_.recovery());
    std::vector<Id> ids;
    if (const auto* all = question.if_contains("all"); all != nullptr && *all == true) {
        for (const auto& view : views) {
            ids.push_back(view.id);
        }
        return ids;
    }
    const auto* names = question.if_contains("proposals");
    if (names == nullptr || !names->is_array()) {
        return Error{Fault::invalid, "say which proposals are meant, or --all"};
    }
    for (const auto& name : names->get_array()) {
        const std::string wanted(name.is_string() ? std::string_view(name.get_string())
                                                  : std::string_view());
        const RecoveryView* found = nullptr;
        for (const auto& view : views) {
            const bool fits = view.id.text() == wanted || (wanted.size() >= kShortestBeginning &&
                                                           view.id.text().starts_with(wanted));
            if (fits && found != nullptr) {
                return Error{Fault::invalid,
                             "\"" + wanted + "\" fits several proposals; write more"};
            }
            found = fits ? &view : found;
        }
        if (found == nullptr) {
            return Error{Fault::notFound, "there is no recovery proposal \"" + wanted +
                                              "\"; see: syncd recovery list"};
        }
        ids.push_back(found->id);
    }
    return ids;
}

}  // namespace xiangji::syncd
