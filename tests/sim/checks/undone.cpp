#include "tests/sim/checks/undone.hpp"

#include "core/records/set_value.hpp"

namespace xiangji::sim {

namespace {

Value at(const Phone::Rows& rows, const std::pair<TypeNumber, Id>& key, FieldNumber field) {
    const auto row = rows.find(key);
    if (row == rows.end()) {
        return {};
    }
    const auto value = row->second.find(field);
    return value == row->second.end() ? Value{} : value->second;
}

/// What a set must be: without what the transaction put in, with what it took out.
Value setBack(const Field& field, const Value& now, const Value& was, const Value& wrote) {
    const bool refs = field.kind == Kind::reference;
    auto elements = elementsOf(now, refs).valueOr({});
    const auto old = elementsOf(was, refs).valueOr({});
    const auto put = elementsOf(wrote, refs).valueOr({});
    for (const auto& element : put) {
        if (!old.contains(element)) {
            elements.erase(element);
        }
    }
    for (const auto& element : old) {
        if (!put.contains(element)) {
            elements.insert(element);
        }
    }
    return setCell(elements);
}

/// Rows that the undo asks the office to set back: it may not write there itself any more.
std::set<std::pair<TypeNumber, Id>> proposedIn(Phone& phone) {
    std::set<std::pair<TypeNumber, Id>> rows;
    const auto kept = phone.kept();
    wire::EnvelopeBody body;
    wire::Changeset changeset;
    if (!kept.empty() && body.ParseFromString(kept.back().body) &&
        changeset.ParseFromString(body.changeset())) {
        for (const auto& change : changeset.changes()) {
            if (change.verb() == wire::VERB_PROPOSE) {
                rows.insert({change.type(), Id::fromBytes(change.row()).value_or(Id{})});
            }
        }
    }
    return rows;
}

/// What is wrong with a cell after an undo; empty = nothing.
std::string wrong(const Field& field, const Value& was, const Value& wrote, const Value& before,
                  const Value& after) {
    if (was == wrote) {
        return after == before ? "" : "changed what the transaction had not";
    }
    if (field.isSet) {
        return after == setBack(field, before, was, wrote) ? "" : "did not set the set back";
    }
    if (before != wrote) {
        return "wrote over what came since";
    }
    return after == was ? "" : "did not bring the old value back";
}

}  // namespace

void checkUndone(Phone& phone, const Result<Undone>& undone, const Phone::LastWrite& last,
                 const Phone::Rows& before, const Phone::Rows& after,
                 const std::set<Phone::Cell>& apart, Findings& findings) {
    if (!undone) {
        if (before != after) {
            findings.add("P5 undo", phone.machine() + ": an undo that was refused changed rows");
        }
        return;
    }
    if (undone->seq != last.seq) {
        return;  // of a transaction that a kill cut off from its answer
    }
    const auto proposed = proposedIn(phone);
    for (const auto& [key, fields] : after) {
        const auto& type = *phone.database().catalogue().find(key.first);
        const bool made = !last.before.contains(key) && last.after.contains(key);
        if (made) {
            if (isUnset(at(after, key, common::kVoidReason))) {
                findings.add("P5 undo", phone.machine() + ": what was added is not void: " +
                                            type.name + ' ' + key.second.text());
                return;
            }
            continue;
        }
        for (const auto& field : type.fields) {
            if (proposed.contains(key)) {
                continue;
            }
            const auto now = at(after, key, field.number);
            auto words =
                wrong(field, at(last.before, key, field.number), at(last.after, key, field.number),
                      at(before, key, field.number), now);
            if (apart.contains({key.first, key.second, field.number}) && !field.isSet &&
                now != at(before, key, field.number)) {
                words = "decided what others had written apart";
            }
            if (!words.empty()) {
                findings.add("P5 undo", phone.machine() + ": the undo of envelope " +
                                            std::to_string(undone->seq) + ' ' + words + ": " +
                                            type.name + '.' + field.name + " of " +
                                            key.second.text());
                return;
            }
        }
    }
}

}  // namespace xiangji::sim
