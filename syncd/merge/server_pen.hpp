#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/signing_key.hpp"
#include "syncd/merge/pushing.hpp"

namespace xiangji::syncd {

/// The centre's own hand: what it writes are envelopes of its own device, numbered, chained, signed
/// and receipted like any phone's, so that log and feed carry them to everybody.
class ServerPen {
 public:
    ServerPen(Transaction& transaction, const Catalogue& catalogue, const CentralIdentity& identity,
              const SigningKey& key)
        : transaction_(transaction),
          catalogue_(catalogue),
          identity_(identity),
          key_(key),
          receipts_(identity, key) {}

    /// A new row at home in `home`; its common fields are added. Fields that are unset are left
    /// out.
    void insert(const RecordType& type, const Id& id, const Id& home, const Fields& fields);
    void edit(const RecordType& type, const Id& id, const Fields& fields);
    void act(const RecordType& type, const Id& id, const std::string& action);
    void makeVoid(const RecordType& type, const Id& id, const std::string& reason);

    /// What is sent from now on bears the stamp of this moment, if that is in the past.
    void backdate(Instant ms) { stampMs_ = ms; }
    /// What is sent from now on is not weighed again: the office has accepted it as it stands.
    void adopt() { adopts_ = true; }
    /// A change spelled out.
    void note(wire::Change change) { *changeset_.add_changes() = std::move(change); }

    /// Writes what was noted as one envelope, all or nothing. An Error names the first change that
    /// could not be.
    [[nodiscard]] Outcome send();

    /// An envelope of its own that tells of an erasure: the row as `eraseValues` leaves it, with
    /// the lines before it that were emptied; without words it stays and counts. Where it stands in
    /// the log.
    [[nodiscard]] Result<Lsn> erase(const RecordType& type, const Id& id, RowState row,
                                    const std::string& words,
                                    const std::vector<wire::ErasedLine>& lines);

    [[nodiscard]] Id device() const { return Id::ofHash(key_.publicKey()); }

 private:
    wire::Change& add(const RecordType& type, const Id& id, wire::Verb verb);
    [[nodiscard]] Result<DeviceRow> ownDevice();
    /// What was noted as this device's next envelope, signed.
    [[nodiscard]] OpenedEnvelope written(const DeviceRow& own);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const SigningKey& key_;
    ReceiptWriter receipts_;
    wire::Changeset changeset_;
    std::optional<Instant> stampMs_;
    bool adopts_ = false;
};

}  // namespace xiangji::syncd
