// The part of Erasing that looks and changes nothing.
#include <algorithm>

#include "syncd/merge/effect.hpp"
#include "syncd/merge/erasing/erasing.hpp"

namespace xiangji::syncd {

Result<ErasureView> Erasing::look(const RecordType& type, const Id& id) {
    if (!mayBeErased(type)) {
        return Error{Fault::refused, type.name + ": such rows are about nobody; void it instead"};
    }
    if (transaction_.central().traces() == nullptr) {
        return cannotErase();
    }
    XIANGJI_LET(row, transaction_.central().row(type, id));
    if (!row) {
        return Error{Fault::notFound, "there is no row " + id.text()};
    }
    XIANGJI_LET(rows, ErasurePlan(transaction_, catalogue_).of(type, id));
    return viewOf(rows);
}

Result<ErasureView> Erasing::viewOf(const std::vector<ErasurePlan::Row>& rows) {
    const RecordType& type = *rows.front().type;
    ErasureView view{.type = type.name, .row = rows.front().row};
    XIANGJI_LET(found, transaction_.central().row(type, view.row));
    const RowState row = std::move(found).value_or(RowState{});
    view.before = isErasedRow(row);
    for (const auto& field : type.fields) {
        if (isErased(type, field) && row.fields.contains(field.number)) {
            view.fields.push_back(field.name);
        }
    }
    for (const auto& one : rows) {
        XIANGJI_LET(open, isOpen(one));
        if (&one != &rows.front() && open) {
            const bool emptied = one.depth == Depth::words;
            auto found = std::ranges::find_if(view.reached, [&](const auto& reached) {
                return reached.type == one.type->name && reached.emptied == emptied;
            });
            if (found == view.reached.end()) {
                found = view.reached.insert(found, {one.type->name, emptied, 0});
            }
            ++found->rows;
        }
        if (open) {
            XIANGJI_LET(written, transaction_.central().traces()->lines(*one.type, one.row));
            view.lines += written.size();
        }
    }
    XIANGJI_TRY(links(rows, view));
    return view;
}

Result<bool> Erasing::isOpen(const ErasurePlan::Row& one) {
    XIANGJI_LET(row, transaction_.central().row(*one.type, one.row));
    if (one.depth == Depth::words) {
        return row && isMade(*row) && !row->erased;
    }
    return !row || !isErasedRow(*row);
}

Outcome Erasing::links(const std::vector<ErasurePlan::Row>& rows, ErasureView& view) {
    const auto reached = namesOf(rows);
    for (const auto& other : catalogue_.types()) {
        for (const auto& field : other.fields) {
            if (field.rules.on_erasure() != ON_ERASURE_STAYS) {
                continue;
            }
            std::uint64_t count = 0;
            for (const auto& one : rows) {
                if (one.type->name != field.rules.ref() || one.depth != Depth::row) {
                    continue;
                }
                XIANGJI_LET(naming,
                            transaction_.central().traces()->showing(other, field, refTo(one.row)));
                count += static_cast<std::uint64_t>(std::ranges::count_if(
                    naming, [&](const Id& id) { return !reached.contains({other.number, id}); }));
            }
            if (count != 0) {
                view.links.push_back({other.name, field.name, count});
            }
        }
    }
    return {};
}

}  // namespace xiangji::syncd
