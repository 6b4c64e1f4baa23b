#pragma once

#include <array>
#include <map>
#include <optional>
#include <stdexcept>

#include "core/base/hash.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/local_transaction.hpp"
#include "core/store/phone_shelf.hpp"
#include "tests/support/township.hpp"

namespace xiangji::test {

/// One phone's store against a centre of a few lines, which decides as it is told to: every
/// interleaving of writing, receipts, pulls and moves can be played, and what must show is known.
/// A property that fails is played again and again, smaller each time: it throws.
class LonePhone {
 public:
    static constexpr int kRows = 3;

    LonePhone() { open(); }

    void open() {
        shelf.reset();
        database.reset();
        database = *PhoneDatabase::open(folder.path() / "phone.db", Catalogue::builtIn());
        // What is played here is what follows what; that it survives a power cut is e2e's.
        database->connection().execute("PRAGMA synchronous=OFF");
        shelf = std::make_unique<PhoneShelf>(*database, mutex, [] {});
    }

    // ---- what happens; each is nothing where it makes no sense just now ----

    /// A person writes: a new row, or a field of one that is here, or takes a step along with it.
    void write(int which, int value);
    /// The centre decides the next envelope; its receipt may get lost.
    void decide(int how, bool lost);
    /// What was lost is sent again: the same receipt.
    void repeatReceipts();
    /// A receipt that names another envelope of the same number.
    void strangeReceipt();
    /// Somebody else writes the row at the centre, or makes it there.
    void othersWrite(int which, int value);
    void move(int which);
    void pull(std::size_t most);

    // ---- what must hold ----

    void check() const;
    /// Everything is sent, decided and pulled: the phone is the centre.
    void rest();

    static const RecordType& activity() { return *Catalogue::builtIn().find("activity"); }
    static FieldNumber number(const char* name) { return activity().field(name)->number; }
    static Id row(int which) { return Id::ofHash("row" + std::to_string(which)); }

 private:
    struct Central {
        Fields fields;
        std::uint64_t lsn = 0;
        bool there = false;
        bool inScope = true;
    };
    struct Own {
        Value value;
        std::uint64_t seq = 0;
        bool decided = false;
        bool taken = false;
        std::uint64_t lsn = 0;
    };
    struct Shown {
        bool here = false;
        bool gone = false;
        bool inserting = false;  ///< made here, and the centre has nothing of it yet
        std::uint64_t insertedSeq = 0;
        bool neverTaken = false;
        std::uint64_t insertedLsn = 0;
        Fields pulled;
        std::uint64_t pulledLsn = 0;
        std::map<FieldNumber, Own> own;
        [[nodiscard]] bool waits() const {
            for (const auto& [field, write] : own) {
                if (!write.decided) {
                    return true;
                }
            }
            return false;
        }
    };

    [[nodiscard]] Value expected(const Shown& shown, FieldNumber field) const;
    [[nodiscard]] wire::EnvelopeBody body(std::uint64_t seq) const;
    void apply(Central& central, const wire::Change& change);
    void learn(const wire::ReceiptBody& receipt, const wire::Changeset& changeset);
    void forget(int which) { shown_[static_cast<std::size_t>(which)] = {}; }
    void settle(std::uint64_t lsn);
    /// What was decided up to the log's head is not the phone's any more. Of a row that left before
    /// its newest value came, an own write that was taken is what the phone has of the centre's;
    /// one that was written over before its receipt came is not kept.
    static void pass(Shown& shown, std::uint64_t head);
    [[nodiscard]] static int whichOf(const Bytes& row) {
        for (int i = 0; i < kRows; ++i) {
            if (LonePhone::row(i).bytes() == row) {
                return i;
            }
        }
        return 0;
    }

 public:
    ScratchFolder folder;
    std::mutex mutex;
    std::unique_ptr<PhoneDatabase> database;
    std::unique_ptr<PhoneShelf> shelf;
    Id device = Id::ofHash("device");
    Instant now = 1'000;
    std::uint64_t head = 1;  ///< a centre has units before it has phones

 private:
    std::array<Central, kRows> central_;
    std::array<Shown, kRows> shown_;
    std::map<std::uint64_t, std::pair<wire::ReceiptBody, wire::Changeset>> receipts_;
    std::map<std::uint64_t, bool> held_;
    std::uint64_t decidedSeq_ = 0;
    std::uint64_t cursor_ = 0;
};

}  // namespace xiangji::test
