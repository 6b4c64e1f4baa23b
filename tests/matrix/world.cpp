#include "tests/matrix/world.hpp"

#include <algorithm>

#include "core/records/field_seal.hpp"
#include "core/records/set_value.hpp"
#include "core/sync/parcel.hpp"

namespace xiangji::matrix {

using syncd::unitId;
using syncd::test::kMorning;
using syncd::test::must;
using syncd::test::typeOf;

namespace {

constexpr const char* kStranger = "somebody else";
/// As many as lie beyond those that the township's festivals fill.
constexpr std::int64_t kYears = 170;

Value textSample(const Field& field) {
    if (field.rules.unit() == UNIT_DATE || field.rules.unit() == UNIT_DATE_OR_YEAR) {
        return std::string("2010-06-19");
    }
    return std::string(std::max(2U, field.rules.min_chars()), 'x');
}

}  // namespace

const char* unitCode(Place place) {
    switch (place) {
        case Place::here:
            return syncd::test::kLinjiang;
        case Place::below:
            return syncd::test::kGuoli;
        case Place::above:
            return syncd::test::kCentre;
        case Place::otherTownship:
            return syncd::test::kYongtai;
    }
    return "";
}

World::World()
    : arranger_(centre, "centre_admin", syncd::test::kCentre, "市中心"),
      carrier_(centre, "volunteer", syncd::test::kYongtai, "过路人") {
    authority_ = must(syncd::Authority::read(centre.central->reader(), Catalogue::builtIn()));
}

std::unique_ptr<HandPhone> World::actor(Role role, bool pending) {
    settle();
    const auto name = "actor " + std::to_string(++actors_);
    const bool ended = role == ROLE_UNSPECIFIED;
    const auto named = ended ? "centre_admin" : roleName(role);
    auto phone = std::make_unique<HandPhone>(centre);
    const auto reply = phone->join(
        centre.invitation(named, unitCode(Place::here), pending ? "" : name, pending ? 2 : 1),
        name);
    if (!reply.has_joined()) {
        throw std::runtime_error(reply.refusal().words());
    }
    if (ended) {
        const auto& grant = typeOf("role_grant");
        arranger_.pull();
        for (const auto& [key, row] : arranger_.rows) {
            for (const auto& cell : row.cells()) {
                if (key.first == grant.number && cell.field() == grant.field("person")->number &&
                    cell.blob() == phone->person().bytes()) {
                    const auto verdict =
                        arranger_.tell(HandPhone::edit("role_grant", *Id::fromBytes(key.second),
                                                       {{"to", std::int64_t{kMorning - 1}}}));
                    if (verdict.verdict() != wire::VERDICT_TAKEN) {
                        throw std::runtime_error("a role would not end: " + verdict.words());
                    }
                }
            }
        }
    }
    authority_ = must(syncd::Authority::read(centre.central->reader(), Catalogue::builtIn()));
    return phone;
}

void World::confirm(HandPhone& actor) {
    settle();
    must(centre.desk->confirm(actor.id()));
}

void World::putCell(wire::Change& change, const HandPhone& actor, const Field& field,
                    const Value& value) const {
    auto& cell = *change.add_cells();
    cell.set_field(field.number);
    cell.set_op(field.isSet ? wire::Cell::OP_ADD : wire::Cell::OP_WRITE);
    if (!field.rules.sealed()) {
        putValue(cell, value);
        return;
    }
    const CellPlace place{TypeNumber{change.type()}, *Id::fromBytes(change.row()), field.number};
    const FieldSeal seal(actor.key);
    cell.set_sealed(must(seal.box(place, seal.asSealed(place, value), centre.key.publicKey())));
}

wire::ReceiptBody World::relayed(const HandPhone& author, const wire::Envelope& envelope) {
    wire::Post post;
    post.set_server(author.server);
    post.set_device(author.id().bytes());
    *post.add_envelopes() = envelope;
    wire::Request request;
    *request.mutable_carried()->mutable_parcel() =
        must(sealedPost(post, author.key, centre.key.publicKey(), centre.random));
    const auto reply = centre.ask(carrier_.caller, request);
    if (reply.delivered().answers_size() != 1) {
        throw std::runtime_error("a bundle was not answered: " + reply.delivered().words() +
                                 reply.refusal().words());
    }
    const auto answers = must(openedAnswers(reply.delivered().answers(0), author.key));
    return must(openedReceipt(answers.receipts(0), centre.key.publicKey()));
}

Id World::anchor(const std::string& type, const Id& person) {
    if (type == "person") {
        return person;
    }
    if (type == "unit") {
        return unitId(unitCode(Place::here));
    }
    auto& id = anchors_[type];
    if (id.isNone()) {
        id = fresh();
        put(typeOf(type), id, {{common::kHomeOrg, refTo(unitId(unitCode(Place::here)))}});
    }
    return id;
}

Value World::sample(const Field& field, const Id& person) {
    switch (field.kind) {
        case Kind::integer:
            return std::int64_t{field.rules.unit() == UNIT_INSTANT
                                    ? kMorning
                                    : std::max<std::int64_t>(field.rules.min(), 1)};
        case Kind::real:
            return 1.0;
        case Kind::boolean:
            return std::int64_t{1};
        case Kind::choice:
            return field.choices.front().number;
        case Kind::text:
            return textSample(field);
        case Kind::reference:
            return refTo(field.rules.ref().empty() ? fresh() : anchor(field.rules.ref(), person));
        case Kind::blob:
            return Blob{Bytes(32, 's')};
    }
    return {};
}

/// The required fields, its parent in place, and a key nobody else has.
Fields World::filled(const RecordType& type, Place place, const Id& person) {
    Fields fields;
    const auto& keys = type.rules.natural_key();
    keys_ += type.name == "festival" ? 1 : 0;
    for (const auto& field : type.fields) {
        const bool home = &field == type.homeField();
        const bool key = std::find(keys.begin(), keys.end(), field.name) != keys.end();
        if (field.common || (!field.rules.required() && !home && !key)) {
            continue;
        }
        auto value = sample(field, person);
        if (home && field.rules.ref() == "unit") {
            value = refTo(unitId(unitCode(place)));
        } else if (home) {
            const Id parent = fresh();
            put(typeOf(field.rules.ref()), parent,
                {{common::kHomeOrg, refTo(unitId(unitCode(place)))}});
            value = refTo(parent);
        } else if (key && field.kind == Kind::integer) {
            value = std::int64_t{field.rules.max() - keys_ % kYears};
        } else if (key && field.kind == Kind::choice) {
            value = field.choices[static_cast<std::size_t>(keys_ / kYears) % field.choices.size()]
                        .number;
        }
        fields[field.number] = value;
    }
    return fields;
}

void World::put(const RecordType& type, const Id& id, Fields fields) {
    RowState state{.fields = std::move(fields)};
    write(type, id, state, {});
}

void World::write(const RecordType& type, const Id& id, RowState& state, Bytes told) {
    if (!placing_) {
        placing_ = must(syncd::Transaction::begin(*centre.central, authority_, kMorning));
    }
    syncd::LogLine line;
    line.device = Id::ofHash("the world's hand");
    line.receivedMs = kMorning;
    line.author = idIn(state.fields[common::kAuthorPerson]);
    line.change = std::move(told);
    eraseIf(state.fields, [](const auto& cell) { return isUnset(cell.second); });
    if (const auto put = placing_->write(type, id, state, std::move(line)); !put) {
        throw std::runtime_error(put.error().detail);
    }
}

void World::settle() {
    if (placing_) {
        if (const auto done = placing_->commit(); !done) {
            throw std::runtime_error(done.error().detail);
        }
        placing_.reset();
    }
}

Id World::row(const RecordType& type, Place place, const Id& author, const Id& about,
              const std::string& state) {
    Fields fields = filled(type, place, about);
    if (type.name == "unit") {
        // Units are known to the desk by way of the desk alone.
        settle();
        auto change = insertion(arranger_, type, place, nullptr, false);
        const auto id = *Id::fromBytes(change.row());
        std::vector<wire::Change> changes{change};
        if (state != type.initialState()) {
            changes.push_back(HandPhone::act("unit", id, "open"));
        }
        if (state == "suspended" || state == "closed") {
            changes.push_back(
                HandPhone::act("unit", id, state == "closed" ? "close" : "suspend", "试"));
        }
        settle();
        const auto receipt = arranger_.send(changes);
        for (const auto& verdict : receipt.changes()) {
            if (verdict.verdict() != wire::VERDICT_TAKEN) {
                throw std::runtime_error("a unit was not made: " + verdict.words());
            }
        }
        return id;
    }
    return putRow(type, place, author, std::move(fields), state, false);
}

Fields World::everyPlain(const RecordType& type, Place place, const Fields& said) {
    Fields fields = filled(type, place, Id::uuid7(1, centre.random));
    for (const auto& field : type.fields) {
        if (!field.common && !field.rules.sealed() && !fields.contains(field.number)) {
            const Value value = sample(field, Id::ofHash(kStranger));
            fields[field.number] = field.isSet ? setCell({value}) : value;
        }
    }
    for (const auto& [number, value] : said) {
        fields[number] = value;
    }
    return fields;
}

Id World::fullRow(const RecordType& type, Place place, const Id& author, const std::string& state,
                  const Fields& said) {
    return putRow(type, place, author, everyPlain(type, place, said), state, true);
}

Id World::quarrelledRow(const RecordType& type, Place place, const Id& author,
                        const std::string& state, const Fields& said, const Field& field,
                        const std::pair<Value, Value>& words) {
    auto fields = everyPlain(type, place, said);
    fields[field.number] = sample(field, {});
    const Quarrel quarrel{field, words};
    return putRow(type, place, author, std::move(fields), state, true, &quarrel);
}

Id World::putRow(const RecordType& type, Place place, const Id& author, Fields fields,
                 const std::string& state, bool told, const Quarrel* quarrel) {
    fields[common::kHomeOrg] = refTo(unitId(unitCode(place)));
    fields[common::kAuthorPerson] = refTo(author);
    fields[common::kCreatedDevMs] = std::int64_t{kMorning};
    if (!state.empty()) {
        fields[common::kStatus] = state;
    }
    const Id id = type.rules.natural_key().empty() ? fresh() : must(naturalId(type, fields));
    auto line = HandPhone::change(type.name, id, wire::VERB_INSERT);
    for (const auto& [number, value] : fields) {
        const Field& field = *type.field(number);
        if (!field.isSet && !isUnset(value)) {
            putCell(line, arranger_, field, value);
        }
    }
    for (const auto& field : type.fields) {
        if (field.rules.sealed()) {
            fields[field.number] =
                FieldSeal(centre.key).asSealed({type.number, id, field.number}, sample(field, {}));
        }
    }
    RowState row{.fields = std::move(fields)};
    write(type, id, row, told ? line.SerializeAsString() : Bytes());
    if (quarrel != nullptr) {
        quarrelOver(type, id, row, *quarrel);
    }
    return id;
}

void World::quarrelOver(const RecordType& type, const Id& id, RowState& state,
                        const Quarrel& quarrel) {
    const auto& field = quarrel.field;
    const FieldSeal seal(centre.key);
    for (const auto* word : {&quarrel.words.first, &quarrel.words.second}) {
        const CellPlace cell{type.number, id, field.number};
        const Value lying = field.rules.sealed() ? Value(seal.asSealed(cell, *word)) : *word;
        auto& both = state.heads[{field.number, {}}];
        const Id device = Id::ofHash("quarreller " + std::to_string(both.size()));
        both.push_back({{placing_->nextLsn(), {hlcOf(kMorning), device}, 1}, lying});
        state.fields[field.number] = both.front().value;
        auto line = HandPhone::change(type.name, id, wire::VERB_EDIT);
        putCell(line, arranger_, field, *word);
        write(type, id, state, line.SerializeAsString());
    }
}

wire::Change World::insertion(const HandPhone& actor, const RecordType& type, Place place,
                              const Field* more, bool namesOther) {
    Fields fields = filled(type, place, actor.person());
    for (const auto& field : type.fields) {
        if (field.rules.not_self()) {
            fields[field.number] = sample(field, Id::ofHash(kStranger));
        }
    }
    // A key of its own: the same one again would mean the row that is there.
    const auto& keys = type.rules.natural_key();
    const bool isKey =
        more != nullptr && std::find(keys.begin(), keys.end(), more->name) != keys.end();
    if (more != nullptr && (!isKey || namesOther)) {
        fields[more->number] = sample(*more, namesOther ? Id::ofHash(kStranger) : actor.person());
        if (more == type.homeField()) {
            fields[more->number] = filled(type, place, actor.person())[more->number];
        }
    }
    const Id id = keys.empty() ? fresh() : must(naturalId(type, fields));
    auto change = actor.insert(type.name, id, {}, unitCode(place));
    for (const auto& [number, value] : fields) {
        putCell(change, actor, *type.field(number), value);
    }
    return change;
}

wire::Change World::edit(const HandPhone& actor, const RecordType& type, const Id& row,
                         const Field& field, bool namesOther) {
    auto change = HandPhone::change(type.name, row, wire::VERB_EDIT);
    putCell(change, actor, field,
            sample(field, namesOther ? Id::ofHash(kStranger) : actor.person()));
    return change;
}

}  // namespace xiangji::matrix
