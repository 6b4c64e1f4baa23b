#pragma once

#include "tests/planted/on_phone.hpp"
#include "tests/planted/spoiled_central.hpp"

// Faults in how a centre that was put back to a backup gets again what phones hold.

namespace xiangji::planted {

/// The new life begins, and nobody will know where it forks off.
class ForkForgotten final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome putEpoch(const Epoch&) override { return {}; }
};

/// A line that comes back no longer knows when it was first written.
class OriginForgotten final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome appendLog(const syncd::LogLine& line) override {
        auto spoiled = line;
        spoiled.origin.reset();
        return PassingWrite::appendLog(spoiled);
    }
};

/// The file of revocations lay with the database and is as old.
class BookForgotten final : public sim::Planted {
 public:
    std::unique_ptr<syncd::RevocationBook> book(syncd::RevocationBook&) override {
        class Empty final : public syncd::RevocationBook {
            Result<std::vector<syncd::Revocation>> all() override {
                return std::vector<syncd::Revocation>();
            }
            Outcome add(const syncd::Revocation&) override { return {}; }
        };
        return std::make_unique<Empty>();
    }
};

/// What is given back comes without the receipts it had.
class VerdictsForgotten final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<std::vector<Waiting>> again(std::uint64_t from, std::size_t mostBytes) override {
        XIANGJI_LET(waiting, SpoiledShelf::again(from, mostBytes));
        for (auto& envelope : waiting) {
            envelope.receipt.clear();
        }
        return waiting;
    }
};

/// A phone takes what was receipted once for safe for ever.
class ResupplySkipped final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<PhoneState> state() override {
        XIANGJI_LET(state, SpoiledShelf::state());
        state.lastSent = 0;
        return state;
    }
};

class RecallSkipped final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<Lost> lost(std::int64_t, std::size_t) override { return Lost{}; }
};

}  // namespace xiangji::planted
