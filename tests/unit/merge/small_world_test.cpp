#include "tests/unit/merge/small_world.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace xiangji {
namespace {

using test::SmallOracle;
using test::SmallWorld;
using Step = SmallWorld::Step;
using Deed = SmallWorld::Deed;

std::string told(const std::vector<Step>& steps) {
    static constexpr std::array kNames{"insert", "first", "second", "void", "settle", "sync"};
    std::string text;
    for (const auto& step : steps) {
        text += std::string(1, static_cast<char>('a' + step.device)) + " " +
                kNames[static_cast<std::size_t>(step.deed)] + " " +
                static_cast<char>('A' + step.value) + "\n";
    }
    return text;
}

/// What of a row at the centre differs from the definition; empty = nothing.
std::string differs(const RowState& row, const SmallOracle& oracle) {
    std::string wrong;
    for (int number = 0; number < 2; ++number) {
        const Field& field = SmallWorld::field(number);
        const auto heads = headsOf(row, field.number);
        const auto shown = row.fields.find(field.number);
        const auto expected = oracle.shown(number);
        const Value value =
            expected ? Value(std::string(1, static_cast<char>('A' + *expected))) : Value{};
        if ((shown == row.fields.end() ? Value{} : shown->second) != value) {
            wrong += field.name + " shows another value; ";
        }
        if (static_cast<int>(heads.size()) != std::popcount(oracle.heads(number))) {
            wrong += field.name + " has other heads; ";
        }
        const bool conflict = inConflict(heads);
        if (conflict != oracle.conflict(number)) {
            wrong += field.name + (conflict ? " is in conflict; " : " is not in conflict; ");
        }
    }
    if (row.voided() != oracle.voided()) {
        wrong += "void; ";
    }
    if (row.editedAfterVoid != oracle.editedAfterVoid()) {
        wrong += row.editedAfterVoid ? "edited after void; " : "not edited after void; ";
    }
    const auto author = row.fields.find(common::kAuthorPerson);
    const auto expected = oracle.author();
    if (expected &&
        (author == row.fields.end() || author->second != refTo(SmallWorld::idOf(*expected)))) {
        wrong += "another author; ";
    }
    return wrong;
}

/// Every history of up to `longest` deeds, modulo names: phones are lettered in the order in which
/// they first do something, values in the order in which they are first written.
class AllHistories {
 public:
    AllHistories(std::size_t longest, std::array<std::int64_t, SmallWorld::kDevices> skews)
        : longest_(longest) {
        go(SmallWorld(skews), 0, 0);
    }

    std::uint64_t histories = 0;
    std::uint64_t endings = 0;  ///< orders in which what waited could arrive
    std::string wrong;          ///< the first that differs, told

 private:
    void go(const SmallWorld& world, int phones, int values) {
        if (!steps_.empty()) {
            check(world);
        }
        if (steps_.size() == longest_ || !wrong.empty()) {
            return;
        }
        for (int device = 0; device < std::min(phones + 1, SmallWorld::kDevices); ++device) {
            for (const auto deed : {Deed::insert, Deed::first, Deed::second, Deed::makeVoid,
                                    Deed::settle, Deed::sync}) {
                // The second field is there to stay out of the first one's way: one value will do.
                const bool chooses =
                    deed == Deed::insert || deed == Deed::first || deed == Deed::settle;
                const int choices = chooses ? std::min(values + 1, 2) : 1;
                for (int value = 0; value < choices; ++value) {
                    const Step step{device, deed, value};
                    if (!world.could(step)) {
                        continue;
                    }
                    SmallWorld next = world;
                    next.take(step);
                    steps_.push_back(step);
                    go(next, std::max(phones, device + 1),
                       chooses ? std::max(values, value + 1) : values);
                    steps_.pop_back();
                }
            }
        }
    }

    void check(const SmallWorld& world) {
        ++histories;
        std::array<int, SmallWorld::kDevices> order{0, 1, 2};
        do {
            // Only orders of those who still have something to send differ.
            bool sorted = true;
            for (std::size_t i = 0; i + 1 < order.size(); ++i) {
                sorted &= world.waits(order[i]) || !world.waits(order[i + 1]) ||
                          world.waitingPhones() == 0;
                sorted &=
                    world.waits(order[i]) || world.waits(order[i + 1]) || order[i] < order[i + 1];
            }
            if (!sorted) {
                continue;
            }
            ++endings;
            if (const auto found = differs(world.atRest(order), world.oracle); !found.empty()) {
                wrong = found + "\n" + told(steps_) + "then sent by " +
                        static_cast<char>('a' + order[0]) + static_cast<char>('a' + order[1]) +
                        static_cast<char>('a' + order[2]);
                return;
            }
        } while (std::next_permutation(order.begin(), order.end()));
    }

    std::size_t longest_;
    std::vector<Step> steps_;
};

TEST(SmallWorld, everyHistoryOfSixDeedsEndsAsTheDefinitionSays) {
    std::uint64_t histories = 0;
    std::uint64_t endings = 0;
    // Clocks that agree, and clocks that turn the order of things round.
    for (const auto& skews : {std::array<std::int64_t, 3>{0, 0, 0}, {600, 300, 0}}) {
        const AllHistories all(6, skews);
        ASSERT_EQ(all.wrong, "");
        histories += all.histories;
        endings += all.endings;
    }
    std::cout << "[ counted  ] 3 phones, up to 6 deeds (insert, edit, void, settle, sync), one row "
                 "with 2 fields: "
              << histories << " histories, " << endings << " endings\n";
    EXPECT_GT(histories, 100'000u);
}

/// Three phones with three deeds each at one field: writing one of two values, or syncing.
class ThreeByThree {
 public:
    ThreeByThree() { go(State{}, 0, 0); }

    std::uint64_t interleavings = 0;
    std::uint64_t wrong = 0;

 private:
    static constexpr int kPhones = 3;
    static constexpr int kDeeds = 3;
    struct Made {
        int value = 0;
        int device = 0;
        int time = 0;
        std::uint32_t seen = 0;
    };
    struct Phone {
        int done = 0;
        Lsn cursor = 0;
        std::uint64_t seq = 0;
        std::uint32_t known = 0;
        std::uint32_t own = 0;
        std::array<std::uint8_t, kDeeds> waiting{};  ///< places in `made`
        std::array<Lsn, kDeeds> seenLsn{};
        int waits = 0;
    };
    struct State {
        std::array<Phone, kPhones> phones{};
        std::array<Made, kPhones * kDeeds> made{};
        int count = 0;
        int time = 0;
        Lsn lsn = 0;
        std::uint32_t admitted = 0;
        FieldHeads heads;
    };

    static Id idOf(int device) { return SmallWorld::idOf(device); }

    static void push(State& state, Phone& phone) {
        for (int i = 0; i < phone.waits; ++i) {
            const auto& made = state.made[phone.waiting[static_cast<std::size_t>(i)]];
            ++phone.seq;
            const Writer writer{
                {++state.lsn, {static_cast<Hlc>(made.time), idOf(made.device)}, phone.seq},
                phone.seenLsn[static_cast<std::size_t>(i)]};
            mergeWrite(state.heads, writer, Value(std::int64_t{made.value}), Meeting::perField);
        }
        phone.waits = 0;
        state.admitted |= phone.own;
    }

    void go(const State& state, int phones, int values) {
        bool over = true;
        for (int device = 0; device < std::min(phones + 1, kPhones); ++device) {
            if (state.phones[static_cast<std::size_t>(device)].done == kDeeds) {
                continue;
            }
            over = false;
            for (int value = -1; value < std::min(values + 1, 2); ++value) {
                State next = state;
                Phone& phone = next.phones[static_cast<std::size_t>(device)];
                ++phone.done;
                ++next.time;
                if (value < 0) {
                    push(next, phone);
                    phone.cursor = next.lsn;
                    phone.known |= next.admitted;
                } else {
                    const auto place = static_cast<std::size_t>(next.count++);
                    // Later deeds of phone a have earlier times: stamps must not matter to who has
                    // seen what.
                    const int time = device == 0 ? 100 - next.time : 100 + next.time;
                    next.made[place] = {value, device, time, phone.known};
                    phone.known |= 1u << place;
                    phone.own |= 1u << place;
                    phone.seenLsn[static_cast<std::size_t>(phone.waits)] = phone.cursor;
                    phone.waiting[static_cast<std::size_t>(phone.waits++)] =
                        static_cast<std::uint8_t>(place);
                }
                go(next, std::max(phones, device + 1), std::max(values, value + 1));
            }
        }
        if (over) {
            ++interleavings;
            State last = state;
            for (auto& phone : last.phones) {
                push(last, phone);
            }
            wrong += isRight(last) ? 0 : 1;
        }
    }

    static bool isRight(const State& state) {
        std::uint32_t seen = 0;
        for (int i = 0; i < state.count; ++i) {
            seen |= state.made[static_cast<std::size_t>(i)].seen;
        }
        const Made* latest = nullptr;
        bool differ = false;
        std::size_t heads = 0;
        for (int i = 0; i < state.count; ++i) {
            const auto& made = state.made[static_cast<std::size_t>(i)];
            if ((seen >> i & 1) != 0) {
                continue;
            }
            ++heads;
            differ |= latest != nullptr && latest->value != made.value;
            if (latest == nullptr || std::pair(made.time, idOf(made.device)) >
                                         std::pair(latest->time, idOf(latest->device))) {
                latest = &made;
            }
        }
        return heads == state.heads.size() &&
               (latest == nullptr ||
                (state.heads.front().value == Value(std::int64_t{latest->value}) &&
                 inConflict(state.heads) == differ));
    }
};

TEST(SmallWorld, threePhonesWithThreeDeedsEachEndAsTheDefinitionSays) {
    const ThreeByThree all;
    EXPECT_EQ(all.wrong, 0u);
    std::cout << "[ counted  ] 3 phones × 3 deeds at one field, modulo names of phones and values: "
              << all.interleavings << " interleavings\n";
    EXPECT_GT(all.interleavings, 100'000u);
}

}  // namespace
}  // namespace xiangji
