#pragma once

#include "tests/sim/phone/phone.hpp"

namespace xiangji::sim {

/// A bad phone: it has a key and an invitation like anybody, and sends what no program of ours
/// would: changes beyond its rights, forged authors, chains that do not follow, bytes that mean
/// nothing. It knows every row there is.
class Stranger {
 public:
    Stranger(PhoneWorld world, int number);

    [[nodiscard]] bool join(const std::string& secret);
    /// Sends one bad push; what it signed goes into the ledger as made by hand.
    void act(Chance& chance);
    [[nodiscard]] const Id& device() const { return device_; }

 private:
    [[nodiscard]] wire::Changeset someChanges(Chance& chance);
    [[nodiscard]] wire::Change someChange(Chance& chance);
    void putCells(wire::Change& change, const RecordType& type, Chance& chance);
    /// What could be its next envelope: in its turn, chained to the one before.
    [[nodiscard]] wire::EnvelopeBody nextBody(Chance& chance);
    /// Signed, and in the ledger as made by hand.
    [[nodiscard]] wire::Envelope said(const wire::EnvelopeBody& body);
    [[nodiscard]] wire::Envelope badlySigned(const wire::EnvelopeBody& body);
    [[nodiscard]] wire::Envelope someEnvelope(Chance& chance);
    /// In one push, an envelope that can only be put aside stands before one in its turn, which
    /// must not wait for it (P7). False: the centre fell.
    [[nodiscard]] bool standInTheWay(Link& link, Chance& chance);
    /// It learns its own number from what the centre says it took.
    void learnNumber();
    [[nodiscard]] std::optional<wire::Reply> ask(Link& link, const wire::Request& request);
    [[nodiscard]] std::unique_ptr<Link> greeted();

    PhoneWorld world_;
    SigningKey key_;
    Id device_;
    Links links_;
    bool joined_ = false;
    std::uint64_t seq_ = 0;
    Bytes hash_;
};

}  // namespace xiangji::sim
