#include "tests/sim/centre/twin_central.hpp"

#include <algorithm>
#include <limits>

#include "tests/sim/centre/same.hpp"

namespace xiangji::sim {

namespace {

using syncd::test::MemoryWrite;
using syncd::test::PassingWrite;

syncd::FeedScope everything(const syncd::test::MemoryStore& store) {
    std::set<Id> units;
    for (const auto& [key, state] : store.rows) {
        units.insert(key.second);
        if (const auto home = state.fields.find(common::kHomeOrg); home != state.fields.end()) {
            units.insert(idIn(home->second));
        }
    }
    return {.units = {units.begin(), units.end()},
            .mayRead = [](const RecordType&, const Id&) { return true; }};
}

bool isAt(const syncd::FeedRow& row, const syncd::test::MemoryStore::Place& place) {
    return row.type == place.type && row.id == place.id && row.lsn == place.lsn &&
           row.left == place.left && (row.left || same(row.state, *place.state));
}

}  // namespace

class TwinCentral::Write final : public PassingWrite {
 public:
    Write(TwinCentral& owner, std::unique_ptr<syncd::CentralWrite> real,
          std::unique_ptr<syncd::CentralWrite> memory)
        : PassingWrite(std::move(real)), owner_(owner), memory_(std::move(memory)) {}

    Outcome setIdentity(const syncd::CentralIdentity& identity) override {
        return both(PassingWrite::setIdentity(identity),
                    [&] { return memory_->setIdentity(identity); });
    }
    Outcome putEpoch(const Epoch& epoch) override {
        return both(PassingWrite::putEpoch(epoch), [&] { return memory_->putEpoch(epoch); });
    }
    Result<std::optional<RowState>> row(const RecordType& type, const Id& id) override {
        return compared("row", PassingWrite::row(type, id), memory_->row(type, id));
    }
    Result<std::optional<Id>> homeOf(const RecordType& type, const Id& id) override {
        auto real = PassingWrite::homeOf(type, id);
        if (real && *real != *memory_->homeOf(type, id)) {
            owner_.differ("inside a transaction the stores differ in the home of a row");
        }
        return real;
    }
    Result<std::vector<Id>> rowsUnder(const RecordType& type, const Field& parent, const Id& row,
                                      const Id& home) override {
        auto real = PassingWrite::rowsUnder(type, parent, row, home);
        const auto memory = memory_->rowsUnder(type, parent, row, home);
        if (real && *real != *memory) {
            owner_.differ("inside a transaction the stores differ in the rows under one");
        }
        return real;
    }
    Outcome putRow(const RecordType& type, const Id& id, const RowState& state) override {
        return both(PassingWrite::putRow(type, id, state),
                    [&] { return memory_->putRow(type, id, state); });
    }
    Outcome appendLog(const syncd::LogLine& line) override {
        return both(PassingWrite::appendLog(line), [&] { return memory_->appendLog(line); });
    }
    Result<syncd::LogHead> head() override {
        return compared("log head", PassingWrite::head(), memory_->head());
    }
    Result<std::optional<syncd::LogPlace>> origin(Lsn lsn) override {
        return compared("line's first place", PassingWrite::origin(lsn), memory_->origin(lsn));
    }
    Outcome putRecovery(const syncd::RecoveryRow& proposal) override {
        return both(PassingWrite::putRecovery(proposal),
                    [&] { return memory_->putRecovery(proposal); });
    }
    Outcome dropRecovery(const Id& id) override {
        return both(PassingWrite::dropRecovery(id), [&] { return memory_->dropRecovery(id); });
    }
    Result<std::optional<syncd::DeviceRow>> device(const Id& id) override {
        return compared("device", PassingWrite::device(id), memory_->device(id));
    }
    Outcome putDevice(const syncd::DeviceRow& device) override {
        return both(PassingWrite::putDevice(device), [&] { return memory_->putDevice(device); });
    }
    Result<std::optional<syncd::InvitationRow>> invitation(const Bytes& hash) override {
        return compared("invitation", PassingWrite::invitation(hash), memory_->invitation(hash));
    }
    Outcome putInvitation(const syncd::InvitationRow& invitation) override {
        return both(PassingWrite::putInvitation(invitation),
                    [&] { return memory_->putInvitation(invitation); });
    }
    Result<std::optional<syncd::EnvelopeRow>> envelope(const Id& device,
                                                       std::uint64_t seq) override {
        return compared("envelope", PassingWrite::envelope(device, seq),
                        memory_->envelope(device, seq));
    }
    Outcome putEnvelope(const syncd::EnvelopeRow& envelope) override {
        return both(PassingWrite::putEnvelope(envelope),
                    [&] { return memory_->putEnvelope(envelope); });
    }
    Result<std::vector<syncd::EnvelopeRow>> heldEnvelopes(const Id& device) override {
        return compared("held envelopes", PassingWrite::heldEnvelopes(device),
                        memory_->heldEnvelopes(device));
    }
    Outcome quarantine(const Id& device, std::uint64_t seq, const Bytes& envelope,
                       const std::string& reason, Instant nowMs) override {
        return both(PassingWrite::quarantine(device, seq, envelope, reason, nowMs),
                    [&] { return memory_->quarantine(device, seq, envelope, reason, nowMs); });
    }
    Outcome putAside(const syncd::AsideRow& aside) override {
        return both(PassingWrite::putAside(aside), [&] { return memory_->putAside(aside); });
    }
    Outcome dropAside(const Id& id) override {
        return both(PassingWrite::dropAside(id), [&] { return memory_->dropAside(id); });
    }
    Result<std::optional<syncd::AsideRow>> aside(const Id& id) override {
        return compared("change put aside", PassingWrite::aside(id), memory_->aside(id));
    }
    Result<std::vector<syncd::AsideRow>> held(const syncd::HeldChoice& choice) override {
        return compared("held change", PassingWrite::held(choice), memory_->held(choice));
    }
    Result<bool> anyHeld() override {
        return compared("held change", PassingWrite::anyHeld(), memory_->anyHeld());
    }
    Outcome turnAway(const Id& device, TypeNumber type, const Id& row) override {
        return both(PassingWrite::turnAway(device, type, row),
                    [&] { return memory_->turnAway(device, type, row); });
    }
    Result<bool> wasTurnedAway(const Id& device, TypeNumber type, const Id& row) override {
        return compared("row turned away", PassingWrite::wasTurnedAway(device, type, row),
                        memory_->wasTurnedAway(device, type, row));
    }
    Result<std::optional<syncd::ProposalRow>> proposal(const Id& id) override {
        return compared("proposal", PassingWrite::proposal(id), memory_->proposal(id));
    }
    Outcome putProposal(const syncd::ProposalRow& proposal) override {
        return both(PassingWrite::putProposal(proposal),
                    [&] { return memory_->putProposal(proposal); });
    }
    Result<std::vector<syncd::ProposalRow>> proposalsOf(TypeNumber type, const Id& row) override {
        return compared("proposal", PassingWrite::proposalsOf(type, row),
                        memory_->proposalsOf(type, row));
    }
    Outcome savepoint() override {
        return both(PassingWrite::savepoint(), [&] { return memory_->savepoint(); });
    }
    Outcome releaseSavepoint() override {
        return both(PassingWrite::releaseSavepoint(), [&] { return memory_->releaseSavepoint(); });
    }
    Outcome rollbackToSavepoint() override {
        return both(PassingWrite::rollbackToSavepoint(),
                    [&] { return memory_->rollbackToSavepoint(); });
    }
    Outcome commit() override {
        auto outcome = PassingWrite::commit();
        if (outcome) {
            return memory_->commit();
        }
        if (owner_.dead_()) {
            owner_.second_.inDoubt.emplace(static_cast<MemoryWrite&>(*memory_).leave());
        }
        return outcome;
    }

 private:
    template <typename Put>
    Outcome both(Outcome real, Put&& put) {
        return real ? put() : real;
    }
    template <typename T>
    Result<T> compared(const char* what, Result<T> real, Result<T> memory) {
        if (real && memory && !same(*real, *memory)) {
            owner_.differ(std::string("inside a transaction the stores differ in a ") + what);
        }
        return real;
    }

    TwinCentral& owner_;
    std::unique_ptr<syncd::CentralWrite> memory_;
};

Result<std::unique_ptr<syncd::CentralWrite>> TwinCentral::begin() {
    XIANGJI_LET(write, PassingCentral::begin());
    XIANGJI_LET(memory, memory_.begin());
    return std::unique_ptr<syncd::CentralWrite>(
        std::make_unique<Write>(*this, std::move(write), std::move(memory)));
}

void TwinCentral::settle() {
    auto found = difference();
    if (!second_.inDoubt) {
        if (found) {
            findings_.add("P2 durable",
                          "the centre came back without what it had committed: " + *found);
        }
        return;
    }
    auto doubt = std::move(*second_.inDoubt);
    second_.inDoubt.reset();
    if (!found) {
        return;
    }
    doubt.backTo(0);
    if (const auto still = difference()) {
        findings_.add("P2 atomic",
                      "after a killed commit the centre is neither as before nor as "
                      "after it: " +
                          *still);
    }
}

void TwinCentral::compareAll() {
    if (const auto found = difference()) {
        differ(*found);
    }
    std::set<syncd::test::MemoryStore::RowKey> rows;
    for (const auto& line : second_.store.log) {
        rows.insert({line.type, line.row});
    }
    for (const auto& [type, row] : rows) {
        (void)history(type, row);
    }
}

std::optional<std::string> TwinCentral::difference() {
    const auto head = PassingCentral::headNow();
    if (!head || !same(*head, second_.store.head())) {
        return "log heads: " + (head ? std::to_string(head->lsn) : head.error().detail) +
               " against " + std::to_string(second_.store.head().lsn);
    }
    const auto scope = everything(second_.store);
    const auto rows = second_.store.after(catalogue_, scope, 0);
    std::size_t place = 0;
    for (Lsn after = 0;;) {
        const auto page = PassingCentral::feed(scope, after, 1'000, std::size_t{1} << 30U);
        if (!page) {
            return "the feed cannot be read: " + page.error().detail;
        }
        for (const auto& row : page->rows) {
            if (place >= rows.size() || !isAt(row, rows[place])) {
                return "feed: " + told(*row.type, row.id, row.state) + " against " +
                       (place < rows.size()
                            ? told(*rows[place].type, rows[place].id, *rows[place].state)
                            : "nothing");
            }
            ++place;
        }
        if (!page->more) {
            break;
        }
        after = page->next;
    }
    if (place != rows.size()) {
        return "feed: nothing against " +
               told(*rows[place].type, rows[place].id, *rows[place].state);
    }
    auto devices = PassingCentral::devices();
    const auto others = memory_.devices();
    if (!devices || !same(*devices, *others)) {
        return "the devices differ";
    }
    const auto aside = PassingCentral::asideNow();
    if (!aside || !same(*aside, *memory_.asideNow())) {
        return "the changes put aside differ";
    }
    const auto recoveries = PassingCentral::recoveries();
    if (!recoveries || !same(*recoveries, *memory_.recoveries())) {
        return "what phones remember of another life differs";
    }
    const auto epochs = PassingCentral::epochs();
    if (!epochs || !same(*epochs, *memory_.epochs())) {
        return "the lives differ";
    }
    return std::nullopt;
}

namespace {

/// Pages that end after few rows, now and then: what a page may lose it loses where it ends.
std::size_t rowsAPage(std::uint64_t from, std::size_t most) {
    constexpr std::uint64_t kSeldom = 3;
    constexpr std::uint64_t kFew = 7;
    return from % kSeldom == 0 ? std::min<std::size_t>(most, 1 + from % kFew) : most;
}

}  // namespace

Result<syncd::FeedPage> TwinCentral::feed(const syncd::FeedScope& scope, Lsn after,
                                          std::size_t mostRows, std::size_t mostBytes) {
    auto page = PassingCentral::feed(scope, after, rowsAPage(after, mostRows), mostBytes);
    if (!page || !comparable()) {
        return page;
    }
    // Where a page ends is the store's own choice; what lies before and after it is not.
    const auto rows = second_.store.after(catalogue_, scope, after);
    const auto size = page->rows.size();
    const bool fits = page->more ? size <= rows.size() : size == rows.size();
    if (!fits || !std::equal(page->rows.begin(), page->rows.end(), rows.begin(), isAt)) {
        differ("a page of the feed after " + std::to_string(after) + " has " +
               std::to_string(size) + " rows of " + std::to_string(rows.size()));
    } else if (page->more && (page->next < (size > 0 ? page->rows.back().lsn : after + 1) ||
                              (size < rows.size() && page->next >= rows[size].lsn))) {
        differ("a page of the feed leaves its cursor at " + std::to_string(page->next));
    }
    return page;
}

Result<syncd::WholePage> TwinCentral::whole(const std::vector<syncd::WholePart>& parts,
                                            const syncd::WholePlace& after, std::size_t mostRows,
                                            std::size_t mostBytes) {
    const auto last = static_cast<unsigned char>(after.row.view().back());
    auto page = PassingCentral::whole(parts, after, rowsAPage(last, mostRows), mostBytes);
    if (!page || !comparable()) {
        return page;
    }
    // Where a page ends is the store's own choice here too.
    const auto all = memory_.whole(parts, after, std::numeric_limits<std::size_t>::max(), 0);
    const auto size = page->rows.size();
    const bool fits = page->more ? size < all->rows.size() && size > 0 : size == all->rows.size();
    const bool alike = fits && std::equal(page->rows.begin(), page->rows.end(), all->rows.begin(),
                                          [](const auto& a, const auto& b) { return same(a, b); });
    if (!alike || !same(page->head, all->head) ||
        (size > 0 && page->reached.row != page->rows.back().id)) {
        differ("a page of a snapshot has " + std::to_string(size) + " rows of " +
               std::to_string(all->rows.size()) + (fits ? " and others" : ""));
    }
    return page;
}

Result<std::uint64_t> TwinCentral::countWhole(const std::vector<syncd::WholePart>& parts) {
    auto count = PassingCentral::countWhole(parts);
    if (count && comparable() && *count != *memory_.countWhole(parts)) {
        differ("the rows of a snapshot are counted otherwise");
    }
    return count;
}

Result<std::vector<syncd::ProposalRow>> TwinCentral::proposalsNow(TypeNumber type, const Id& row) {
    auto proposals = PassingCentral::proposalsNow(type, row);
    if (proposals && comparable() && !same(*proposals, *memory_.proposalsNow(type, row))) {
        differ("the proposals beside " + row.text());
    }
    return proposals;
}

Result<std::vector<syncd::LogLine>> TwinCentral::history(TypeNumber type, const Id& row) {
    auto lines = PassingCentral::history(type, row);
    if (!lines && comparable() && !dead_()) {
        differ("the history of " + row.text() + " cannot be read: " + lines.error().detail);
    }
    if (lines && comparable() && !same(*lines, *memory_.history(type, row))) {
        differ("the history of " + row.text());
    }
    return lines;
}

Result<syncd::LogHead> TwinCentral::headNow() {
    auto head = PassingCentral::headNow();
    if (head && comparable() && !same(*head, second_.store.head())) {
        differ("the log's head");
    }
    return head;
}

Result<std::optional<syncd::DeviceRow>> TwinCentral::deviceNow(const Id& id) {
    auto device = PassingCentral::deviceNow(id);
    if (device && comparable() && !same(*device, *memory_.deviceNow(id))) {
        differ("the device " + id.text());
    }
    return device;
}

Result<std::optional<RowState>> TwinCentral::rowNow(const RecordType& type, const Id& id) {
    auto row = PassingCentral::rowNow(type, id);
    if (row && comparable() && !same(*row, *memory_.rowNow(type, id))) {
        differ("the row " + id.text());
    }
    return row;
}

}  // namespace xiangji::sim
