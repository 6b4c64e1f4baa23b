#include "syncd/merge/erasing/erased_names.hpp"

#include <algorithm>

#include "core/records/permission.hpp"
#include "core/records/wire_values.hpp"
#include "syncd/merge/admission/weighing.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/erasing/erased_values.hpp"
#include "syncd/merge/standing.hpp"

namespace xiangji::syncd {

namespace {

std::string wordsOn(const RowState& row) {
    const auto found = row.fields.find(common::kVoidReason);
    const auto* words =
        found == row.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
    return words == nullptr ? "" : *words;
}

/// What the row will say of whom it names.
Fields together(const RowState* row, const AskedChange& asked) {
    Fields all = row == nullptr ? Fields() : row->fields;
    for (const auto& write : asked.cells) {
        all[write.field->number] = write.value;
    }
    return all;
}

void noteBrought(Transaction& transaction, const Catalogue& catalogue, const AskedChange& asked,
                 const RowName& whom, const std::string& words, const Course& course) {
    for (const auto& write : asked.cells) {
        const Id named = idIn(write.value);
        if (write.field->rules.brings() == BRINGS_LAST && !named.isNone()) {
            transaction.noteDue({.row = {catalogue.find(write.field->rules.ref())->number, named},
                                 .whom = whom,
                                 .words = words,
                                 .ofAuthor = course.sender.person});
        }
    }
}

bool mayAdd(const Transaction& transaction, const RecordType& type, const Course& course) {
    const auto roles = transaction.authority().rolesAt(course.sender.person, course.sender.unit,
                                                       msOf(course.effective), course.receivedMs,
                                                       course.overGrants);
    return may(roles, type, Verb::insert);
}

/// The words go, what counts stays.
bool emptied(AskedChange& asked) {
    const auto goes = [&](const Field& field) {
        return isErased(*asked.type, field, Depth::words);
    };
    const bool any =
        std::erase_if(asked.cells, [&](const CellWrite& write) { return goes(*write.field); }) != 0;
    eraseIf(asked.fields, [&](const auto& cell) {
        const Field* field = asked.type->field(cell.first);
        return field == nullptr || goes(*field);
    });
    return any;
}

}  // namespace

Result<NamesErased> namesErased(Transaction& transaction, const Catalogue& catalogue,
                                const RecordType& type, const Fields& fields) {
    NamesErased strongest;
    XIANGJI_LET(any, transaction.anyErasure());
    if (!any) {
        return strongest;
    }
    for (const auto& field : type.fields) {
        const auto found = fields.find(field.number);
        if (field.rules.on_erasure() < ON_ERASURE_EMPTIES || found == fields.end() ||
            field.rules.on_erasure() <= strongest.what) {
            continue;
        }
        const RecordType& named = *catalogue.find(field.rules.ref());
        const Id id = idIn(found->second);
        XIANGJI_LET(erased, transaction.central().traces()->wasErased(named.number, id));
        if (erased) {
            XIANGJI_LET(row, transaction.central().row(named, id));
            strongest = {field.rules.on_erasure(), {named.number, id}, row ? wordsOn(*row) : ""};
        }
    }
    return strongest;
}

Fields referencesIn(const wire::Change& change, const RecordType& type) {
    Fields references;
    for (const auto& cell : change.cells()) {
        const Field* field = type.field(FieldNumber{cell.field()});
        if (field != nullptr && !field->common && field->kind == Kind::reference) {
            references[field->number] = valueIn(cell);
        }
    }
    return references;
}

Result<Heeded> heedErasures(Transaction& transaction, const Catalogue& catalogue,
                            AskedChange& asked, const RowState* row, const Course& course) {
    const RowName name{asked.type->number, asked.row};
    if (row != nullptr && isErasedRow(*row)) {
        noteBrought(transaction, catalogue, asked, name, wordsOn(*row), course);
        return Heeded{.refusal = erasedRuling()};
    }
    XIANGJI_LET(any, transaction.anyErasure());
    if (!any || !isReachedByErasures(*asked.type)) {
        return Heeded{};
    }
    XIANGJI_LET(named, namesErased(transaction, catalogue, *asked.type, together(row, asked)));
    const bool there = row != nullptr && isMade(*row);
    if (named.what == ON_ERASURE_ERASES) {
        // Another's row that merely comes to name them is not touched.
        if (!there && asked.verb == wire::VERB_INSERT && mayAdd(transaction, *asked.type, course)) {
            transaction.noteDue({.row = name, .whom = named.whom, .words = named.words});
        }
        noteBrought(transaction, catalogue, asked, named.whom, named.words, course);
        return Heeded{.refusal = namesErasedRuling()};
    }
    const bool counts = named.what == ON_ERASURE_EMPTIES || (row != nullptr && row->erased);
    if (!counts || !emptied(asked)) {
        return Heeded{};
    }
    const bool nothingLeft = asked.cells.empty() && asked.verb != wire::VERB_INSERT;
    if (nothingLeft) {
        return Heeded{.refusal = erasedRuling()};
    }
    transaction.noteDue({.row = name, .whom = named.whom, .depth = Depth::words});
    return Heeded{.emptied = true};
}

}  // namespace xiangji::syncd
