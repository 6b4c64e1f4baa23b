#include <algorithm>

#include "core/merge/showing.hpp"
#include "core/records/permission.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/merge/pulling/pulling.hpp"

namespace xiangji::syncd {

namespace {

/// That a sealed field was written, to whom its value goes with the row.
constexpr std::string_view kWritten = "written";
constexpr std::size_t kMostBytes = 700 * 1024;

}  // namespace

bool Pulling::isTold(const FeedRow& row, const Field& field, Lsn line,
                     const Reading& reading) const {
    if (!leaves(row, field, reading)) {
        return false;
    }
    if (isOwn(row, reading.device) || isSeenWithTitle(*row.type, field) ||
        !showsTitleOnly(*row.type, row.state)) {
        return true;
    }
    return std::ranges::any_of(headsOf(row.state, field.number),
                               [&](const Head& head) { return head.mark.lsn == line; });
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
    const auto scope = scopeFor(device, authority, nowMs);
    const FeedRow present{.type = type, .id = *id, .lsn = row->lsn, .state = *row};
    if (!sees(scope, present)) {
        return history;
    }
    const Reading reading{device, *authority, nowMs};
    XIANGJI_LET(lines, central_.history(type->number, *id));
    const bool hidden = !isOwn(present, device) && showsTitleOnly(*type, present.state);
    ReferenceLabels names(central_, catalogue_, scope);
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
            const Field* field = type->field(FieldNumber{cell.field()});
            if (field == nullptr || !isTold(present, *field, line->lsn, reading)) {
                continue;
            }
            auto& said = *entry.add_cells() = cell;
            if (field->rules.sealed() && cell.value_case() != wire::Cell::VALUE_NOT_SET) {
                said.clear_value();
                said.set_sealed(Bytes(kWritten));
            }
        }
        entry.set_action(change.action());
        if (!hidden) {
            entry.set_reason(change.reason());
        }
        entry.set_proposal(change.proposal());
        entry.set_answer(change.answer());
        entry.set_author(line->author.bytes());
        XIANGJI_LET(name, names.nameOf(*catalogue_.find("person"), line->author));
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
