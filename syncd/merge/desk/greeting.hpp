#pragma once

#include <functional>

#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// True if a signature over this connection's exporter proves the key.
[[nodiscard]] bool keyProven(const Caller& caller, std::string_view publicKey,
                             std::string_view proof);

/// True of a joining that names no former key, or proves over this connection that its holder lets
/// the new key stand in its place.
[[nodiscard]] bool formerKeyProven(const Caller& caller, const wire::Join& join);

/// What a greeting taught this centre: both only after a restore.
struct Lesson {
    std::vector<Epoch> epochs;                         ///< lives the phone knows and this one not
    std::optional<wire::CertificateBody> certificate;  ///< of a phone this one has forgotten
    std::optional<Id> confirmed;                       ///< a phone it has forgotten to be confirmed
    [[nodiscard]] bool nothing() const { return epochs.empty() && !certificate && !confirmed; }
};

/// What greetings carry beyond who is who: lives, witnesses of the log, certificates. Reads only.
class Greeting {
 public:
    Greeting(Central& central, const CentralIdentity& identity, const SigningKey& key)
        : central_(central), identity_(identity), key_(key) {}

    /// What is signed by this centre and new to it: lives, of a stranger a certificate, and of a
    /// phone that waits here for the office one that says it no longer does.
    /// `proven` tells whether the greeting proves a key.
    [[nodiscard]] Result<Lesson> learn(const wire::Hello& hello, bool stranger,
                                       const std::function<bool(std::string_view)>& proven);

    /// Adds lives, this log's own hashes at the witnesses asked for, and a certificate where the
    /// phone's is missing or no longer true.
    [[nodiscard]] Outcome tell(const wire::Hello& hello, const DeviceRow& device,
                               const std::string& personName, const LogHead& head,
                               wire::Welcome& welcome);

 private:
    Central& central_;
    const CentralIdentity& identity_;
    const SigningKey& key_;
};

[[nodiscard]] Outcome takeLesson(Transaction& transaction, const Desk::Seats& seats,
                                 const CentralIdentity& identity, const Lesson& lesson);

}  // namespace xiangji::syncd
