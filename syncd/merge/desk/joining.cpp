#include "syncd/merge/desk/joining.hpp"

#include <algorithm>

#include "core/base/civil_time.hpp"
#include "core/base/hash.hpp"
#include "core/base/text.hpp"
#include "core/records/validate.hpp"
#include "core/sync/certificate.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/merge/desk/new_key.hpp"
#include "syncd/merge/refusals.hpp"
#include "syncd/merge/restoring/readmission.hpp"
#include "syncd/merge/standing.hpp"

namespace xiangji::syncd {

namespace {

wire::Reply badInvitation(std::string words) {
    return refusing(wire::Refusal::CODE_BAD_INVITATION, std::move(words));
}

/// The name the person goes by: the invitation's for one phone, the holder's own where several may
/// come.
std::string nameFor(const InvitationRow& invitation, const wire::Join& join) {
    const bool own = invitation.uses > 1 || invitation.personName.empty();
    const std::string given = own ? join.holder() : invitation.personName;
    return toNfc(std::string(trimmed(given))).value_or("");
}

}  // namespace

Result<wire::Reply> Joining::join(const wire::Join& join) {
    const Bytes secretHash = hashOf(join.secret());
    const Id id = Id::ofHash(join.public_key());
    XIANGJI_LET(invitation, transaction_.central().invitation(secretHash));
    XIANGJI_LET(known, transaction_.central().device(id));
    if (known && known->state == DeviceState::revoked) {
        return refusing(wire::Refusal::CODE_REVOKED,
                        "this phone was taken out of service; ask the township's office");
    }
    if (known && known->secretHash == secretHash) {
        return joined(*known);
    }
    if (!invitation) {
        return badInvitation(
            "this centre did not give out this invitation; ask the township's office for a new "
            "one");
    }
    if (invitation->used >= invitation->uses) {
        return badInvitation("this invitation is used up (" + std::to_string(invitation->uses) +
                             " of " + std::to_string(invitation->uses) +
                             "); ask the township's office for a new one");
    }
    if (transaction_.nowMs() > invitation->untilMs) {
        return badInvitation("this invitation was over at " + civilInstant(invitation->untilMs) +
                             "; ask the township's office for a new one");
    }
    if (known) {
        return joinedAgain(*std::move(known), *std::move(invitation));
    }
    if (!join.former_key().empty()) {
        return joinedAnew(join, *std::move(invitation));
    }
    const std::string name = nameFor(*invitation, join);
    const RecordType& person = *catalogue_.find("person");
    if (const auto valid = validateValue(person, *person.field("name"), name);
        name.empty() || !valid) {
        return badInvitation(name.empty() ? "this invitation is for several people: say your name"
                                          : valid.error().detail);
    }
    DeviceRow device;
    device.device = id;
    device.publicKey = join.public_key();
    device.person = Id::uuid7(transaction_.nowMs(), random_);
    device.unit = invitation->unit;
    device.role = invitation->role;
    device.state = invitation->uses > 1 ? DeviceState::pending : DeviceState::active;
    device.secretHash = secretHash;
    device.joinedMs = transaction_.nowMs();
    device.lastContactMs = transaction_.nowMs();
    ++invitation->used;
    XIANGJI_TRY(transaction_.central().putInvitation(*invitation));
    XIANGJI_TRY(transaction_.central().putDevice(device));
    XIANGJI_TRY(writeRows(device, name));
    return joined(device);
}

Result<wire::Reply> Joining::joinedAgain(DeviceRow device, InvitationRow invitation) {
    ++invitation.used;
    device.secretHash = invitation.secretHash;
    XIANGJI_TRY(transaction_.central().putInvitation(invitation));
    XIANGJI_TRY(transaction_.central().putDevice(device));
    return joined(device);
}

Result<wire::Reply> Joining::joinedAnew(const wire::Join& join, InvitationRow invitation) {
    XIANGJI_LET(former, transaction_.central().device(Id::ofHash(join.former_key())));
    if (!former || isCentresOwn(*former)) {
        return refusing(wire::Refusal::CODE_UNKNOWN_DEVICE,
                        "the centre does not know the key this phone had; nothing was changed; "
                        "sync once and try again");
    }
    if (former->state == DeviceState::revoked) {
        return refusing(wire::Refusal::CODE_REVOKED,
                        "this phone was taken out of service; ask the township's office");
    }
    const RecordType& person = *catalogue_.find("person");
    XIANGJI_LET(row, transaction_.central().row(person, former->person));
    const std::string name = row ? personName(person, row->fields) : std::string();
    if (invitation.uses == 1 && !invitation.personName.empty() && invitation.personName != name) {
        return badInvitation("this invitation is for " + invitation.personName +
                             ", and this phone is another person's; nothing was changed; ask the "
                             "township's office for one in the right name");
    }
    // The invitation lets the key in; what its holder may do stays as it is now.
    const auto grants = transaction_.authority().grantsOf(former->person, transaction_.nowMs());
    if (grants.empty()) {
        return badInvitation(
            "whoever this phone belongs to has no role here any more; nothing was changed; ask the "
            "township's office to give one first");
    }
    const bool held = std::ranges::any_of(grants, [&](const HeldRole& grant) {
        return grant.unit == former->unit && grant.role == former->role;
    });
    DeviceRow device;
    device.device = Id::ofHash(join.public_key());
    device.publicKey = join.public_key();
    device.person = former->person;
    device.unit = held ? former->unit : grants.front().unit;
    device.role = held ? former->role : grants.front().role;
    device.state = former->state == DeviceState::pending || invitation.uses > 1
                       ? DeviceState::pending
                       : DeviceState::active;
    device.secretHash = invitation.secretHash;
    device.joinedMs = transaction_.nowMs();
    device.lastContactMs = transaction_.nowMs();
    ++invitation.used;
    XIANGJI_TRY(transaction_.central().putInvitation(invitation));
    XIANGJI_TRY(transaction_.central().putDevice(device));
    ServerPen pen(transaction_, catalogue_, identity_, key_);
    insertDevice(pen, device);
    XIANGJI_TRY(pen.send());
    return joined(device);
}

void Joining::insertDevice(ServerPen& pen, const DeviceRow& device) const {
    const RecordType& phone = *catalogue_.find("device");
    pen.insert(phone, device.device, device.unit,
               {{phone.field("owner")->number, refTo(device.person)},
                {phone.field("fingerprint")->number, fingerprintOf(device.publicKey)}});
}

Outcome Joining::writeRows(const DeviceRow& device, const std::string& name) {
    const RecordType& person = *catalogue_.find("person");
    const RecordType& grant = *catalogue_.find("role_grant");
    ServerPen pen(transaction_, catalogue_, identity_, key_);
    pen.insert(person, device.person, device.unit, {{person.field("name")->number, name}});
    if (person.action("register") != nullptr) {
        pen.act(person, device.person, "register");
    }
    pen.insert(grant, firstGrantOf(device.device), device.unit,
               {{grant.field("person")->number, refTo(device.person)},
                {grant.field("org")->number, refTo(device.unit)},
                {grant.field("role")->number, static_cast<std::int64_t>(device.role)},
                {grant.field("from")->number, transaction_.nowMs()}});
    insertDevice(pen, device);
    return pen.send();
}

Result<wire::Reply> Joining::joined(const DeviceRow& device) {
    const RecordType& person = *catalogue_.find("person");
    XIANGJI_LET(row, transaction_.central().row(person, device.person));
    wire::Reply reply;
    auto& joined = *reply.mutable_joined();
    joined.set_server(identity_.server.bytes());
    joined.set_epoch(identity_.epoch.bytes());
    joined.set_server_key(key_.publicKey());
    const std::string name = row ? personName(person, row->fields) : std::string();
    *joined.mutable_standing() =
        standingOf(device, name, transaction_.authority(), transaction_.nowMs());
    joined.set_certificate(signedCertificate(certifiedOf(device, identity_.server, name), key_));
    XIANGJI_LET(lineage, transaction_.lineage());
    putLineage(lineage, *joined.mutable_lineage());
    joined.set_now_ms(transaction_.nowMs());
    return reply;
}

}  // namespace xiangji::syncd
