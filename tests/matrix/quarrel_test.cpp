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

    /// What lifts it in the state; where nothing does, in another state of the type.
    static const Saying& lifting(const RecordType& type, const State& state) {
        const auto& states = type.rules.lifecycle().states();
        const auto other =
            std::ranges::find_if(states, [](const State& each) { return !each.unless().empty(); });
        return state.unless().empty() && other != states.end() ? other->unless(0) : state.unless(0);
    }

    /// Every two words of a field that decides, in both orders.
    void addOverIt(std::vector<Quarrelled>& all, const HandPhone& actor, Deed deed,
                   const State& state) {
        const Field& field = *deed.type->field(lifting(*deed.type, state).field());
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
        const auto& saying = lifting(*deed.type, state);
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
                        if (!state.title_only() || (own && place != Place::here)) {
                            continue;
                        }
                        const Deed deed{.type = &type,
                                        .role = role,
                                        .place = place,
                                        .own = own,
                                        .state = &state};
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

    static const wire::Cell* cellOf(const auto& cells, const Field& field) {
        const auto found = std::ranges::find_if(
            cells, [&](const wire::Cell& cell) { return cell.field() == field.number; });
        return found == cells.end() ? nullptr : &*found;
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
            if (field.number != common::kVoidReason && !field.isSet) {
                lookAtField(actor, seen, field, pulled);
                lookAtTold(seen, field, history);
            }
        }
        lookAtQuarrel(actor, seen, pulled);
        lookAtToldQuarrel(seen, history);
    }

    void lookAtField(const HandPhone& actor, const Quarrelled& seen, const Field& field,
                     const wire::PulledRow* pulled) {
        const auto& deed = seen.deed;
        const bool quarrel = &field == deed.quarrel;
        const bool expected = quarrel                ? maySeeQuarrel(deed)
                              : field.rules.sealed() ? maySeeSealed(deed, field)
                                                     : maySeePlain(deed, field);
        const Value shown = quarrel ? seen.words.first : world_.sample(field, {});
        const auto* came = pulled == nullptr ? nullptr : cellOf(pulled->cells(), field);
        if (isUnset(shown)) {
            return;
        }
        const bool checked = expected && came != nullptr && field.rules.sealed();
        const CellPlace place{deed.type->number, seen.row, field.number};
        mark(seen, field.name, expected,
             came != nullptr && (!checked || says(actor, *came, field, place, shown)));
    }

    /// What was said before anybody quarrelled.
    void lookAtTold(const Quarrelled& seen, const Field& field, const wire::History& history) {
        const bool sealed = field.rules.sealed();
        if (sealed && &field != seen.deed.quarrel) {
            return;
        }
        mark(seen, "history of " + field.name,
             sealed ? maySeeSealed(seen.deed, field) : maySeePlain(seen.deed, field),
             history.entries_size() > 0 && cellOf(history.entries(0).cells(), field) != nullptr);
    }

    void lookAtToldQuarrel(const Quarrelled& seen, const wire::History& history) {
        const Field& field = *seen.deed.quarrel;
        const Value words[] = {seen.words.first, seen.words.second};
        for (int word = 0; word < 2; ++word) {
            const auto* told = history.entries_size() <= word + 1
                                   ? nullptr
                                   : cellOf(history.entries(word + 1).cells(), field);
            const bool expected = maySeeQuarrel(seen.deed);
            const bool checked = expected && told != nullptr && !field.rules.sealed();
            mark(seen, "history of a word", expected,
                 told != nullptr && (!checked || valueIn(*told) == words[word]));
        }
    }

    void lookAtQuarrel(const HandPhone& actor, const Quarrelled& seen,
                       const wire::PulledRow* pulled) {
        const Field& field = *seen.deed.quarrel;
        const CellPlace place{seen.deed.type->number, seen.row, field.number};
        const bool expected = maySeeQuarrel(seen.deed);
        const bool any = pulled != nullptr && pulled->conflicts_size() > 0;
        mark(seen, "that they quarrel", expected,
             any && (!expected || (pulled->conflicts_size() == 1 &&
                                   pulled->conflicts(0).field() == field.number)));
        const bool both =
            any && pulled->conflicts(0).others_size() == 1 &&
            says(actor, pulled->conflicts(0).shown().cell(), field, place, seen.words.first) &&
            says(actor, pulled->conflicts(0).others(0).cell(), field, place, seen.words.second);
        mark(seen, "both words", expected, expected ? both : any);
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
