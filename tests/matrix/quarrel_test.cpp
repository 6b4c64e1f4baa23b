// What leaves of a row while people quarrel over a field of it: over what would show a child whole,
// and over any other.
#include <gtest/gtest.h>

#include <iostream>

#include "core/records/clear_text.hpp"
#include "core/records/field_seal.hpp"
#include "core/records/wire_values.hpp"
#include "tests/matrix/world.hpp"

namespace xiangji::matrix {
namespace {

constexpr Place kPlaces[] = {Place::here, Place::below, Place::otherTownship};

struct Quarrelled {
    Deed deed;
    Id row;
    std::pair<Value, Value> words;
    std::string name;
};

class MatrixQuarrel : public ::testing::Test {
 protected:
    World world_;
    std::size_t tried_ = 0;
    std::size_t allowed_ = 0;
    std::size_t wrong_ = 0;

    void mark(const Quarrelled& seen, const std::string& what, bool expected, bool got) {
        ++tried_;
        allowed_ += expected ? 1U : 0U;
        if (expected != got && ++wrong_ <= 40) {
            ADD_FAILURE() << roleName(seen.deed.role) << ", " << (seen.deed.own ? "own, " : "")
                          << unitCode(seen.deed.place) << ": " << seen.name << ": " << what
                          << (expected ? " must leave" : " must not leave");
        }
    }

    void add(std::vector<Quarrelled>& all, const HandPhone& actor, Deed deed, const State& state,
             const Fields& said, const std::pair<Value, Value>& words, const std::string& name) {
        const Id author = deed.own ? actor.person() : Id::ofHash("the author");
        all.push_back({deed,
                       world_.quarrelledRow(*deed.type, deed.place, author, state.name(), said,
                                            *deed.quarrel, words),
                       words, state.name() + ", " + name});
    }

    /// Every two words of a field that decides, in both orders.
    void addOverIt(std::vector<Quarrelled>& all, const HandPhone& actor, Deed deed,
                   const State& state) {
        const Field& field = *deed.type->field(state.unless(0).field());
        deed.quarrel = &field;
        std::vector<std::pair<std::string, Value>> words{{"", Value()}};
        for (const auto& choice : field.choices) {
            words.emplace_back(choice.name, choice.number);
        }
        for (const auto& [shown, value] : words) {
            for (const auto& [other, otherValue] : words) {
                if (shown != other) {
                    deed.titleOnly = hides(state, &field, shown) || hides(state, &field, other);
                    add(all, actor, deed, state, {}, {value, otherValue},
                        '"' + shown + "\" against \"" + other + '"');
                }
            }
        }
    }

    /// Over a plain field and a sealed one that decide nothing, shown whole and hidden.
    void addOverOthers(std::vector<Quarrelled>& all, const HandPhone& actor, Deed deed,
                       const State& state) {
        const auto& saying = state.unless(0);
        const Field& decides = *deed.type->field(saying.field());
        for (const bool sealed : {false, true}) {
            const auto other = std::ranges::find_if(deed.type->fields, [&](const Field& field) {
                return !field.common && field.number != decides.number &&
                       field.name != deed.type->rules.title() && field.rules.sealed() == sealed;
            });
            ASSERT_NE(other, deed.type->fields.end());
            deed.quarrel = &*other;
            std::pair<Value, Value> words{world_.sample(*other, {}), Value()};
            for (const auto& choice : {saying.choice(), std::string("none")}) {
                deed.titleOnly = hides(state, &decides, choice);
                const Fields said{{decides.number, decides.choice(choice)->number}};
                words.second = sealed ? Value(std::string("another")) : Value();
                add(all, actor, deed, state, said, words,
                    other->name + ", " + decides.name + " " + choice);
            }
        }
    }

    std::vector<Quarrelled> rowsFor(const HandPhone& actor, Role role) {
        std::vector<Quarrelled> all;
        for (const auto& type : Catalogue::builtIn().types()) {
            for (const auto& state : type.rules.lifecycle().states()) {
                for (const auto place : kPlaces) {
                    for (const bool own : {true, false}) {
                        if (state.unless().empty() || (own && place != Place::here)) {
                            continue;
                        }
                        const Deed deed{.type = &type, .role = role, .place = place, .own = own};
                        addOverIt(all, actor, deed, state);
                        addOverOthers(all, actor, deed, state);
                    }
                }
            }
        }
        return all;
    }

    /// Whether a cell that came says this, readably.
    static bool says(const HandPhone& actor, const wire::Cell& cell, const Field& field,
                     const CellPlace& place, const Value& value) {
        return field.rules.sealed()
                   ? FieldSeal(actor.key).unboxed(place, cell.sealed()).valueOr("?") ==
                         clearText(value)
                   : valueIn(cell) == value;
    }

    void lookAt(HandPhone& actor, const Quarrelled& seen) {
        const auto& deed = seen.deed;
        const auto* pulled = actor.pulled(deed.type->name, seen.row);
        wire::Request request;
        request.mutable_history()->set_type(deed.type->number);
        request.mutable_history()->set_row(seen.row.bytes());
        const auto history = world_.centre.ask(actor.caller, request).history();
        mark(seen, "the row", maySee(deed), pulled != nullptr);
        mark(seen, "its history", maySee(deed), history.entries_size() > 0);
        for (const auto& field : deed.type->fields) {
            const bool quarrel = &field == deed.quarrel;
            const auto cellIn = [&](const auto& cells) {
                return std::ranges::find_if(
                    cells, [&](const auto& cell) { return cell.field() == field.number; });
            };
            const CellPlace place{deed.type->number, seen.row, field.number};
            const Value shown = quarrel ? seen.words.first : world_.sample(field, {});
            if (field.number == common::kVoidReason || isUnset(shown)) {
                continue;
            }
            const bool told = history.entries_size() > 0 && cellIn(history.entries(0).cells()) !=
                                                                history.entries(0).cells().end();
            const bool came = pulled != nullptr && cellIn(pulled->cells()) != pulled->cells().end();
            if (field.rules.sealed()) {
                const bool expected = maySeeSealed(deed, field);
                mark(seen, field.name, expected,
                     came &&
                         (!expected || says(actor, *cellIn(pulled->cells()), field, place, shown)));
            } else if (!field.isSet) {
                mark(seen, field.name, maySeePlain(deed, field), came);
                mark(seen, "history of " + field.name, maySeePlain(deed, field), told);
            }
        }
        lookAtQuarrel(actor, seen, pulled);
    }

    void lookAtQuarrel(HandPhone& actor, const Quarrelled& seen, const wire::PulledRow* pulled) {
        const Field& field = *seen.deed.quarrel;
        const CellPlace place{seen.deed.type->number, seen.row, field.number};
        const bool expected = maySeeQuarrel(seen.deed);
        mark(seen, "that they quarrel", expected,
             pulled != nullptr && pulled->conflicts_size() == 1 &&
                 pulled->conflicts(0).field() == field.number);
        const bool both =
            pulled != nullptr && pulled->conflicts_size() > 0 &&
            pulled->conflicts(0).others_size() == 1 &&
            says(actor, pulled->conflicts(0).shown().cell(), field, place, seen.words.first) &&
            says(actor, pulled->conflicts(0).others(0).cell(), field, place, seen.words.second);
        mark(seen, "both words", expected, both);
    }
};

TEST_F(MatrixQuarrel, whatLeavesIsAsTheRecordTypesDeclare) {
    for (int role = Role_MIN; role <= Role_MAX; ++role) {
        const auto actor = world_.actor(static_cast<Role>(role), /*pending=*/false);
        const auto rows = rowsFor(*actor, static_cast<Role>(role));
        world_.settle();
        actor->hello();
        actor->cursor = 0;
        actor->pull();
        for (const auto& row : rows) {
            lookAt(*actor, row);
        }
    }
    std::cout << "permission matrix, quarrels: " << tried_ << " cells tried, " << allowed_
              << " allowed, " << wrong_ << " wrong" << std::endl;
    EXPECT_EQ(wrong_, 0U);
    EXPECT_GT(tried_, 10'000U);
    EXPECT_GT(allowed_, 1'000U);
}

}  // namespace
}  // namespace xiangji::matrix
