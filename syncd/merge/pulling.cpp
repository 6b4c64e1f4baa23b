#include "syncd/merge/pulling.hpp"

#include <algorithm>

#include "core/records/wire_values.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/merge/standing.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostRows = 1'000;
constexpr std::size_t kMostBytes = 700 * 1024;

}  // namespace

bool Pulling::leaves(const FeedRow& row, const Field& field, const Reading& reading) {
    if (!field.rules.sealed()) {
        return true;
    }
    const auto at = [&](FieldNumber number) {
        const auto found = row.state.fields.find(number);
        return found == row.state.fields.end() ? Id{} : idIn(found->second);
    };
    if (reading.device.state != DeviceState::active || reading.device.person.isNone()) {
        return false;
    }
    if (at(common::kAuthorPerson) == reading.device.person) {
        return true;
    }
    const auto& readers = field.rules.readers();
    const auto roles = reading.authority.rolesAt(reading.device.person, at(common::kHomeOrg),
                                                 reading.nowMs, reading.nowMs);
    return std::any_of(roles.begin(), roles.end(), [&](Role role) {
        return std::find(readers.begin(), readers.end(), role) != readers.end();
    });
}

void Pulling::put(wire::Cell& cell, const FeedRow& row, const Field& field, const Value& value,
                  const Reading& reading) const {
    cell.set_field(field.number);
    if (!field.rules.sealed()) {
        putValue(cell, value);
        return;
    }
    const auto box =
        seals_.box({row.type->number, row.id, field.number}, value, reading.device.publicKey);
    if (box) {
        cell.set_sealed(*box);
    }
}

Result<wire::Page> Pulling::page(const DeviceRow& device, const wire::Pull& pull,
                                 std::shared_ptr<const Authority> authority, Instant nowMs) {
    const bool pending = device.state == DeviceState::pending;
    // A pending phone's cursor stays at the beginning: once confirmed it must get what lies before.
    const bool fromStart = pending || Id::fromBytes(pull.epoch()) != identity_.epoch;
    const Lsn after = fromStart ? 0 : pull.after_lsn();
    const std::size_t most =
        pull.most_rows() == 0 ? kMostRows : std::min<std::size_t>(pull.most_rows(), kMostRows);
    const auto scope = scopeOf(device, authority, nowMs);
    const Reading reading{device, *authority, nowMs};
    XIANGJI_LET(feed, central_.feed(scope, after, pending ? kMostRows : most, kMostBytes));
    wire::Page page;
    for (const auto& row : feed.rows) {
        XIANGJI_LET(ready, pulled(row, reading));
        *page.add_rows() = std::move(ready);
    }
    page.set_next_lsn(pending ? pull.after_lsn() : feed.next);
    page.set_more(!pending && feed.more);
    page.set_rows_left(pending ? 0 : feed.left);
    page.set_head_hash(feed.head.hash);
    return page;
}

Result<wire::PulledRow> Pulling::pulled(const FeedRow& row, const Reading& reading) {
    wire::PulledRow pulled;
    pulled.set_type(row.type->number);
    pulled.set_row(row.id.bytes());
    pulled.set_lsn(row.lsn);
    pulled.set_edited_after_void(row.state.editedAfterVoid);
    for (const auto& [number, value] : row.state.fields) {
        const Field* field = row.type->field(number);
        if (field != nullptr && leaves(row, *field, reading)) {
            put(*pulled.add_cells(), row, *field, value, reading);
        }
    }
    for (const Field* field : conflictsOf(row.state, *row.type)) {
        if (!leaves(row, *field, reading)) {
            continue;
        }
        const auto& heads = row.state.heads.at({field->number, {}});
        auto& conflict = *pulled.add_conflicts();
        conflict.set_field(field->number);
        XIANGJI_LET(shown, write(row, *field, heads.front(), reading));
        *conflict.mutable_shown() = std::move(shown);
        for (const auto& head : heads) {
            if (head.value != heads.front().value) {
                XIANGJI_LET(other, write(row, *field, head, reading));
                *conflict.add_others() = std::move(other);
            }
        }
    }
    return pulled;
}

Result<wire::Write> Pulling::write(const FeedRow& row, const Field& field, const Head& head,
                                   const Reading& reading) {
    wire::Write write;
    put(*write.mutable_cell(), row, field, head.value, reading);
    XIANGJI_LET(author, authorOf(head.mark.stamp.device));
    write.set_author(author.bytes());
    write.set_device(head.mark.stamp.device.bytes());
    write.set_hlc(head.mark.stamp.hlc);
    write.set_lsn(head.mark.lsn);
    return write;
}

Result<Id> Pulling::authorOf(const Id& device) {
    if (const auto found = authors_.find(device); found != authors_.end()) {
        return Id(found->second);
    }
    XIANGJI_LET(row, central_.deviceNow(device));
    return Id(authors_[device] = row ? row->person : Id{});
}

Result<std::string> Pulling::nameOf(const Id& person) {
    if (const auto found = names_.find(person); found != names_.end() || person.isNone()) {
        return person.isNone() ? std::string() : std::string(found->second);
    }
    const RecordType& type = *catalogue_.find("person");
    XIANGJI_LET(row, central_.rowNow(type, person));
    return std::string(names_[person] = row ? personName(type, row->fields) : std::string());
}

Result<wire::History> Pulling::history(const DeviceRow& device, const wire::HistoryWanted& wanted,
                                       std::shared_ptr<const Authority> authority, Instant nowMs) {
    wire::History history;
    const RecordType* type = catalogue_.find(TypeNumber{wanted.type()});
    const auto id = Id::fromBytes(wanted.row());
    if (type == nullptr || !id) {
        return history;
    }
    XIANGJI_LET(row, central_.rowNow(*type, *id));
    if (!row) {
        return history;
    }
    const auto home = row->fields.find(common::kHomeOrg);
    const auto scope = scopeOf(device, std::move(authority), nowMs);
    const Id unit = home == row->fields.end() ? Id{} : idIn(home->second);
    const bool inScope =
        type->rules.scope() == SCOPE_EVERYONE ||
        std::find(scope.units.begin(), scope.units.end(), unit) != scope.units.end();
    if (!inScope || !scope.mayRead(*type, unit)) {
        return history;
    }
    XIANGJI_LET(lines, central_.history(type->number, *id));
    std::size_t bytes = 0;
    // The newest that fit a frame, oldest first.
    std::vector<wire::HistoryEntry> entries;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        wire::Change change;
        if (!parseOutside(change, line->change)) {
            return Error{Fault::damaged,
                         "a line of the log cannot be read; the database is damaged"};
        }
        wire::HistoryEntry entry;
        entry.set_lsn(line->lsn);
        entry.set_verb(change.verb());
        for (const auto& cell : change.cells()) {
            if (const Field* field = type->field(FieldNumber{cell.field()});
                field != nullptr && !field->rules.sealed()) {
                *entry.add_cells() = cell;
            }
        }
        entry.set_action(change.action());
        entry.set_reason(change.reason());
        entry.set_author(line->author.bytes());
        XIANGJI_LET(name, nameOf(line->author));
        entry.set_author_name(name);
        entry.set_device(line->device.bytes());
        entry.set_hlc(line->effective);
        entry.set_device_hlc(line->deviceHlc);
        entry.set_verdict(line->verdict);
        bytes += entry.ByteSizeLong();
        if (bytes > kMostBytes && !entries.empty()) {
            break;
        }
        entries.push_back(std::move(entry));
    }
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        *history.add_entries() = std::move(*entry);
    }
    return history;
}

}  // namespace xiangji::syncd
