#include "syncd/central/sqlite/side_tables.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::string_view kDevice =
    "SELECT id, public_key, person, unit, role, state, secret_hash, joined_ms, last_contact_ms, "
    "cursor, last_seq, last_hash "
    "FROM _device";
constexpr std::string_view kEnvelope =
    "SELECT device, seq, hash, state, envelope, receipt, received_ms FROM _envelope";

DeviceRow deviceAt(const Statement& query) {
    return {.device = query.id(0),
            .publicKey = query.blob(1),
            .person = query.id(2),
            .unit = query.id(3),
            .role = static_cast<Role>(query.integer(4)),
            .state = static_cast<DeviceState>(query.integer(5)),
            .secretHash = query.blob(6),
            .joinedMs = query.integer(7),
            .lastContactMs = query.integer(8),
            .cursor = query.unsignedInteger(9),
            .lastSeq = query.unsignedInteger(10),
            .lastHash = query.blob(11)};
}

EnvelopeRow envelopeAt(const Statement& query) {
    return {.device = query.id(0),
            .seq = query.unsignedInteger(1),
            .hash = query.blob(2),
            .state = static_cast<EnvelopeState>(query.integer(3)),
            .envelope = query.blob(4),
            .receipt = query.blob(5),
            .receivedMs = query.integer(6)};
}

}  // namespace

std::optional<DeviceRow> deviceIn(Connection& sql, const Id& id) {
    auto query = sql.statement(std::string(kDevice) + " WHERE id = ?1");
    query.bind(1, id);
    return query.step() ? std::optional(deviceAt(query)) : std::nullopt;
}

std::vector<DeviceRow> devicesIn(Connection& sql) {
    std::vector<DeviceRow> devices;
    auto query = sql.statement(kDevice);
    while (query.step()) {
        devices.push_back(deviceAt(query));
    }
    return devices;
}

void putDeviceIn(Connection& sql, const DeviceRow& device) {
    auto query = sql.statement(
        "INSERT OR REPLACE INTO _device (id, public_key, person, unit, role, state, secret_hash, "
        "joined_ms, last_contact_ms, "
        "cursor, last_seq, last_hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    query.bind(1, device.device)
        .bindBlob(2, device.publicKey)
        .bind(3, device.person)
        .bind(4, device.unit);
    query.bind(5, static_cast<int>(device.role))
        .bind(6, static_cast<int>(device.state))
        .bindBlob(7, device.secretHash);
    query.bind(8, device.joinedMs)
        .bind(9, device.lastContactMs)
        .bind(10, device.cursor)
        .bind(11, device.lastSeq);
    query.bindBlob(12, device.lastHash).run();
}

std::optional<InvitationRow> invitationIn(Connection& sql, const Bytes& secretHash) {
    auto query = sql.statement(
        "SELECT unit, role, person_name, uses, used, until_ms FROM _invitation WHERE secret_hash = "
        "?1");
    query.bindBlob(1, secretHash);
    if (!query.step()) {
        return std::nullopt;
    }
    return InvitationRow{.secretHash = secretHash,
                         .unit = query.id(0),
                         .role = static_cast<Role>(query.integer(1)),
                         .personName = query.text(2),
                         .uses = static_cast<std::uint32_t>(query.integer(3)),
                         .used = static_cast<std::uint32_t>(query.integer(4)),
                         .untilMs = query.integer(5)};
}

void putInvitationIn(Connection& sql, const InvitationRow& invitation) {
    auto query = sql.statement(
        "INSERT OR REPLACE INTO _invitation (secret_hash, unit, role, person_name, uses, used, "
        "until_ms) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    query.bindBlob(1, invitation.secretHash)
        .bind(2, invitation.unit)
        .bind(3, static_cast<int>(invitation.role));
    query.bindText(4, invitation.personName)
        .bind(5, std::int64_t{invitation.uses})
        .bind(6, std::int64_t{invitation.used});
    query.bind(7, invitation.untilMs).run();
}

std::optional<EnvelopeRow> envelopeIn(Connection& sql, const Id& device, std::uint64_t seq) {
    auto query = sql.statement(std::string(kEnvelope) + " WHERE device = ?1 AND seq = ?2");
    query.bind(1, device).bind(2, seq);
    return query.step() ? std::optional(envelopeAt(query)) : std::nullopt;
}

std::vector<EnvelopeRow> heldIn(Connection& sql, const Id& device) {
    std::vector<EnvelopeRow> held;
    auto query = sql.statement(std::string(kEnvelope) +
                               " WHERE state <> 0 AND state = ?2 AND device = ?1 ORDER BY seq");
    query.bind(1, device).bind(2, static_cast<int>(EnvelopeState::held));
    while (query.step()) {
        held.push_back(envelopeAt(query));
    }
    return held;
}

void walkEnvelopes(Connection& sql, const CentralSnapshot::OnEnvelope& envelope) {
    auto query = sql.statement(std::string(kEnvelope) + " ORDER BY device, seq");
    while (query.step()) {
        if (!envelope(envelopeAt(query))) {
            return;
        }
    }
}

void putEnvelopeIn(Connection& sql, const EnvelopeRow& envelope) {
    auto query = sql.statement(
        "INSERT OR REPLACE INTO _envelope (device, seq, hash, state, envelope, receipt, "
        "received_ms) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    query.bind(1, envelope.device).bind(2, envelope.seq).bindBlob(3, envelope.hash);
    query.bind(4, static_cast<int>(envelope.state))
        .bindBlob(5, envelope.envelope)
        .bindBlob(6, envelope.receipt);
    query.bind(7, envelope.receivedMs).run();
}

}  // namespace xiangji::syncd
