#include "syncd/merge/restoring/readmission.hpp"

#include "core/sync/envelope.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/erasing/erased_values.hpp"

namespace xiangji::syncd {

Outcome Readmission::admit(const wire::CertificateBody& certificate, bool revoked) {
    DeviceRow device;
    device.device = Id::ofHash(certificate.public_key());
    XIANGJI_LET(known, transaction_.central().device(device.device));
    if (known) {
        return {};
    }
    device.publicKey = certificate.public_key();
    device.person = Id::fromBytes(certificate.person()).value_or(Id{});
    device.unit = Id::fromBytes(certificate.unit()).value_or(Id{});
    device.role = static_cast<Role>(certificate.role());
    device.secretHash = certificate.secret_hash();
    device.joinedMs = certificate.joined_ms();
    device.state = revoked                 ? DeviceState::revoked
                   : certificate.pending() ? DeviceState::pending
                                           : DeviceState::active;
    XIANGJI_TRY(transaction_.central().putDevice(device));
    // Its invitation was used then; the backup may not know that.
    XIANGJI_LET(invitation, transaction_.central().invitation(device.secretHash));
    if (invitation && invitation->used < invitation->uses) {
        ++invitation->used;
        XIANGJI_TRY(transaction_.central().putInvitation(*invitation));
    }
    return writeRows(device, certificate);
}

Outcome Readmission::writeRows(const DeviceRow& device, const wire::CertificateBody& body) {
    const RecordType& person = *catalogue_.find("person");
    const RecordType& grant = *catalogue_.find("role_grant");
    const RecordType& phone = *catalogue_.find("device");
    ServerPen pen(transaction_, catalogue_, identity_, key_);
    // As of then: what the phone wrote since is later.
    pen.backdate(device.joinedMs);
    XIANGJI_LET(there, transaction_.central().row(person, device.person));
    const bool erased = there && isErasedRow(*there);
    if (!erased && (!there || !isMade(*there))) {
        pen.insert(person, device.person, device.unit,
                   {{person.field("name")->number, body.person_name()}});
        if (person.action("register") != nullptr && !there) {
            pen.act(person, device.person, "register");
        }
    }
    if (device.state != DeviceState::revoked) {
        pen.insert(grant, firstGrantOf(device.device), device.unit,
                   {{grant.field("person")->number, refTo(device.person)},
                    {grant.field("org")->number, refTo(device.unit)},
                    {grant.field("role")->number, static_cast<std::int64_t>(device.role)},
                    {grant.field("from")->number, device.joinedMs}});
    }
    pen.insert(phone, device.device, device.unit,
               {{phone.field("owner")->number, refTo(device.person)},
                {phone.field("fingerprint")->number, fingerprintOf(device.publicKey)}});
    XIANGJI_TRY(pen.send());
    if (device.state == DeviceState::revoked) {
        pen.makeVoid(phone, device.device, "revoked");
        return pen.send();
    }
    return {};
}

wire::CertificateBody certifiedOf(const DeviceRow& device, const Id& server,
                                  const std::string& personName) {
    wire::CertificateBody body;
    body.set_server(server.bytes());
    body.set_public_key(device.publicKey);
    body.set_person(device.person.bytes());
    body.set_person_name(personName);
    body.set_unit(device.unit.bytes());
    body.set_role(static_cast<std::uint32_t>(device.role));
    body.set_pending(device.state == DeviceState::pending);
    body.set_secret_hash(device.secretHash);
    body.set_joined_ms(device.joinedMs);
    return body;
}

Id firstGrantOf(const Id& device) {
    return Id::ofHash("first grant " + device.bytes());
}

}  // namespace xiangji::syncd
