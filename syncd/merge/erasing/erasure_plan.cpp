#include "syncd/merge/erasing/erasure_plan.hpp"

#include <algorithm>
#include <utility>

#include "core/records/wire_values.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/central/central.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/erasing/erased_names.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

Result<std::vector<ErasurePlan::Row>> ErasurePlan::of(const RecordType& type, const Id& row) {
    add(type, row, Depth::row);
    std::size_t visited = 0;
    for (bool more = true; more;) {
        for (; visited < order_.size(); ++visited) {
            const Row next = order_[visited];  // the list grows meanwhile
            if (reached_.at({next.type->number, next.row}) == Depth::row) {
                XIANGJI_TRY(visit(*next.type, next.row));
            }
        }
        // Only now all rows are known that might name them and go as well.
        for (const auto& [number, named] : std::exchange(through_, {})) {
            const RecordType& who = *catalogue_.find(number);
            XIANGJI_LET(elsewhere, isNamed(who, named));
            if (!elsewhere) {
                add(who, named, Depth::row);
            }
        }
        more = visited < order_.size();
    }
    std::vector<Row> rows;
    std::set<RowName> told;
    for (const auto& one : order_) {
        const RowName name{one.type->number, one.row};
        if (told.insert(name).second) {
            rows.push_back({one.type, one.row, reached_.at(name)});
        }
    }
    return rows;
}

void ErasurePlan::add(const RecordType& type, const Id& row, Depth depth) {
    const auto [found, fresh] = reached_.try_emplace({type.number, row}, depth);
    if (!fresh && (found->second == Depth::row || depth == Depth::words)) {
        return;
    }
    found->second = depth;
    order_.push_back({&type, row, depth});
}

Outcome ErasurePlan::visit(const RecordType& type, const Id& row) {
    XIANGJI_TRY(addNaming(type, row));
    XIANGJI_TRY(addSameFile(type, row));
    XIANGJI_TRY(addKept(type, row));
    return addNamed(type, row);
}

Outcome ErasurePlan::addNaming(const RecordType& type, const Id& row) {
    for (const auto& other : catalogue_.types()) {
        for (const auto& field : other.fields) {
            if (field.rules.ref() != type.name || field.rules.on_erasure() < ON_ERASURE_EMPTIES) {
                continue;
            }
            XIANGJI_LET(naming, transaction_.central().traces()->showing(other, field, refTo(row)));
            for (const auto& one : naming) {
                const bool erases = field.rules.on_erasure() == ON_ERASURE_ERASES;
                add(other, one, erases ? Depth::row : Depth::words);
            }
        }
    }
    return {};
}

Outcome ErasurePlan::addSameFile(const RecordType& type, const Id& row) {
    if (!type.rules.erasable()) {
        return {};
    }
    XIANGJI_LET(state, transaction_.central().row(type, row));
    for (const auto& field : type.fields) {
        const auto found = state ? state->fields.find(field.number) : Fields::const_iterator();
        if (!state || field.kind != Kind::blob || found == state->fields.end()) {
            continue;
        }
        XIANGJI_LET(same, transaction_.central().traces()->showing(type, field, found->second));
        for (const auto& one : same) {
            add(type, one, Depth::row);
        }
    }
    return {};
}

Outcome ErasurePlan::addKept(const RecordType& type, const Id& row) {
    XIANGJI_TRY(readKept());
    for (const auto& one : kept_) {
        const RecordType& other = *catalogue_.find(one.row.first);
        const bool names = std::ranges::any_of(one.references, [&](const auto& cell) {
            const Field& field = *other.field(cell.first);
            return field.rules.ref() == type.name &&
                   field.rules.on_erasure() >= ON_ERASURE_EMPTIES && idIn(cell.second) == row;
        });
        if (!names) {
            continue;
        }
        XIANGJI_LET(there, transaction_.central().row(other, one.row.second));
        if (!there || !isMade(*there)) {
            add(other, one.row.second, Depth::row);
        }
    }
    return {};
}

Outcome ErasurePlan::addNamed(const RecordType& type, const Id& row) {
    for (const auto& field : type.fields) {
        if (field.rules.brings() == BRINGS_NOBODY) {
            continue;
        }
        const RecordType& who = *catalogue_.find(field.rules.ref());
        XIANGJI_LET(named, everNamed(type, row, field));
        for (const auto& one : named) {
            if (field.rules.brings() == BRINGS_ALWAYS) {
                add(who, one, Depth::row);
            } else {
                through_.emplace_back(who.number, one);
            }
        }
    }
    return {};
}

Result<std::set<Id>> ErasurePlan::everNamed(const RecordType& type, const Id& row,
                                            const Field& field) {
    std::set<Id> named;
    const auto take = [&](const Fields& references) {
        if (const auto found = references.find(field.number); found != references.end()) {
            named.insert(idIn(found->second));
        }
    };
    // A guardian of before hangs by this child as well.
    XIANGJI_LET(lines, transaction_.central().traces()->lines(type, row));
    for (const auto& line : lines) {
        wire::Change change;
        if (parseOutside(change, line.change)) {
            take(referencesIn(change, type));
        }
    }
    for (const auto& one : kept_) {
        if (one.row == RowName{type.number, row}) {
            take(one.references);
        }
    }
    named.erase(Id{});
    return named;
}

Result<bool> ErasurePlan::isNamed(const RecordType& type, const Id& row) {
    for (const auto& other : catalogue_.types()) {
        for (const auto& field : other.fields) {
            if (field.rules.ref() != type.name || field.rules.brings() != BRINGS_LAST) {
                continue;
            }
            XIANGJI_LET(naming, transaction_.central().traces()->showing(other, field, refTo(row)));
            const bool elsewhere = std::ranges::any_of(
                naming, [&](const Id& one) { return !reached_.contains({other.number, one}); });
            if (elsewhere) {
                return true;
            }
        }
    }
    XIANGJI_TRY(readKept());
    return std::ranges::any_of(kept_, [&](const Kept& one) {
        return !reached_.contains(one.row) &&
               std::ranges::any_of(one.references, [&](const auto& cell) {
                   const auto& rules = catalogue_.find(one.row.first)->field(cell.first)->rules;
                   return rules.ref() == type.name && rules.brings() == BRINGS_LAST &&
                          idIn(cell.second) == row;
               });
    });
}

Outcome ErasurePlan::readKept() {
    if (std::exchange(keptRead_, true)) {
        return {};
    }
    auto& traces = *transaction_.central().traces();
    XIANGJI_LET(aside, traces.aside());
    for (const auto& one : aside) {
        keep(one.changeset);
    }
    XIANGJI_LET(envelopes, traces.envelopes());
    for (const auto& one : envelopes) {
        wire::Envelope envelope;
        wire::EnvelopeBody body;
        if (parseOutside(envelope, one.envelope) && parseOutside(body, envelope.body())) {
            keep(body.changeset());
        }
    }
    XIANGJI_LET(recoveries, traces.recoveries());
    for (const auto& one : recoveries) {
        const RecordType* type = catalogue_.find(one.type);
        wire::PulledRow pulled;
        wire::Change change;
        if (type != nullptr && parseOutside(pulled, one.pulled)) {
            *change.mutable_cells() = pulled.cells();
            kept_.push_back({{one.type, one.row}, referencesIn(change, *type)});
        }
    }
    return {};
}

void ErasurePlan::keep(const Bytes& changeset) {
    wire::Changeset kept;
    if (!parseOutside(kept, changeset)) {
        return;
    }
    for (const auto& change : kept.changes()) {
        const RecordType* type = catalogue_.find(TypeNumber{change.type()});
        if (type != nullptr && isReachedByErasures(*type) && !rowOf(change).second.isNone()) {
            kept_.push_back({rowOf(change), referencesIn(change, *type)});
        }
    }
}

}  // namespace xiangji::syncd
