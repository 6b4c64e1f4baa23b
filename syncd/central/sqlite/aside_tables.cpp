#include "syncd/central/sqlite/aside_tables.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::string_view kAside =
    "SELECT id, state, device, seq, place, grouped, type, row, awaits_type, awaits_row, reason, "
    "words, effective, device_hlc, seen_lsn, received_ms, changeset FROM _aside";
constexpr std::string_view kAsTheyCame = " ORDER BY received_ms, device, seq, place";
constexpr std::string_view kProposal = "SELECT type, row, lsn, proposal FROM _proposal";

AsideRow asideAt(const Statement& query) {
    return {.id = query.id(0),
            .state = static_cast<AsideRow::State>(query.integer(1)),
            .device = query.id(2),
            .seq = query.unsignedInteger(3),
            .place = static_cast<std::uint32_t>(query.integer(4)),
            .group = query.integer(5) != 0,
            .type = static_cast<TypeNumber>(query.integer(6)),
            .row = query.id(7),
            .awaitsType = static_cast<TypeNumber>(query.integer(8)),
            .awaitsRow = query.id(9),
            .reason = query.text(10),
            .words = query.text(11),
            .effective = query.unsignedInteger(12),
            .deviceHlc = query.unsignedInteger(13),
            .seenLsn = query.unsignedInteger(14),
            .receivedMs = query.integer(15),
            .changeset = query.blob(16)};
}

std::vector<AsideRow> allAt(Statement& query) {
    std::vector<AsideRow> all;
    while (query.step()) {
        all.push_back(asideAt(query));
    }
    return all;
}

ProposalRow proposalAt(const Statement& query) {
    ProposalRow row;
    row.type = static_cast<TypeNumber>(query.integer(0));
    row.row = query.id(1);
    row.lsn = query.unsignedInteger(2);
    if (!row.proposal.ParseFromString(query.blob(3))) {
        throw SqlFault({Fault::damaged, "a proposal cannot be read; the database is damaged"});
    }
    return row;
}

}  // namespace

void putAsideIn(Connection& sql, const AsideRow& aside) {
    auto query = sql.statement(
        "INSERT OR REPLACE INTO _aside (id, state, device, seq, place, grouped, type, row, "
        "awaits_type, awaits_row, reason, words, effective, device_hlc, seen_lsn, received_ms, "
        "changeset) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
        "?16, ?17)");
    query.bind(1, aside.id).bind(2, static_cast<int>(aside.state)).bind(3, aside.device);
    query.bind(4, aside.seq).bind(5, std::int64_t{aside.place}).bind(6, int{aside.group});
    query.bind(7, std::int64_t{aside.type}).bind(8, aside.row);
    query.bind(9, std::int64_t{aside.awaitsType}).bind(10, aside.awaitsRow);
    query.bindText(11, aside.reason).bindText(12, aside.words).bind(13, aside.effective);
    query.bind(14, aside.deviceHlc).bind(15, aside.seenLsn).bind(16, aside.receivedMs);
    query.bindBlob(17, aside.changeset).run();
}

void dropAsideIn(Connection& sql, const Id& id) {
    auto query = sql.statement("DELETE FROM _aside WHERE id = ?1");
    query.bind(1, id).run();
}

std::optional<AsideRow> asideIn(Connection& sql, const Id& id) {
    auto query = sql.statement(std::string(kAside) + " WHERE id = ?1");
    query.bind(1, id);
    return query.step() ? std::optional(asideAt(query)) : std::nullopt;
}

std::vector<AsideRow> heldChangesIn(Connection& sql, const HeldChoice& choice) {
    std::string text = std::string(kAside) + " WHERE state = 0";
    text += choice.device ? " AND device = ?1" : "";
    text += choice.awaits ? " AND awaits_type = ?2 AND awaits_row = ?3" : "";
    text += choice.beforeMs ? " AND received_ms < ?4" : "";
    auto query = sql.statement(text + std::string(kAsTheyCame));
    if (choice.device) {
        query.bind(1, *choice.device);
    }
    if (choice.awaits) {
        query.bind(2, std::int64_t{choice.awaits->first}).bind(3, choice.awaits->second);
    }
    if (choice.beforeMs) {
        query.bind(4, *choice.beforeMs);
    }
    return allAt(query);
}

std::vector<AsideRow> allAsideIn(Connection& sql) {
    auto query = sql.statement(std::string(kAside) + std::string(kAsTheyCame));
    return allAt(query);
}

std::vector<WholeAside> wholeAsideIn(Connection& sql) {
    std::vector<WholeAside> all;
    {
        auto query = sql.statement(
            "SELECT device, seq, hash, state, envelope, receipt, received_ms FROM _envelope WHERE "
            "state <> 0 ORDER BY received_ms, device, seq");
        while (query.step()) {
            all.push_back({.device = query.id(0),
                           .seq = query.unsignedInteger(1),
                           .hash = query.blob(2),
                           .held = query.integer(3) == static_cast<int>(EnvelopeState::held),
                           .envelope = query.blob(4),
                           .receipt = query.blob(5),
                           .receivedMs = query.integer(6)});
        }
    }
    auto query = sql.statement(
        "SELECT device, seq, hash, envelope, reason, at_ms FROM _quarantine ORDER BY at_ms, "
        "device, seq");
    while (query.step()) {
        all.push_back({.device = query.id(0),
                       .seq = query.unsignedInteger(1),
                       .hash = query.blob(2),
                       .beside = true,
                       .reason = query.text(4),
                       .envelope = query.blob(3),
                       .receivedMs = query.integer(5)});
    }
    return all;
}

std::optional<ProposalRow> proposalIn(Connection& sql, const Id& id) {
    auto query = sql.statement(std::string(kProposal) + " WHERE id = ?1");
    query.bind(1, id);
    return query.step() ? std::optional(proposalAt(query)) : std::nullopt;
}

std::vector<ProposalRow> proposalsIn(Connection& sql, TypeNumber type, const Id& row) {
    std::vector<ProposalRow> all;
    auto query =
        sql.statement(std::string(kProposal) + " WHERE type = ?1 AND row = ?2 ORDER BY lsn");
    query.bind(1, std::int64_t{type}).bind(2, row);
    while (query.step()) {
        all.push_back(proposalAt(query));
    }
    return all;
}

void putProposalIn(Connection& sql, const ProposalRow& row) {
    auto query = sql.statement(
        "INSERT OR REPLACE INTO _proposal (id, type, row, lsn, open, proposal) VALUES (?1, ?2, "
        "?3, ?4, ?5, ?6)");
    query.bindBlob(1, row.proposal.id()).bind(2, std::int64_t{row.type}).bind(3, row.row);
    query.bind(4, row.lsn)
        .bind(5, int{row.proposal.state() == wire::Proposal::STATE_OPEN})
        .bindBlob(6, row.proposal.SerializeAsString());
    query.run();
}

}  // namespace xiangji::syncd
