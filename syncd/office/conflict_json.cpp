#include "syncd/office/conflict_json.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

#include "core/base/civil_time.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

bool isShown(const SeenConflict& conflict, const OfficeView& view) {
    return conflict.type != nullptr && conflict.field != nullptr &&
           view.shows(*conflict.type, *conflict.field);
}

json::object writeJson(const SeenConflict& conflict, const SeenWrite& write, CellText& texts) {
    return {{"text", texts.text(*conflict.type, *conflict.field, write.value)},
            {"author", write.authorName},
            {"at", civilDate(write.atMs) + " " + civilClock(write.atMs)}};
}

}  // namespace

json::array conflictsJson(const std::vector<SeenConflict>& conflicts, CellText& texts) {
    json::array result;
    for (const auto& conflict : conflicts) {
        if (!isShown(conflict, texts.view())) {
            continue;
        }
        json::array others;
        for (const auto& write : conflict.others) {
            others.push_back(writeJson(conflict, write, texts));
        }
        const bool named = texts.view().titleOf(*conflict.type) != nullptr;
        result.push_back(json::object{{"type", conflict.type->name},
                                      {"typeLabel", texts.label(conflict.type->rules.label())},
                                      {"row", conflict.row.text()},
                                      {"title", named ? conflict.title : std::string()},
                                      {"field", conflict.field->name},
                                      {"fieldLabel", texts.label(conflict.field->rules.label())},
                                      {"shown", writeJson(conflict, conflict.shown, texts)},
                                      {"others", std::move(others)}});
    }
    return result;
}

std::uint64_t countShown(const std::vector<SeenConflict>& conflicts, const OfficeView& view) {
    return static_cast<std::uint64_t>(std::ranges::count_if(
        conflicts, [&](const SeenConflict& conflict) { return isShown(conflict, view); }));
}

}  // namespace xiangji::syncd
