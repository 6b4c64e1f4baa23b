#include "syncd/merge/pulling/scope_statement.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/records/row_scope.hpp"

namespace xiangji::syncd {

namespace {

using Types = std::vector<TypeNumber>;
using OpenFields = std::vector<std::pair<TypeNumber, FieldNumber>>;

void addOpen(OpenFields& open, const RecordType& type, std::uint32_t level,
             std::span<const Role> roles) {
    for (const auto& field : type.fields) {
        if (field.rules.sealed() && levelOf(field) <= level && isRead(field, roles)) {
            open.emplace_back(type.number, field.number);
        }
    }
}

wire::ScopePart& addPart(wire::Scope& scope, const Types& types) {
    auto& part = *scope.add_parts();
    part.mutable_types()->Assign(types.begin(), types.end());
    return part;
}

void addWithheld(wire::Scope& scope, const Catalogue& catalogue, std::uint32_t level) {
    for (const auto& type : catalogue.types()) {
        if (!knownAt(type, level)) {
            scope.add_withheld_types(type.number);
            continue;
        }
        for (const auto& field : type.fields) {
            if (levelOf(field) > level) {
                auto& withheld = *scope.add_withheld_fields();
                withheld.set_type(type.number);
                withheld.set_field(field.number);
            }
        }
    }
}

}  // namespace

bool knownAt(const RecordType& type, std::uint32_t level) {
    return levelOf(type) <= level;
}

bool isRead(const Field& field, std::span<const Role> roles) {
    const auto& readers = field.rules.readers();
    return std::ranges::any_of(roles, [&](Role role) {
        return std::find(readers.begin(), readers.end(), role) != readers.end();
    });
}

wire::Scope statedScope(const Catalogue& catalogue, const FeedScope& scope, std::uint32_t level,
                        const ReadingRoles& rolesAt) {
    wire::Scope stated;
    stated.set_tells_open(true);
    stated.set_level(std::min(level, catalogue.level()));
    Types everybodys;
    for (const auto& type : catalogue.types()) {
        if (type.rules.scope() == SCOPE_EVERYONE && knownAt(type, level)) {
            everybodys.push_back(type.number);
        }
    }
    // Whoever may read the same in two units has them in one part.
    std::map<std::pair<Types, OpenFields>, std::set<Id>> unitsByTypes;
    for (const auto& unit : scope.units) {
        const auto roles = rolesAt(unit);
        Types types;
        OpenFields open;
        for (const auto& type : catalogue.types()) {
            if (type.rules.scope() == SCOPE_UNIT && knownAt(type, level) &&
                scope.mayRead(type, unit)) {
                types.push_back(type.number);
                addOpen(open, type, level, roles);
            }
        }
        if (!types.empty()) {
            unitsByTypes[{types, open}].insert(unit);
        }
    }
    if (!everybodys.empty()) {
        addPart(stated, everybodys);
    }
    for (const auto& [read, units] : unitsByTypes) {
        auto& part = addPart(stated, read.first);
        for (const auto& [type, field] : read.second) {
            auto& open = *part.add_open();
            open.set_type(type);
            open.set_field(field);
        }
        for (const auto& unit : units) {
            part.add_units(unit.bytes());
        }
    }
    addWithheld(stated, catalogue, level);
    return stated;
}

std::vector<WholePart> wholeParts(
    const Catalogue& catalogue, const FeedScope& scope, std::uint32_t level,
    const google::protobuf::RepeatedPtrField<wire::ScopePart>& wanted) {
    const auto asked = RowScope::of(wanted).value_or(RowScope{});
    std::vector<Id> units = scope.units;
    std::sort(units.begin(), units.end());
    std::vector<WholePart> parts;
    for (const auto& type : catalogue.types()) {
        if (!knownAt(type, level)) {
            continue;
        }
        WholePart part{&type, type.rules.scope() == SCOPE_EVERYONE, {}};
        if (part.anyHome) {
            if (asked.covers(type.number, Id{})) {
                parts.push_back(std::move(part));
            }
            continue;
        }
        std::copy_if(units.begin(), units.end(), std::back_inserter(part.units),
                     [&](const Id& unit) {
                         return asked.covers(type.number, unit) && scope.mayRead(type, unit);
                     });
        if (!part.units.empty()) {
            parts.push_back(std::move(part));
        }
    }
    return parts;
}

}  // namespace xiangji::syncd
