#pragma once

#include <map>

#include "core/client/views.hpp"
#include "core/store/phone_database.hpp"
#include "tests/sim/planted.hpp"
#include "tests/support/passing_central.hpp"
#include "tests/support/passing_shelf.hpp"

// Faults on a phone and on disks.

namespace xiangji::planted {

/// A shelf with the database under it.
class SpoiledShelf : public xiangji::test::PassingShelf {
 public:
    SpoiledShelf(Shelf& real, PhoneDatabase& database) : PassingShelf(real), database_(database) {}

 protected:
    Outcome execute(const std::string& sql) {
        return guarded([&] { database_.connection().execute(sql); });
    }
    [[nodiscard]] PhoneDatabase& database() { return database_; }

 private:
    PhoneDatabase& database_;
};

template <typename Spoiled>
class PlantedShelf final : public sim::Planted {
 public:
    std::unique_ptr<Shelf> shelf(Shelf& sound, PhoneDatabase& database) override {
        return std::make_unique<Spoiled>(sound, database);
    }
};

class CursorAhead final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Outcome takePage(const wire::Page& page) override {
        auto spoiled = page;
        if (spoiled.rows_size() > 1) {
            spoiled.mutable_rows()->RemoveLast();
        }
        return SpoiledShelf::takePage(spoiled);
    }
};

/// Who keeps what it has until it joins anew hears no longer of all that others do.
class CopiedSkips final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Outcome takePage(const wire::Page& page) override {
        auto spoiled = page;
        if (viewCopied(database()) && spoiled.rows_size() > 0) {
            spoiled.mutable_rows()->RemoveLast();
        }
        return SpoiledShelf::takePage(spoiled);
    }
};

class OverlayLost final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Outcome takePage(const wire::Page& page) override {
        if (page.rows_size() > 0) {
            XIANGJI_TRY(execute("DELETE FROM _overlay"));
        }
        return SpoiledShelf::takePage(page);
    }
};

class ReceiptUnmatched final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<std::vector<Verdict>> takeReceipt(const wire::Receipt& receipt,
                                             const wire::ReceiptBody& body,
                                             Instant nowMs) override {
        XIANGJI_LET(verdicts, SpoiledShelf::takeReceipt(receipt, body, nowMs));
        const bool held =
            body.changes_size() > 0 && body.changes(0).verdict() == wire::VERDICT_HELD;
        if (!held) {
            XIANGJI_TRY(execute("DELETE FROM _outbox WHERE seq = " + std::to_string(body.seq())));
        }
        return verdicts;
    }
};

class DroppedWhenSent final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<std::vector<Waiting>> unsent(std::uint64_t fromSeq, std::size_t mostBytes) override {
        XIANGJI_LET(waiting, SpoiledShelf::unsent(fromSeq, mostBytes));
        for (const auto& envelope : waiting) {
            XIANGJI_TRY(execute("DELETE FROM _outbox WHERE seq = " + std::to_string(envelope.seq)));
        }
        return waiting;
    }
};

class HeldNeverAsked final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<std::vector<std::uint64_t>> heldSeqs() override { return std::vector<std::uint64_t>(); }
};

/// What a phone may hold from now on is followed, and what there was of it before is not read.
class RoleGrowthMissed final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Outcome takeScope(const Bytes& scope) override {
        XIANGJI_LET(before, state());
        XIANGJI_TRY(SpoiledShelf::takeScope(scope));
        return before.cursor == 0 ? Outcome()
                                  : execute("DELETE FROM _phone WHERE name = 'backfills'");
    }
};

class RefusalUnheard final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<std::vector<Verdict>> takeReceipt(const wire::Receipt& receipt,
                                             const wire::ReceiptBody& body,
                                             Instant nowMs) override {
        auto spoiled = body;
        for (auto& change : *spoiled.mutable_changes()) {
            if (change.verdict() == wire::VERDICT_REFUSED) {
                change.set_verdict(wire::VERDICT_TAKEN);
            }
        }
        return SpoiledShelf::takeReceipt(receipt, spoiled, nowMs);
    }
};

/// Everything that was receipted is thrown away at once, the overlay's places too.
class OverlayNeverEnds final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<std::vector<Verdict>> takeReceipt(const wire::Receipt& receipt,
                                             const wire::ReceiptBody& body,
                                             Instant nowMs) override {
        auto spoiled = body;
        constexpr std::uint64_t kFarAway = 1'000'000'000;
        spoiled.set_head_lsn(kFarAway);
        for (auto& change : *spoiled.mutable_changes()) {
            change.set_lsn(change.lsn() == 0 ? 0 : kFarAway);
        }
        return SpoiledShelf::takeReceipt(receipt, spoiled, nowMs);
    }
};

/// The envelope of a transaction reaches the outbox only after the next one.
class OutboxAfterCommit final : public sim::Planted {
 public:
    void wrote(PhoneDatabase& database) override {
        (void)guarded([&] {
            auto& sql = database.connection();
            auto& kept = kept_[&database];
            for (const auto& [seq, body, hash] : kept) {
                auto back = sql.statement(
                    "INSERT OR REPLACE INTO _outbox (seq, body, hash, made_ms) VALUES (?1, ?2, ?3, "
                    "0)");
                back.bind(1, seq).bindBlob(2, body).bindBlob(3, hash);
                back.run();
            }
            const bool first = kept.empty();
            kept.clear();
            if (!first) {
                return;
            }
            {
                auto query =
                    sql.statement("SELECT seq, body, hash FROM _outbox ORDER BY seq DESC LIMIT 1");
                if (!query.step()) {
                    return;
                }
                kept.emplace_back(query.unsignedInteger(0), query.blob(1), query.blob(2));
            }
            sql.execute("DELETE FROM _outbox WHERE seq = " +
                        std::to_string(std::get<0>(kept.front())));
        });
    }

 private:
    std::map<PhoneDatabase*, std::vector<std::tuple<std::uint64_t, Bytes, Bytes>>> kept_;
};

/// Nothing is spoiled: the seams are filled, and no check may say a word.
class Sound final : public sim::Planted {
 public:
    std::unique_ptr<syncd::Central> central(syncd::Central& sound) override {
        return std::make_unique<syncd::test::PassingCentral>(sound);
    }
    std::unique_ptr<syncd::Central> store(syncd::Central& sound) override {
        return std::make_unique<syncd::test::PassingCentral>(sound);
    }
    std::unique_ptr<Shelf> shelf(Shelf& sound, PhoneDatabase&) override {
        return std::make_unique<xiangji::test::PassingShelf>(sound);
    }
};

/// A disk that answers a sync before it is done.
class SyncIgnored final : public sim::Planted {
 public:
    explicit SyncIgnored(bool centre) : centre_(centre) {}
    void begin(sim::VirtualDisk& disk) override {
        constexpr int kPhones = 10;
        if (centre_) {
            disk.setIgnoresSync("centre", true);
        }
        for (int phone = 0; !centre_ && phone < kPhones; ++phone) {
            disk.setIgnoresSync("phone-" + std::to_string(phone), true);
        }
    }

 private:
    bool centre_;
};

}  // namespace xiangji::planted
