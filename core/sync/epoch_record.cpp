#include "core/sync/epoch_record.hpp"

#include "core/sync/envelope.hpp"

namespace xiangji {

Epoch signedEpoch(const Id& server, Epoch epoch, const SigningKey& key) {
    wire::EpochBody body;
    body.set_server(server.bytes());
    body.set_epoch(epoch.id.bytes());
    body.set_parent(epoch.parent.bytes());
    body.set_fork_lsn(epoch.forkLsn);
    body.set_fork_hash(epoch.forkHash);
    body.set_began_ms(epoch.beganMs);
    wire::EpochRecord record;
    record.set_body(body.SerializeAsString());
    record.set_signature(key.sign(hashOf(record.body())));
    epoch.record = record.SerializeAsString();
    return epoch;
}

Result<Epoch> openedEpoch(const wire::EpochRecord& record, const Id& server,
                          std::string_view serverKey) {
    if (!signatureHolds(hashOf(record.body()), record.signature(), serverKey)) {
        return Error{Fault::untrusted,
                     "a record of the centre's restores is not signed by this centre; nothing of "
                     "it was believed"};
    }
    wire::EpochBody body;
    const bool read = parseOutside(body, record.body());
    const auto id = Id::fromBytes(body.epoch());
    const auto parent = Id::fromBytes(body.parent());
    if (!read || !id || !parent || Id::fromBytes(body.server()) != server) {
        return Error{Fault::damaged, "a record of the centre's restores cannot be read"};
    }
    return Epoch{.id = *id,
                 .parent = *parent,
                 .forkLsn = body.fork_lsn(),
                 .forkHash = body.fork_hash(),
                 .beganMs = body.began_ms(),
                 .record = record.SerializeAsString()};
}

}  // namespace xiangji
