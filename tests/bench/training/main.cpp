// Trains the envelopes' dictionary: the same half of the corpus, the same seeds and the same zstd
// give the same bytes.
//   xiangji_train_dictionary FILE     writes it
//   xiangji_train_dictionary --is FILE   0 where FILE is what it would write
#define ZDICT_STATIC_LINKING_ONLY
#include <zdict.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "core/records/row_scope.hpp"
#include "core/records/wire_values.hpp"
#include "tests/bench/bench_centre.hpp"

namespace xiangji::bench {
namespace {

constexpr unsigned kNumber = 0x8000 + 1;  ///< version 1
constexpr std::size_t kDictionaryBytes = 48 * 1024;
constexpr int kLevel = 19;
constexpr std::uint64_t kSeed = 20'260'619;
constexpr std::size_t kPhones = 400;
constexpr std::size_t kEnvelopesAPhone = 6;
constexpr std::size_t kSizes[] = {1, 20, 3, 20, 8, 20};  ///< changes; alone, a few, many

/// Bodies one after the other, as zstd takes them.
struct Samples {
    Bytes bytes;
    std::vector<std::size_t> sizes;

    void add(const Bytes& body) {
        bytes += body;
        sizes.push_back(body.size());
    }
};

/// A file that never changes is trained on what never changes: on what was there, and sealed, when
/// version 1 was trained.
constexpr std::uint32_t kLevelThen = 1;
constexpr std::array<std::string_view, 3> kSealedThen{"real_name", "allergies", "id_no"};

bool wasSealed(const Field& field) {
    return std::find(kSealedThen.begin(), kSealedThen.end(), field.name) != kSealedThen.end();
}

/// What somebody might write into a field: its shape counts, not its sense.
Value valueFor(const Field& field, SeededRandom& random) {
    switch (field.kind) {
        case Kind::choice:
            return field.choices[random.under(field.choices.size())].number;
        case Kind::integer:
            return static_cast<std::int64_t>(random.under(200));
        case Kind::boolean:
            return static_cast<std::int64_t>(random.under(2));
        case Kind::real:
            return static_cast<double>(random.under(100)) / 4;
        case Kind::text:
            return field.rules.label().zh();
        case Kind::reference:
            return refTo(Id::uuid7(kMorning, random));
        case Kind::blob:
            return Blob{random.bytes(Id::kSizeBytes)};
    }
    return {};
}

/// A row of any type with half of its fields, so that none is a stranger to the dictionary.
wire::Change anyInsert(const RecordType& type, const Sender& sender, SeededRandom& random) {
    wire::Change change;
    change.set_type(type.number);
    change.set_row(Id::uuid7(kMorning, random).bytes());
    change.set_verb(wire::VERB_INSERT);
    for (const auto& field : type.fields) {
        if (field.rules.since() > kLevelThen) {
            continue;
        }
        Value value = valueFor(field, random);
        if (field.number == common::kHomeOrg) {
            value = refTo(sender.unit);
        } else if (field.number == common::kAuthorPerson) {
            value = refTo(sender.person);
        } else if (field.number == common::kCreatedDevMs) {
            value = kMorning + static_cast<Instant>(random.under(1'000'000'000));
        } else if (field.number == common::kStatus) {
            value = type.initialState();
        } else if (field.number == common::kVoidReason || wasSealed(field) ||
                   random.under(2) == 0) {
            continue;
        }
        auto& cell = *change.add_cells();
        cell.set_field(field.number);
        cell.set_op(field.isSet ? wire::Cell::OP_ADD : wire::Cell::OP_WRITE);
        putValue(cell, value);
    }
    return change;
}

Samples samples() {
    Samples all;
    SeededRandom random(kSeed);
    const syncd::CentralIdentity centre{Id::uuid7(kMorning, random), Id::uuid7(kMorning, random)};
    auto senders = sendersOf(kSeed, kPhones);
    for (std::size_t i = 0; i < senders.size(); ++i) {
        Scribe scribe(kSeed + i, senders[i].person, senders[i].unit, Notes::even);
        for (std::size_t k = 0; k < kEnvelopesAPhone; ++k) {
            all.add(
                senders[i].envelope(scribe.changes(kSizes[k]), centre, i * k, kLevelThen).body());
        }
    }
    for (const auto& type : Catalogue::builtIn().types()) {
        for (std::size_t i = 0; levelOf(type) <= kLevelThen && i < 4; ++i) {
            const auto insert = anyInsert(type, senders[i], random);
            all.add(senders[i].envelope({insert}, centre, i, kLevelThen).body());
        }
    }
    return all;
}

Bytes trained(const Samples& samples) {
    ZDICT_cover_params_t how{};
    how.k = 96;
    how.d = 8;
    how.zParams.compressionLevel = kLevel;
    how.zParams.dictID = kNumber;
    Bytes dictionary(kDictionaryBytes, '\0');
    const auto size = ZDICT_trainFromBuffer_cover(dictionary.data(), dictionary.size(),
                                                  samples.bytes.data(), samples.sizes.data(),
                                                  static_cast<unsigned>(samples.sizes.size()), how);
    if (ZDICT_isError(size) != 0U) {
        throw std::runtime_error(ZDICT_getErrorName(size));
    }
    dictionary.resize(size);
    return dictionary;
}

Bytes contentOf(const char* file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

int run(const std::vector<const char*>& words) {
    const bool checks = words.size() == 2 && std::string_view(words[0]) == "--is";
    if (words.size() != (checks ? 2U : 1U)) {
        std::fputs("xiangji_train_dictionary [--is] FILE\n", stderr);
        return 2;
    }
    const auto all = samples();
    const auto dictionary = trained(all);
    std::printf("%zu envelopes, %zu KiB: a dictionary of %zu bytes\n", all.sizes.size(),
                all.bytes.size() / 1024, dictionary.size());
    if (checks) {
        const bool same = contentOf(words[1]) == dictionary;
        std::printf("%s %s\n", words[1], same ? "is this one" : "is another");
        return same ? 0 : 1;
    }
    std::ofstream out(words[0], std::ios::binary);
    out << dictionary;
    return out.flush() ? 0 : 1;
}

}  // namespace
}  // namespace xiangji::bench

int main(int argc, char** argv) {
    try {
        return xiangji::bench::run({argv + 1, argv + argc});
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "%s\n", fault.what());
        return 1;
    }
}
