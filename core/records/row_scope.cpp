#include "core/records/row_scope.hpp"

#include <algorithm>

namespace xiangji {

namespace {

bool gainedFields(const RecordType& type, std::uint32_t before, std::uint32_t now) {
    return std::any_of(type.fields.begin(), type.fields.end(), [&](const Field& field) {
        return levelOf(field) > before && levelOf(field) <= now;
    });
}

bool isSealed(const Field& field) {
    return field.rules.sealed();
}
bool hidesRows(const State& state) {
    return state.title_only();
}

}  // namespace

std::uint32_t levelOf(const RecordType& type) {
    return std::max<std::uint32_t>(1, type.rules.since());
}
std::uint32_t levelOf(const Field& field) {
    return std::max(sinceOf(field), field.rules.sealed_since());
}
std::uint32_t sinceOf(const Field& field) {
    return std::max<std::uint32_t>(1, field.rules.since());
}

std::optional<RowScope> RowScope::read(std::string_view bytes) {
    wire::Scope stated;
    if (!stated.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return std::nullopt;
    }
    auto scope = of(stated.parts());
    if (scope) {
        scope->level_ = stated.level();
        scope->tellsOpen_ = stated.tells_open();
    }
    return scope;
}

std::optional<RowScope> RowScope::of(
    const google::protobuf::RepeatedPtrField<wire::ScopePart>& parts) {
    RowScope scope;
    for (const auto& part : parts) {
        for (const auto type : part.types()) {
            auto& homes = scope.types_[type];
            homes.any = homes.any || part.units().empty();
            for (const auto& unit : part.units()) {
                const auto id = Id::fromBytes(unit);
                if (!id) {
                    return std::nullopt;
                }
                homes.units.insert(*id);
            }
        }
        for (const auto& open : part.open()) {
            for (const auto& unit : part.units()) {
                const auto id = Id::fromBytes(unit).value_or(Id{});
                scope.open_[{TypeNumber{open.type()}, id}].insert(FieldNumber{open.field()});
            }
        }
    }
    return scope;
}

bool RowScope::covers(TypeNumber type, const Id& unit) const {
    const auto found = types_.find(type);
    return found != types_.end() && (found->second.any || found->second.units.contains(unit));
}

bool RowScope::opensOtherwise(const RowScope& before, TypeNumber type, const Id& unit) const {
    const auto at = [&](const RowScope& scope) {
        const auto found = scope.open_.find({type, unit});
        return found == scope.open_.end() ? std::set<FieldNumber>() : found->second;
    };
    return at(*this) != at(before);
}

bool RowScope::firstTellsOf(const RecordType& type, const RowScope& before) const {
    return tellsOpen_ && !before.tellsOpen_ &&
           (std::ranges::any_of(type.fields, isSealed) ||
            std::ranges::any_of(type.rules.lifecycle().states(), hidesRows));
}

std::vector<wire::ScopePart> RowScope::entered(const RowScope& before,
                                               const Catalogue& catalogue) const {
    std::map<TypeNumber, Homes> entered;
    for (const auto& [number, homes] : types_) {
        const auto known = before.types_.find(number);
        const RecordType* type = catalogue.find(number);
        if (known == before.types_.end() ||
            (type != nullptr &&
             (gainedFields(*type, before.level_, level_) || firstTellsOf(*type, before)))) {
            entered[number] = homes;
            continue;
        }
        if (known->second.any) {
            continue;
        }
        Homes more{homes.any, {}};
        for (const auto& unit : homes.units) {
            if (!known->second.units.contains(unit) ||
                (tellsOpen_ && opensOtherwise(before, number, unit))) {
                more.units.insert(unit);
            }
        }
        if (more.any || !more.units.empty()) {
            entered[number] = std::move(more);
        }
    }
    return grouped(entered);
}

std::vector<wire::ScopePart> RowScope::within(const RowScope& parts) const {
    std::map<TypeNumber, Homes> both;
    for (const auto& [number, wanted] : parts.types_) {
        const auto found = types_.find(number);
        if (found == types_.end()) {
            continue;
        }
        const Homes& mine = found->second;
        Homes homes{mine.any && wanted.any, {}};
        for (const auto& unit : wanted.any ? mine.units : wanted.units) {
            if (covers(number, unit)) {
                homes.units.insert(unit);
            }
        }
        if (homes.any || !homes.units.empty()) {
            both[number] = std::move(homes);
        }
    }
    return grouped(both);
}

std::vector<wire::ScopePart> RowScope::grouped(const std::map<TypeNumber, Homes>& types) {
    std::map<std::vector<Id>, wire::ScopePart> byHomes;
    for (const auto& [number, homes] : types) {
        std::vector<Id> units;
        if (!homes.any) {
            units.assign(homes.units.begin(), homes.units.end());
            std::sort(units.begin(), units.end());
        }
        byHomes[units].add_types(number);
    }
    std::vector<wire::ScopePart> parts;
    for (auto& [units, part] : byHomes) {
        for (const auto& unit : units) {
            part.add_units(unit.bytes());
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

}  // namespace xiangji
