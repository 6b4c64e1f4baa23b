#include "syncd/office/unit_tree.hpp"

namespace xiangji::syncd {

UnitTree::UnitTree(std::vector<SeenUnit> units) : units_(std::move(units)) {
    for (std::size_t i = 0; i < units_.size(); ++i) {
        byId_.emplace(units_[i].id, i);
        byCode_.emplace(units_[i].code, i);
    }
}

const SeenUnit* UnitTree::find(const Id& id) const {
    const auto found = byId_.find(id);
    return found == byId_.end() ? nullptr : &units_[found->second];
}

Result<Id> UnitTree::named(std::string_view text) const {
    if (text.empty()) {
        return Id{};
    }
    if (const auto found = byCode_.find(text); found != byCode_.end()) {
        return units_[found->second].id;
    }
    const auto id = Id::parse(text);
    if (id && find(*id) != nullptr) {
        return *id;
    }
    return Error{Fault::notFound,
                 "there is no unit \"" + std::string(text) + "\"; give an area code"};
}

std::string UnitTree::name(const Id& id) const {
    const SeenUnit* unit = find(id);
    return unit == nullptr ? std::string() : unit->name;
}

std::string UnitTree::pathName(const Id& id) const {
    const SeenUnit* unit = find(id);
    if (unit == nullptr) {
        return {};
    }
    const SeenUnit* parent = find(unit->parent);
    const bool underCentre = parent == nullptr || parent->parent.isNone();
    return underCentre ? unit->name : parent->name + " · " + unit->name;
}

Id unitFor(const RecordType& type, const Id& wanted) {
    const bool everyones = type.rules.scope() == SCOPE_EVERYONE && type.name != "unit";
    return everyones ? Id{} : wanted;
}

}  // namespace xiangji::syncd
