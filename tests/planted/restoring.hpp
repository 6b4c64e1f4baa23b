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

/// Of what is given back some comes without the receipts it had.
class SomeVerdictsForgotten : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Result<std::vector<Waiting>> again(std::uint64_t from, std::size_t mostBytes) override {
        XIANGJI_LET(waiting, SpoiledShelf::again(from, mostBytes));
        for (auto& envelope : waiting) {
            wire::EnvelopeBody body;
            wire::Changeset changeset;
            if (body.ParseFromString(envelope.body) &&
                changeset.ParseFromString(body.changeset()) &&
                std::ranges::all_of(changeset.changes(), [&](const wire::Change& change) {
                    return isForgotten(change, from);
                })) {
                envelope.receipt.clear();
            }
        }
        return waiting;
    }

 protected:
    virtual bool isForgotten(const wire::Change& change, std::uint64_t from) = 0;
};

class AnswersForgotten final : public SomeVerdictsForgotten {
    using SomeVerdictsForgotten::SomeVerdictsForgotten;
    bool isForgotten(const wire::Change& change, std::uint64_t) override {
        return change.verb() == wire::VERB_ANSWER;
    }
};

/// Of rows that its phone had written in before the backup was made, the later changes.
class LaterForgotten final : public SomeVerdictsForgotten {
    using SomeVerdictsForgotten::SomeVerdictsForgotten;
    bool isForgotten(const wire::Change& change, std::uint64_t from) override {
        return guarded([&] {
                   auto query = database().connection().statement(
                       "SELECT 1 FROM _sent WHERE seq < ?1 AND instr(body, ?2) > 0");
                   query.bind(1, from).bindBlob(2, change.row());
                   return query.step();
               })
            .valueOr(false);
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
