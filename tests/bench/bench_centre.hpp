#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/signing_key.hpp"
#include "syncd/central/central.hpp"
#include "syncd/merge/authority.hpp"
#include "syncd/merge/opened_envelope.hpp"
#include "syncd/merge/receipt_writer.hpp"
#include "syncd/merge/sealed_cells.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/township.hpp"

namespace xiangji::bench {

/// A phone without a home: its key, and where its chain of envelopes stands.
struct Sender {
    SigningKey key;
    Id person;
    Id unit;
    std::uint64_t seq = 0;
    Bytes lastHash;

    [[nodiscard]] Id device() const { return Id::ofHash(key.publicKey()); }
    /// The next envelope of its chain, signed.
    [[nodiscard]] wire::Envelope envelope(const std::vector<wire::Change>& changes,
                                          const syncd::CentralIdentity& identity,
                                          std::uint64_t seenLsn,
                                          std::uint32_t level = Catalogue::builtIn().level());
};

/// `count` team leaders of a town and its villages, made from a seed.
[[nodiscard]] std::vector<Sender> sendersOf(std::uint64_t seed, std::size_t count);

/// Makes them phones of a centre, as joining would. Throws with words.
void enrol(syncd::Central& central, const SigningKey& serverKey, Instant nowMs,
           const std::vector<Sender>& senders);

/// Units as `syncd init` reads them: a city, two towns, two villages.
[[nodiscard]] const char* benchUnits();

/// A centre of a few units over a real file, without a desk's threads.
struct BenchCentre {
    explicit BenchCentre(const std::vector<Sender>& senders);

    /// One group: each sender's envelopes, opened before, in one transaction.
    struct Pushed {
        Id device;
        std::vector<syncd::OpenedEnvelope> envelopes;
    };
    /// Throws unless every change is taken.
    void merge(const std::vector<Pushed>& group);
    [[nodiscard]] std::uint64_t lsn() const;

    test::ScratchFolder folder;
    test::HandClock clock{kMorning};
    SeededRandom random{1};
    SigningKey key = SigningKey::make(random);
    syncd::SealedCells seals{key, Catalogue::builtIn()};
    std::unique_ptr<syncd::Central> central;
    syncd::CentralIdentity identity;
    syncd::Authority authority;
    std::unique_ptr<syncd::ReceiptWriter> receipts;
};

}  // namespace xiangji::bench
