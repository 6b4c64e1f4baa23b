#include "tests/sim/phone/stranger.hpp"

#include "core/base/hash.hpp"
#include "core/records/wire_values.hpp"
#include "core/sync/envelope.hpp"
#include "tests/sim/levels.hpp"

namespace xiangji::sim {

namespace {

SigningKey keyOf(int number) {
    SeededRandom random;
    random.seed(1'000'000 + static_cast<std::uint64_t>(number));
    return SigningKey::make(random);
}

Value someValue(const Field& field, Chance& chance) {
    switch (field.kind) {
        case Kind::integer:
        case Kind::boolean:
        case Kind::choice:
            return static_cast<std::int64_t>(chance.below(5));
        case Kind::real:
            return 0.5;
        case Kind::text:
            return std::string(chance.oneIn(8) ? "\xff\xfe" : "外人写的");
        case Kind::reference:
        case Kind::blob:
            return Blob{Bytes(16, static_cast<char>(chance.below(3)))};
    }
    return {};
}

}  // namespace

Stranger::Stranger(PhoneWorld world, int number)
    : world_(world),
      key_(keyOf(number)),
      device_(Id::ofHash(key_.publicKey())),
      links_(world.centre, world.time, world.trace, world.tap, world.findings, device_) {}

std::optional<wire::Reply> Stranger::ask(Link& link, const wire::Request& request) {
    const auto bytes = link.call(request.SerializeAsString());
    wire::Reply reply;
    if (!bytes || !reply.ParseFromString(*bytes)) {
        return std::nullopt;
    }
    return reply;
}

namespace {

/// The oldest of these worlds, which the centre serves to the end.
std::uint32_t level() {
    return phoneCatalogue(App::sealsLess).level();
}

}  // namespace

bool Stranger::join(const std::string& secret) {
    auto link = links_.connect({});
    if (!link) {
        return false;
    }
    wire::Request request;
    auto& join = *request.mutable_join();
    join.set_secret(secret);
    join.set_public_key(key_.publicKey());
    join.set_proof(key_.sign(proofMessage((*link)->exporter(), key_.publicKey())));
    join.set_level(level());
    const auto reply = ask(**link, request);
    joined_ = reply && reply->has_joined();
    return joined_;
}

std::unique_ptr<Link> Stranger::greeted() {
    auto link = links_.connect({});
    if (!link) {
        return nullptr;
    }
    wire::Request request;
    auto& hello = *request.mutable_hello();
    hello.set_device(device_.bytes());
    hello.set_proof(key_.sign(proofMessage((*link)->exporter(), key_.publicKey())));
    hello.set_level(level());
    const auto reply = ask(**link, request);
    return reply && reply->has_welcome() ? *std::move(link) : nullptr;
}

void Stranger::putCells(wire::Change& change, const RecordType& type, Chance& chance) {
    for (const auto& field : type.fields) {
        const bool common = field.common && !chance.oneIn(4);
        if (common || (!field.rules.required() && !chance.oneIn(4))) {
            continue;
        }
        auto& cell = *change.add_cells();
        cell.set_field(field.number);
        cell.set_op(field.isSet ? wire::Cell::OP_ADD : wire::Cell::OP_WRITE);
        putValue(cell, someValue(field, chance));
    }
}

wire::Change Stranger::someChange(Chance& chance) {
    const auto& store = world_.centre.store();
    auto row = store.rows.begin();
    const auto first = store.rows.lower_bound({centreCatalogue().find("activity")->number, Id{}});
    std::advance(row, static_cast<std::ptrdiff_t>(chance.below(store.rows.size())));
    if (chance.oneIn(2) && first != store.rows.end()) {
        row = first;
    }
    const auto& type = *centreCatalogue().find(row->first.first);
    wire::Change change;
    change.set_type(type.number);
    change.set_row(row->first.second.bytes());
    change.set_reason("外人");
    switch (chance.below(4)) {
        case 0: {
            change.set_verb(wire::VERB_INSERT);
            change.set_row(Id::uuid7(world_.time.ms(), world_.random).bytes());
            // As a good phone would fill it in, or nearly.
            auto& home = *change.add_cells();
            home.set_field(common::kHomeOrg);
            const auto found = row->second.fields.find(common::kHomeOrg);
            putValue(home, found == row->second.fields.end() ? Value{} : found->second);
            for (const auto& [number, value] : row->second.fields) {
                const Field& field = *type.field(number);
                if (!field.isSet && number != common::kHomeOrg && !chance.oneIn(5)) {
                    auto& cell = *change.add_cells();
                    cell.set_field(number);
                    putValue(cell, value);
                }
            }
            break;
        }
        case 1:
            change.set_verb(wire::VERB_VOID);
            break;
        case 2: {
            const auto& actions = type.rules.lifecycle().actions();
            change.set_verb(wire::VERB_ACT);
            change.set_action(actions.empty()
                                  ? "approve"
                                  : actions
                                        .Get(static_cast<int>(chance.below(
                                            static_cast<std::uint64_t>(actions.size()))))
                                        .name());
            break;
        }
        default:
            change.set_verb(wire::VERB_EDIT);
            if (const Field* field = type.field("summary"); field != nullptr && !chance.oneIn(3)) {
                // Within its rights, for once.
                auto& cell = *change.add_cells();
                cell.set_field(field->number);
                putValue(cell, std::string("外人写的"));
            } else {
                putCells(change, type, chance);
            }
    }
    if (chance.oneIn(20)) {
        change.set_type(9'999);
    }
    return change;
}

wire::Changeset Stranger::someChanges(Chance& chance) {
    wire::Changeset changeset;
    changeset.set_all_or_none(chance.oneIn(3));
    for (auto count = chance.below(4) + 1; count > 0; --count) {
        *changeset.add_changes() = someChange(chance);
    }
    return changeset;
}

wire::EnvelopeBody Stranger::nextBody(Chance& chance) {
    wire::EnvelopeBody body;
    body.set_server(world_.centre.store().identity->server.bytes());
    body.set_epoch(world_.centre.store().identity->epoch.bytes());
    body.set_device(device_.bytes());
    body.set_seq(seq_ + 1);
    body.set_hlc(hlcOf(world_.time.ms() + static_cast<Instant>(chance.below(3)) * 3'600'000));
    body.set_level(level());
    body.set_previous(hash_);
    body.set_seen_lsn(chance.oneIn(3) ? 1'000'000 : world_.centre.store().head().lsn);
    body.set_device_ms(world_.time.ms());
    body.set_changeset(someChanges(chance).SerializeAsString());
    return body;
}

wire::Envelope Stranger::said(const wire::EnvelopeBody& body) {
    const Bytes bytes = body.SerializeAsString();
    world_.ledger.save(bytes, true);
    return signedEnvelope(bytes, key_);
}

wire::Envelope Stranger::badlySigned(const wire::EnvelopeBody& body) {
    auto envelope = signedEnvelope(body.SerializeAsString(), key_);
    envelope.set_signature(Bytes(SigningKey::kSignatureBytes, 's'));
    return envelope;
}

wire::Envelope Stranger::someEnvelope(Chance& chance) {
    auto body = nextBody(chance);
    if (chance.oneIn(12)) {
        body.set_device(Bytes(16, 'o'));
    }
    if (seq_ > 1 && chance.oneIn(10)) {
        body.set_seq(seq_);
    }
    if (chance.oneIn(12)) {
        body.set_previous(Bytes(32, 'p'));
    }
    if (chance.oneIn(12)) {
        body.set_changeset("\xff\xff\xff");
    }
    auto envelope = chance.oneIn(12) ? badlySigned(body) : said(body);
    if (chance.oneIn(25)) {
        envelope.set_body("nonsense");
    }
    return envelope;
}

void Stranger::learnNumber() {
    const auto device = world_.centre.store().devices.find(device_);
    if (device != world_.centre.store().devices.end()) {
        seq_ = device->second.lastSeq;
        hash_ = device->second.lastHash;
    }
}

bool Stranger::standInTheWay(Link& link, Chance& chance) {
    wire::Request request;
    auto& push = *request.mutable_push();
    auto before = nextBody(chance);
    if (seq_ > 0 && chance.oneIn(2)) {
        before.set_seq(seq_);  // another has this number
        *push.add_envelopes() = said(before);
    } else {
        *push.add_envelopes() = badlySigned(before);
    }
    const auto good = nextBody(chance);
    *push.add_envelopes() = said(good);
    const auto reply = ask(link, request);
    if (!reply) {
        return false;
    }
    wire::ReceiptBody last;
    const auto& receipts = reply->receipts().receipts();
    if (receipts.size() != push.envelopes_size() ||
        !last.ParseFromString(receipts.rbegin()->body()) || last.seq() != good.seq() ||
        last.hash() != hashOf(good.SerializeAsString())) {
        world_.findings.add("P7 bad",
                            "an envelope behind one that cannot be accepted got no answer: " +
                                reply->ShortDebugString());
    }
    learnNumber();
    return true;
}

void Stranger::act(Chance& chance) {
    auto link = joined_ ? greeted() : nullptr;
    if (link == nullptr) {
        return;
    }
    learnNumber();
    if (chance.oneIn(3) && !standInTheWay(*link, chance)) {
        return;
    }
    for (auto count = chance.below(3) + 1; count > 0; --count) {
        wire::Request request;
        *request.mutable_push()->add_envelopes() = someEnvelope(chance);
        if (!ask(*link, request)) {
            return;
        }
        learnNumber();
    }
    wire::Request request;
    request.mutable_pull()->set_epoch(world_.centre.store().identity->epoch.bytes());
    (void)ask(*link, request);
    request.mutable_history()->set_type(9);
    const auto& store = world_.centre.store();
    auto row = store.rows.begin();
    std::advance(row, static_cast<std::ptrdiff_t>(chance.below(store.rows.size())));
    request.mutable_history()->set_type(row->first.first);
    request.mutable_history()->set_row(row->first.second.bytes());
    (void)ask(*link, request);
}

}  // namespace xiangji::sim
