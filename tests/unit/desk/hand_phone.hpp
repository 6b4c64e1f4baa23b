#pragma once

#include <map>

#include "core/records/field_seal.hpp"
#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"
#include "tests/unit/desk/small_centre.hpp"

namespace xiangji::syncd::test {

/// A phone whose every envelope is made by hand, so that it can also be made wrong.
class HandPhone {
 public:
    explicit HandPhone(SmallCentre& centre)
        : key(SigningKey::make(centre.random)), centre_(centre) {
        reconnect();
    }

    /// Joined as `role` at a unit by an invitation for one.
    HandPhone(SmallCentre& centre, const std::string& role, const std::string& unit,
              const std::string& name = "李明")
        : HandPhone(centre) {
        const auto reply = join(centre.invitation(role, unit, name));
        if (!reply.has_joined()) {
            throw std::runtime_error(reply.refusal().words());
        }
    }

    void reconnect() {
        caller = std::make_shared<Caller>();
        caller->exporter = centre_.random.bytes(32);
    }

    [[nodiscard]] wire::Request joining(const Invitation& invitation,
                                        const std::string& holder = {}) const {
        wire::Request request;
        auto& join = *request.mutable_join();
        join.set_secret(invitation.secret);
        join.set_public_key(key.publicKey());
        join.set_proof(key.sign(proofMessage(caller->exporter, key.publicKey())));
        join.set_holder(holder);
        join.set_level(Catalogue::builtIn().level());
        return request;
    }

    wire::Reply join(const Invitation& invitation, const std::string& holder = {}) {
        auto reply = centre_.ask(caller, joining(invitation, holder));
        if (reply.has_joined()) {
            standing = reply.joined().standing();
            server = reply.joined().server();
            epoch = reply.joined().epoch();
        }
        return reply;
    }

    wire::Reply hello(std::uint32_t level = Catalogue::builtIn().level()) {
        wire::Request request;
        auto& hello = *request.mutable_hello();
        hello.set_device(id().bytes());
        hello.set_proof(key.sign(proofMessage(caller->exporter, key.publicKey())));
        hello.set_level(level);
        auto reply = centre_.ask(caller, request);
        if (reply.has_welcome()) {
            standing = reply.welcome().standing();
        }
        return reply;
    }

    [[nodiscard]] Id id() const { return Id::ofHash(key.publicKey()); }
    [[nodiscard]] Id person() const { return Id::fromBytes(standing.person()).value_or(Id{}); }

    // ---- changes by name ----

    static wire::Change change(const std::string& type, const Id& row, wire::Verb verb) {
        wire::Change change;
        change.set_type(typeOf(type).number);
        change.set_row(row.bytes());
        change.set_verb(verb);
        return change;
    }
    static void write(wire::Change& change, const std::string& type, const std::string& field,
                      const Value& value) {
        auto& cell = *change.add_cells();
        cell.set_field(fieldOf(typeOf(type), field).number);
        putValue(cell, value);
    }
    static void element(wire::Change& change, const std::string& type, const std::string& field,
                        wire::Cell::Op op, const Value& value) {
        write(change, type, field, value);
        change.mutable_cells()->rbegin()->set_op(op);
    }

    using Named = std::vector<std::pair<std::string, Value>>;

    [[nodiscard]] wire::Change insert(const std::string& type, const Id& row, const Named& fields,
                                      const std::string& home = kLinjiang) const {
        auto made = change(type, row, wire::VERB_INSERT);
        write(made, type, "home_org", refTo(unitId(home)));
        write(made, type, "author_person", refTo(person()));
        write(made, type, "created_dev_ms", std::int64_t{kMorning});
        if (const auto state = typeOf(type).initialState(); !state.empty()) {
            write(made, type, "status", state);
        }
        for (const auto& [field, value] : fields) {
            write(made, type, field, value);
        }
        return sealed(std::move(made));
    }
    /// As an app sends it: what is sealed in a box for the centre.
    [[nodiscard]] wire::Change sealed(wire::Change change) const {
        const auto& type = *Catalogue::builtIn().find(TypeNumber{change.type()});
        const FieldSeal seal(key);
        for (auto& cell : *change.mutable_cells()) {
            const Field* field = type.field(FieldNumber{cell.field()});
            const Value value = valueIn(cell);
            if (field == nullptr || !field->rules.sealed() || isUnset(value)) {
                continue;
            }
            const CellPlace place{type.number, *Id::fromBytes(change.row()), field->number};
            cell.clear_value();
            cell.set_sealed(
                must(seal.box(place, seal.asSealed(place, value), centre_.key.publicKey())));
        }
        return change;
    }
    [[nodiscard]] wire::Change activity(const Id& row, const std::string& title,
                                        const std::string& home = kLinjiang) const {
        return insert("activity", row,
                      {{"title", title}, {"type", std::int64_t{8}}, {"org", refTo(unitId(home))}},
                      home);
    }
    static wire::Change edit(const std::string& type, const Id& row, const Named& fields) {
        auto made = change(type, row, wire::VERB_EDIT);
        for (const auto& [field, value] : fields) {
            write(made, type, field, value);
        }
        return made;
    }
    static wire::Change act(const std::string& type, const Id& row, const std::string& action,
                            const std::string& reason = {}) {
        auto made = change(type, row, wire::VERB_ACT);
        made.set_action(action);
        made.set_reason(reason);
        return made;
    }
    static wire::Change voiding(const std::string& type, const Id& row, const std::string& reason) {
        auto made = change(type, row, wire::VERB_VOID);
        made.set_reason(reason);
        return made;
    }

    // ---- envelopes ----

    /// The next envelope; `bend` may spoil its body before it is hashed and signed.
    wire::Envelope envelope(const std::vector<wire::Change>& changes, bool allOrNone = false,
                            const std::function<void(wire::EnvelopeBody&)>& bend = {}) {
        wire::Changeset changeset;
        changeset.set_all_or_none(allOrNone);
        for (const auto& change : changes) {
            *changeset.add_changes() = change;
        }
        wire::EnvelopeBody body;
        body.set_server(server);
        body.set_epoch(epoch);
        body.set_device(id().bytes());
        body.set_seq(lastSeq + 1);
        body.set_hlc(hlcOf(centre_.clock.nowMs() + clockAheadMs));
        body.set_level(Catalogue::builtIn().level());
        body.set_previous(lastHash);
        body.set_seen_lsn(cursor);
        body.set_device_ms(centre_.clock.nowMs() + clockAheadMs);
        body.set_changeset(changeset.SerializeAsString());
        if (bend) {
            bend(body);
        }
        auto made = signedEnvelope(body.SerializeAsString(), key);
        lastSeq = body.seq();
        lastHash = hashOf(made.body());
        return made;
    }

    wire::Reply push(const std::vector<wire::Envelope>& envelopes) {
        wire::Request request;
        for (const auto& envelope : envelopes) {
            *request.mutable_push()->add_envelopes() = envelope;
        }
        request.mutable_push();
        return centre_.ask(caller, request);
    }

    /// The only receipt of a reply, checked against the centre's key.
    wire::ReceiptBody receipt(const wire::Reply& reply, int which = 0) const {
        if (reply.receipts().receipts_size() <= which) {
            throw std::runtime_error("no receipt: " + reply.refusal().words());
        }
        return must(openedReceipt(reply.receipts().receipts(which), centre_.key.publicKey()));
    }

    /// Sends changes as one envelope and returns what became of them; `tell` does so with a single
    /// one.
    wire::ReceiptBody send(const std::vector<wire::Change>& changes, bool allOrNone = false) {
        return receipt(push({envelope(changes, allOrNone)}));
    }
    wire::ChangeVerdict tell(const wire::Change& change) {
        return send(std::vector{change}).changes(0);
    }

    // ---- reading ----

    wire::Reply pullPage(std::uint32_t most = 1000) {
        wire::Request request;
        request.mutable_pull()->set_epoch(epoch);
        request.mutable_pull()->set_after_lsn(cursor);
        request.mutable_pull()->set_most_rows(most);
        return centre_.ask(caller, request);
    }
    /// Pulls to the head; keeps every row as it came last.
    void pull(std::uint32_t most = 1000) {
        for (bool more = true; more;) {
            const auto reply = pullPage(most);
            if (!reply.has_page()) {
                throw std::runtime_error(reply.refusal().words());
            }
            for (const auto& row : reply.page().rows()) {
                rows[{row.type(), row.row()}] = row;
            }
            cursor = reply.page().next_lsn();
            more = reply.page().more();
            ++pages;
        }
    }
    [[nodiscard]] const wire::PulledRow* pulled(const std::string& type, const Id& row) const {
        const auto found = rows.find({typeOf(type).number, row.bytes()});
        return found == rows.end() ? nullptr : &found->second;
    }

    SigningKey key;
    std::shared_ptr<Caller> caller;
    wire::Standing standing;
    Bytes server;
    Bytes epoch;
    std::uint64_t lastSeq = 0;
    Bytes lastHash;
    std::uint64_t cursor = 0;
    Instant clockAheadMs = 0;
    int pages = 0;
    std::map<std::pair<std::uint32_t, Bytes>, wire::PulledRow> rows;

 private:
    SmallCentre& centre_;
};

inline std::string textOf(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string("(unset)") : *text;
}

}  // namespace xiangji::syncd::test
