#include "syncd/merge/pulling/pulling.hpp"

#include <algorithm>

#include "core/base/hash.hpp"
#include "core/base/packing.hpp"
#include "core/merge/showing.hpp"
#include "core/records/permission.hpp"
#include "core/records/row_scope.hpp"
#include "core/records/wire_values.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/merge/pulling/scope_statement.hpp"
#include "syncd/merge/standing.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostRows = 1'000;
constexpr std::size_t kMostBytes = 700 * 1024;
constexpr std::size_t kMostAnsweredProposals = 5;

/// The open ones, and the last that were answered.
std::vector<ProposalRow> lastProposals(const std::vector<ProposalRow>& all) {
    std::vector<ProposalRow> chosen;
    std::size_t answered = 0;
    for (auto beside = all.rbegin(); beside != all.rend(); ++beside) {
        const bool open = beside->proposal.state() == wire::Proposal::STATE_OPEN;
        if (open || ++answered <= kMostAnsweredProposals) {
            chosen.push_back(*beside);
        }
    }
    std::ranges::reverse(chosen);
    return chosen;
}

/// A page of a snapshot, before compression: some seconds on the slowest link, so that a cut costs
/// little.
constexpr std::size_t kSnapshotBytes = 256 * 1024;
constexpr std::size_t kSnapshotRows = 2'000;

Id idAt(const FeedRow& row, FieldNumber number) {
    const auto found = row.state.fields.find(number);
    return found == row.state.fields.end() ? Id{} : idIn(found->second);
}

/// A device of somebody known, in service: sealed fields leave to no other.
bool opensAny(const DeviceRow& device) {
    return device.state == DeviceState::active && !device.person.isNone();
}

bool isHeldBy(const Bytes& stated, const Bytes& hash) {
    return hashOf(stated) == hash;
}

wire::SnapshotPlace placeIn(const Bytes& after) {
    wire::SnapshotPlace place;
    if (!parseOutside(place, after)) {
        place.Clear();
    }
    return place;
}

}  // namespace

std::vector<Role> Pulling::rolesAt(const Id& unit, const Reading& of) {
    return opensAny(of.device) ? of.authority.readingRolesAt(of.device.person, unit, of.nowMs)
                               : std::vector<Role>();
}

bool Pulling::isOwn(const FeedRow& row, const DeviceRow& device) {
    return !device.person.isNone() && idAt(row, common::kAuthorPerson) == device.person;
}

bool Pulling::leaves(const FeedRow& row, const Field& field, const Reading& reading) const {
    if (levelOf(field) > level_) {
        return false;
    }
    const bool own = isOwn(row, reading.device);
    if (!own && !isSeenWithTitle(*row.type, field) && showsTitleOnly(*row.type, row.state) &&
        !isQuarrelOverShowing(*row.type, row.state, field)) {
        return false;
    }
    return !field.rules.sealed() ||
           (opensAny(reading.device) &&
            (own || isRead(field, rolesAt(idAt(row, common::kHomeOrg), reading))));
}

Bytes Pulling::stated(const FeedScope& scope, const Reading& reading) const {
    const auto roles = [&](const Id& unit) { return rolesAt(unit, reading); };
    return statedScope(catalogue_, scope, level_, roles).SerializeAsString();
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
    cell.set_sealed(box ? *box : Bytes());
}

bool Pulling::isPlain(const FeedRow& row, const Field& field, const Reading& reading) const {
    return !field.rules.sealed() && leaves(row, field, reading);
}

FeedScope Pulling::scopeFor(const DeviceRow& device, std::shared_ptr<const Authority> authority,
                            Instant nowMs) {
    FeedScope scope = scopeOf(device, std::move(authority), nowMs);
    scope.mayRead = [may = std::move(scope.mayRead), level = level_](const RecordType& type,
                                                                     const Id& unit) {
        return knownAt(type, level) && may(type, unit);
    };
    return scope;
}

Result<wire::Page> Pulling::page(const DeviceRow& device, const wire::Pull& pull,
                                 std::shared_ptr<const Authority> authority, Instant nowMs) {
    // A pending phone that holds rows by no stated scope stays at the beginning: once confirmed it
    // must get what lies before.
    const bool waits = device.state == DeviceState::pending && !pull.has_scope();
    const bool fromStart = waits || Id::fromBytes(pull.epoch()) != identity_.epoch;
    const Lsn after = fromStart ? 0 : pull.after_lsn();
    const std::size_t most =
        pull.most_rows() == 0 ? kMostRows : std::min<std::size_t>(pull.most_rows(), kMostRows);
    const auto scope = scopeFor(device, authority, nowMs);
    const Reading reading{device, *authority, nowMs};
    wire::Page page;
    if (pull.has_scope()) {
        const Bytes now = stated(scope, reading);
        if (!isHeldBy(now, pull.scope())) {
            page.set_scope(now);
            page.set_next_lsn(pull.after_lsn());
            return page;
        }
    }
    XIANGJI_LET(feed, central_.feed(scope, after, waits ? kMostRows : most, kMostBytes));
    while (waits && feed.more && feed.rows.empty()) {
        // It gets one page, which must not be one of places that told nothing.
        XIANGJI_LET(next, central_.feed(scope, feed.next, kMostRows, kMostBytes));
        feed = std::move(next);
    }
    ReferenceLabels labels(central_, catalogue_, scope);
    for (const auto& row : feed.rows) {
        XIANGJI_LET(ready, pulled(row, reading));
        XIANGJI_TRY(labels.read(*row.type, ready));
        *page.add_rows() = std::move(ready);
    }
    labels.put(*page.mutable_labels());
    page.set_next_lsn(waits ? pull.after_lsn() : feed.next);
    XIANGJI_LET(erasures, central_.erasures(after, page.next_lsn()));
    for (const auto& erasure : erasures) {
        auto& erased = *page.add_erased();
        erased.set_type(erasure.type);
        erased.set_row(erasure.row.bytes());
    }
    page.set_more(!waits && feed.more);
    page.set_rows_left(waits ? 0 : feed.left);
    page.set_head_hash(feed.head.hash);
    return page;
}

Result<wire::SnapshotPage> Pulling::snapshot(const DeviceRow& device,
                                             const wire::SnapshotWanted& wanted,
                                             std::shared_ptr<const Authority> authority,
                                             Instant nowMs) {
    const auto scope = scopeFor(device, authority, nowMs);
    const Reading reading{device, *authority, nowMs};
    wire::SnapshotPage page;
    const Bytes now = stated(scope, reading);
    if (!isHeldBy(now, wanted.scope())) {
        page.set_scope(now);
        return page;
    }
    const auto parts = wholeParts(catalogue_, scope, level_, wanted.parts());
    // A place in another life of the log is none in this one.
    auto place = Id::fromBytes(wanted.epoch()) == identity_.epoch ? placeIn(wanted.after())
                                                                  : wire::SnapshotPlace();
    if (place.lsn() == 0) {
        // The head is read before the rows: what changes in between comes again by pulling.
        XIANGJI_LET(head, central_.headNow());
        XIANGJI_LET(count, central_.countWhole(parts));
        place.set_lsn(head.lsn);
        place.set_rows_in_all(count);
    }
    const WholePlace after{place.type(), Id::fromBytes(place.unit()).value_or(Id{}),
                           Id::fromBytes(place.row()).value_or(Id{})};
    XIANGJI_LET(whole, central_.whole(parts, after, kSnapshotRows, kSnapshotBytes));
    wire::SnapshotRows rows;
    ReferenceLabels labels(central_, catalogue_, scope);
    for (const auto& row : whole.rows) {
        XIANGJI_LET(ready, pulled(row, reading));
        XIANGJI_TRY(labels.read(*row.type, ready));
        *rows.add_rows() = std::move(ready);
    }
    labels.put(*rows.mutable_labels());
    const Bytes plain = rows.SerializeAsString();
    place.set_rows_so_far(place.rows_so_far() + whole.rows.size());
    place.set_bytes_so_far(place.bytes_so_far() + plain.size());
    place.set_type(whole.reached.type);
    place.set_unit(whole.reached.unit.bytes());
    place.set_row(whole.reached.row.bytes());
    page.set_lsn(place.lsn());
    page.set_rows(packed(plain));
    page.set_rows_so_far(place.rows_so_far());
    page.set_rows_in_all(std::max(place.rows_in_all(), place.rows_so_far()));
    page.set_bytes_so_far(place.bytes_so_far());
    page.set_bytes_in_all(place.rows_so_far() == 0
                              ? 0
                              : place.bytes_so_far() / place.rows_so_far() * page.rows_in_all());
    if (whole.more) {
        page.set_next(place.SerializeAsString());
    }
    return page;
}

Result<wire::PulledRow> Pulling::pulled(const FeedRow& row, const Reading& reading) {
    wire::PulledRow pulled;
    pulled.set_type(row.type->number);
    pulled.set_row(row.id.bytes());
    pulled.set_lsn(row.lsn);
    if (row.left) {
        pulled.set_gone(true);
        return pulled;
    }
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
            auto& name = *conflict.add_heads();
            name.set_device(head.mark.stamp.device.bytes());
            name.set_seq(head.mark.seq);
            if (head.value != heads.front().value) {
                XIANGJI_LET(other, write(row, *field, head, reading));
                *conflict.add_others() = std::move(other);
            }
        }
    }
    for (const auto& beside : lastProposals(row.proposals)) {
        auto& proposal = *pulled.add_proposals();
        proposal = beside.proposal;
        proposal.clear_cells();
        for (const auto& cell : beside.proposal.cells()) {
            const Field* field = row.type->field(FieldNumber{cell.field()});
            if (field != nullptr && isPlain(row, *field, reading)) {
                *proposal.add_cells() = cell;
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
    write.set_seq(head.mark.seq);
    return write;
}

Result<Id> Pulling::authorOf(const Id& device) {
    if (const auto found = authors_.find(device); found != authors_.end()) {
        return Id(found->second);
    }
    XIANGJI_LET(row, central_.deviceNow(device));
    return Id(authors_[device] = row ? row->person : Id{});
}

bool Pulling::sees(const FeedScope& scope, const FeedRow& row) {
    const auto home = row.state.fields.find(common::kHomeOrg);
    const Id unit = row.type->name == "unit"         ? row.id
                    : home == row.state.fields.end() ? Id{}
                                                     : idIn(home->second);
    const bool inScope =
        row.type->rules.scope() == SCOPE_EVERYONE ||
        std::find(scope.units.begin(), scope.units.end(), unit) != scope.units.end();
    return inScope && scope.mayRead(*row.type, unit);
}

Result<wire::Recalled> Pulling::recalled(const DeviceRow& device, const wire::Recall& recall,
                                         std::shared_ptr<const Authority> authority,
                                         Instant nowMs) {
    wire::Recalled recalled;
    const auto scope = scopeFor(device, authority, nowMs);
    const Reading reading{device, *authority, nowMs};
    ReferenceLabels labels(central_, catalogue_, scope);
    for (const auto& asked : recall.rows()) {
        auto& answer = *recalled.add_rows();
        answer.set_type(asked.type());
        answer.set_row(asked.row());
        answer.set_gone(true);
        const RecordType* type = catalogue_.find(TypeNumber{asked.type()});
        const auto id = Id::fromBytes(asked.row());
        if (type == nullptr || !id) {
            continue;
        }
        XIANGJI_LET(state, central_.rowNow(*type, *id));
        FeedRow row{.type = type, .id = *id};
        if (state) {
            row.lsn = state->lsn;
            row.state = *std::move(state);
        }
        if (row.lsn == 0 || !sees(scope, row)) {
            continue;
        }
        XIANGJI_LET(beside, central_.proposalsNow(type->number, *id));
        row.proposals = std::move(beside);
        XIANGJI_LET(ready, pulled(row, reading));
        XIANGJI_TRY(labels.read(*type, ready));
        answer = std::move(ready);
    }
    labels.put(*recalled.mutable_labels());
    return recalled;
}

}  // namespace xiangji::syncd
