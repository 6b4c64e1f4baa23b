// What a push weighs: 20 changes as they leave a phone, before TLS, against the same rows as JSON.
#include <benchmark/benchmark.h>

#include <boost/json.hpp>

#include "core/net/frame.hpp"
#include "core/records/wire_values.hpp"
#include "core/sync/packed_envelope.hpp"
#include "tests/bench/bench_centre.hpp"
#include "tests/bench/ratio.hpp"
#include "tests/bench/settings.hpp"

namespace xiangji::bench {
namespace {

constexpr std::uint64_t kSeed = 31;  // other phones, people and units than the training's
constexpr std::size_t kEnvelopesAPhone = 5;

boost::json::value jsonOf(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return *integer;
    }
    if (const auto* real = std::get_if<double>(&value)) {
        return *real;
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return boost::json::string(*text);
    }
    return std::holds_alternative<Blob>(value) ? boost::json::value(idIn(value).text()) : nullptr;
}

/// As a server of JSON would be sent them: type, id, verb, and the fields that are written, by
/// name.
Bytes jsonOf(const std::vector<wire::Change>& changes) {
    boost::json::array rows;
    for (const auto& change : changes) {
        const auto& type = *Catalogue::builtIn().find(TypeNumber{change.type()});
        boost::json::object row{{"type", type.name}, {"id", Id::fromBytes(change.row())->text()}};
        switch (change.verb()) {
            case wire::VERB_INSERT:
                row["verb"] = "insert";
                break;
            case wire::VERB_EDIT:
                row["verb"] = "edit";
                break;
            default:
                row["verb"] = "void";
                row["reason"] = change.reason();
        }
        boost::json::object fields;
        for (const auto& cell : change.cells()) {
            const auto& field = *type.field(FieldNumber{cell.field()});
            if (field.isSet) {
                auto& elements = fields[field.name];
                if (elements.is_null()) {
                    elements = boost::json::array();
                }
                elements.as_array().push_back(jsonOf(valueIn(cell)));
            } else {
                fields[field.name] = jsonOf(valueIn(cell));
            }
        }
        row["fields"] = std::move(fields);
        rows.push_back(std::move(row));
    }
    return boost::json::serialize(rows);
}

struct Weighed {
    std::size_t json = 0;
    std::size_t plain = 0;
    std::size_t packed = 0;
    std::size_t changes = 0;
};

Bytes framedPush(const wire::Envelope& envelope) {
    wire::Request request;
    *request.mutable_push()->add_envelopes() = envelope;
    return *framed(request.SerializeAsString());
}

/// Notes of the half of the corpus that no dictionary was trained on.
Weighed weigh() {
    Weighed weighed;
    SeededRandom random(kSeed);
    const syncd::CentralIdentity centre{Id::uuid7(kMorning, random), Id::uuid7(kMorning, random)};
    auto senders = sendersOf(kSeed, settings().size(200, 4));
    for (std::size_t i = 0; i < senders.size(); ++i) {
        Scribe scribe(kSeed + i, senders[i].person, senders[i].unit, Notes::odd);
        for (std::size_t k = 0; k < kEnvelopesAPhone; ++k) {
            const auto changes = scribe.changes();
            auto envelope = senders[i].envelope(changes, centre, 1'000 * i + k);
            weighed.json += jsonOf(changes).size();
            weighed.plain += framedPush(envelope).size();
            pack(envelope, dictionaryVersions().back());
            weighed.packed += framedPush(envelope).size();
            weighed.changes += changes.size();
        }
    }
    return weighed;
}

void weighing(benchmark::State& state) {
    Weighed weighed;
    for (auto _ : state) {
        weighed = weigh();
    }
    const auto each = [&](std::size_t bytes) {
        return static_cast<double>(bytes) / static_cast<double>(weighed.changes);
    };
    state.counters["of_json"] = each(weighed.packed) / each(weighed.json);
    state.counters["json"] = each(weighed.json);
    state.counters["plain"] = each(weighed.plain);
    state.counters["packed"] = each(weighed.packed);
}

constexpr const char* kWeighing = "bytes a change of a push";

BENCHMARK(weighing)->Name(kWeighing)->Unit(benchmark::kMillisecond)->Iterations(1);

const Added kBytes({.name = "bytes of a 20-change push before TLS",
                    .measured = kWeighing,
                    .baseline = "the same rows as JSON",
                    .bar = 0.35,
                    .aim = 0.28,
                    .of = Ratio::Of::counter,
                    .counter = "of_json"});

}  // namespace
}  // namespace xiangji::bench
