// Every role does everything to a row of every type in every place, through real envelopes at a
// real desk; the oracle says what must become of it.
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <map>

#include "core/records/clear_text.hpp"
#include "core/records/field_seal.hpp"
#include "tests/matrix/world.hpp"

namespace xiangji::matrix {
namespace {

constexpr std::size_t kChangesAnEnvelope = 200;
constexpr Place kPlaces[] = {Place::here, Place::below, Place::above, Place::otherTownship};
/// Columns of the printed table for each role: an own row, another's here, below, above, elsewhere.
constexpr std::size_t kColumns = 5;

std::vector<Role> roles() {
    std::vector<Role> all{ROLE_UNSPECIFIED};
    for (int role = Role_MIN + 1; role <= Role_MAX; ++role) {
        all.push_back(static_cast<Role>(role));
    }
    return all;
}

/// How a phone's envelopes reach the centre: by its own sync; by that too, before the office has
/// confirmed it; or in a bundle that somebody else's phone carries.
enum class Way { link, held, relay };

/// The same change with its sealed values in the clear.
wire::Change inTheClear(wire::Change change) {
    for (auto& cell : *change.mutable_cells()) {
        if (!cell.sealed().empty()) {
            cell.clear_sealed();
            cell.set_text("xx");
        }
    }
    return change;
}

std::string nameOf(Role role) {
    return role == ROLE_UNSPECIFIED ? "(ended)" : roleName(role);
}

struct Cell {
    Deed deed;
    std::string line;  ///< of the table: what is done
    wire::Change change;
    bool expected = false;
    bool asked = false;  ///< not taken, but kept as a proposal to the office
};

/// A row to look at, not to touch.
struct Seen {
    Deed deed;
    Id row;
    bool full = false;  ///< it has a value in every field but one
    const Field* unset = nullptr;
    std::string suffix;
};

class Matrix : public ::testing::Test {
 protected:
    World world_;
    std::map<std::string, std::map<int, std::string>> table_;  ///< line → role → kColumns marks
    std::size_t tried_ = 0;
    std::size_t allowed_ = 0;
    std::size_t proposed_ = 0;
    std::size_t wrong_ = 0;

    static std::size_t columnOf(const Deed& deed) {
        return deed.own ? 0 : 1 + static_cast<std::size_t>(deed.place);
    }
    void mark(const Deed& deed, const std::string& line, bool expected, bool got,
              const std::string& words) {
        auto& marks = table_[deed.type->name + " " + line][deed.role];
        marks.resize(kColumns, ' ');
        auto& at = marks[columnOf(deed)];
        ++tried_;
        allowed_ += expected ? 1U : 0U;
        if (expected != got) {
            ++wrong_;
            at = '!';
            if (wrong_ <= 40) {
                ADD_FAILURE() << nameOf(deed.role) << ": " << deed.type->name << " " << line
                              << " column " << columnOf(deed) << (deed.locked ? " locked" : "")
                              << (expected ? " must be taken" : " must not be taken") << ": "
                              << words;
            }
        } else if (at != '!') {
            at = got ? '+' : '-';
        }
    }

    void addInserts(std::vector<Cell>& cells, const HandPhone& actor, Deed deed) {
        const auto& type = *deed.type;
        cells.push_back({deed, "insert", world_.insertion(actor, type, deed.place, nullptr, false),
                         mayAdd(deed, nullptr)});
        for (const auto& field : type.fields) {
            if (field.common) {
                continue;
            }
            cells.push_back({deed, "insert." + field.name,
                             world_.insertion(actor, type, deed.place, &field, false),
                             mayAdd(deed, &field)});
            if (field.rules.sealed()) {
                cells.push_back(
                    {deed, "insert." + field.name + " (in the clear)",
                     inTheClear(world_.insertion(actor, type, deed.place, &field, false)), false});
            }
            if (field.rules.only_self_size() > 0 || field.rules.not_self()) {
                Deed other = deed;
                other.namesOther = true;
                cells.push_back({other, "insert." + field.name + "=other",
                                 world_.insertion(actor, type, deed.place, &field, true),
                                 mayAdd(other, &field)});
            }
        }
    }

    Id place(const Deed& deed, const HandPhone& actor, const std::string& state) {
        const Id author = deed.own ? actor.person() : Id::ofHash("the author");
        const Id about = deed.aboutSelf ? actor.person() : Id::uuid7(1, world_.centre.random);
        return world_.row(*deed.type, deed.place, author, about, state);
    }

    void addEdits(std::vector<Cell>& cells, const HandPhone& actor, const Deed& deed,
                  const std::string& state) {
        const auto& type = *deed.type;
        const std::string suffix = deed.locked      ? " (locked)"
                                   : deed.aboutSelf ? " (about self)"
                                                    : "";
        const Id row = place(deed, actor, state);
        for (const auto& field : type.fields) {
            const bool asked = mayAsk(deed, field);
            // Only so many proposals wait beside one row.
            cells.push_back(
                {deed, "edit." + field.name + suffix,
                 world_.edit(actor, type, asked ? place(deed, actor, state) : row, field),
                 mayChange(deed, field), asked});
            if (field.rules.not_self()) {
                Deed other = deed;
                other.namesOther = true;
                cells.push_back({other, "edit." + field.name + "=other" + suffix,
                                 world_.edit(actor, type, row, field, true),
                                 mayChange(other, field)});
            }
            if (field.rules.sealed()) {
                cells.push_back({deed, "edit." + field.name + suffix + " (in the clear)",
                                 inTheClear(world_.edit(actor, type, row, field)), false});
            }
        }
        cells.push_back({deed, "void" + suffix,
                         HandPhone::voiding(type.name, place(deed, actor, state), "试"),
                         mayVoid(deed)});
    }

    void addActs(std::vector<Cell>& cells, const HandPhone& actor, const Deed& deed) {
        const auto& type = *deed.type;
        for (const auto& action : type.rules.lifecycle().actions()) {
            const Id row = place(deed, actor, action.from(0));
            cells.push_back({deed, "act." + action.name() + (deed.aboutSelf ? " (about self)" : ""),
                             HandPhone::act(type.name, row, action.name(), "试"),
                             mayAct(deed, action)});
        }
    }

    static const Field* decidesIn(const RecordType& type, const State& state) {
        return state.unless().empty() ? nullptr : type.field(state.unless(0).field());
    }

    /// A row in its first state, of which nothing is said.
    void addPlain(std::vector<Seen>& seen, const HandPhone& actor, Deed deed) {
        const auto& type = *deed.type;
        const Id row = place(deed, actor, type.initialState());
        if (const State* state = type.state(type.initialState())) {
            deed.titleOnly = hides(*state, decidesIn(type, *state), "");
        }
        seen.push_back({.deed = deed, .row = row, .suffix = deed.titleOnly ? " (title only)" : ""});
    }

    /// In each state that may hide it, once for each thing the field may say that decides.
    void addTitleOnly(std::vector<Seen>& seen, const HandPhone& actor, Deed deed) {
        const auto& type = *deed.type;
        for (const auto& state : type.rules.lifecycle().states()) {
            if (!state.title_only()) {
                continue;
            }
            const Field* decides = decidesIn(type, state);
            std::vector<std::pair<std::string, Value>> sayings{{"", Value()}};
            for (const auto& choice :
                 decides == nullptr ? std::vector<Choice>() : decides->choices) {
                sayings.emplace_back(choice.name, choice.number);
            }
            for (const auto& [name, value] : sayings) {
                deed.titleOnly = hides(state, decides, name);
                const Id author = deed.own ? actor.person() : Id::ofHash("the author");
                const Fields said =
                    decides == nullptr ? Fields() : Fields{{decides->number, value}};
                seen.push_back({deed, world_.fullRow(type, deed.place, author, state.name(), said),
                                true, isUnset(value) ? decides : nullptr,
                                " (" + state.name() + (name.empty() ? "" : ", " + name) + ")"});
            }
        }
    }

    /// Everything one actor tries, and the rows he only looks at.
    std::vector<Cell> cellsOf(const HandPhone& actor, Role role, std::vector<Seen>& seen) {
        std::vector<Cell> cells;
        for (const auto& type : Catalogue::builtIn().types()) {
            for (const auto where : kPlaces) {
                for (const bool own : {true, false}) {
                    if (own && (where != Place::here || type.name == "unit")) {
                        continue;
                    }
                    Deed deed{.type = &type, .role = role, .place = where, .own = own};
                    if (!own) {
                        addInserts(cells, actor, deed);
                    }
                    addEdits(cells, actor, deed, type.initialState());
                    addActs(cells, actor, deed);
                    addPlain(seen, actor, deed);
                    addTitleOnly(seen, actor, deed);
                    for (const auto& state : type.rules.lifecycle().states()) {
                        if (state.locked()) {
                            deed.locked = true;
                            addEdits(cells, actor, deed, state.name());
                            break;
                        }
                    }
                }
            }
            const auto& keys = type.rules.natural_key();
            if (std::ranges::any_of(type.fields,
                                    [](const Field& field) { return field.rules.not_self(); })) {
                addEdits(cells, actor, {.type = &type, .role = role, .aboutSelf = true},
                         type.initialState());
            }
            if (std::find(keys.begin(), keys.end(), "person") != keys.end()) {
                addActs(cells, actor, {.type = &type, .role = role, .aboutSelf = true});
            }
        }
        return cells;
    }

    /// Whether the phone got the value, and can read it.
    bool opens(const HandPhone& actor, const wire::PulledRow& pulled, const Id& row,
               const Field& field) {
        const auto cell = std::ranges::find_if(
            pulled.cells(), [&](const wire::Cell& each) { return each.field() == field.number; });
        return cell != pulled.cells().end() &&
               FieldSeal(actor.key)
                       .unboxed({TypeNumber{pulled.type()}, row, field.number}, cell->sealed())
                       .valueOr("") == clearText(world_.sample(field, {}));
    }

    void look(HandPhone& actor, const std::vector<Seen>& seen) {
        actor.hello();
        actor.cursor = 0;
        actor.pull();
        for (const auto& look : seen) {
            lookAt(actor, look);
        }
    }

    void lookAt(HandPhone& actor, const Seen& seen) {
        const auto& [deed, row, full, unset, suffix] = seen;
        const auto* pulled = actor.pulled(deed.type->name, row);
        wire::Request request;
        request.mutable_history()->set_type(deed.type->number);
        request.mutable_history()->set_row(row.bytes());
        const auto history = world_.centre.ask(actor.caller, request).history();
        mark(deed, "read" + suffix, maySee(deed), pulled != nullptr, "pull");
        mark(deed, "history" + suffix, maySee(deed), history.entries_size() > 0, "history");
        for (const auto& field : deed.type->fields) {
            const auto has = [&](const auto& cells) {
                return std::ranges::any_of(
                    cells, [&](const auto& cell) { return cell.field() == field.number; });
            };
            const auto name = "read." + field.name + suffix;
            if (field.rules.sealed()) {
                mark(deed, name, maySeeSealed(deed, field),
                     pulled != nullptr && opens(actor, *pulled, row, field), "sealed");
            } else if (full && &field != unset && field.number != common::kVoidReason) {
                mark(deed, name, maySeePlain(deed, field),
                     pulled != nullptr && has(pulled->cells()), "pull");
                mark(deed, "history." + field.name + suffix, maySeePlain(deed, field),
                     history.entries_size() > 0 && has(history.entries(0).cells()), "history");
            }
        }
    }

    void run(Role role, Way way) {
        const bool pending = way == Way::held;
        const auto actor = world_.actor(role, pending);
        std::vector<Seen> seen;
        const auto cells = cellsOf(*actor, role, seen);
        world_.settle();
        std::vector<std::uint64_t> seqs;
        std::vector<wire::ReceiptBody> receipts;
        for (std::size_t from = 0; from < cells.size(); from += kChangesAnEnvelope) {
            std::vector<wire::Change> changes;
            for (auto i = from; i < std::min(cells.size(), from + kChangesAnEnvelope); ++i) {
                changes.push_back(cells[i].change);
            }
            receipts.push_back(way == Way::relay ? world_.relayed(*actor, actor->envelope(changes))
                                                 : actor->send(changes));
            seqs.push_back(actor->lastSeq);
        }
        if (pending) {
            world_.confirm(*actor);
            wire::Request request;
            for (const auto seq : seqs) {
                request.mutable_receipts()->add_seqs(seq);
            }
            const auto reply = world_.centre.ask(actor->caller, request);
            for (std::size_t i = 0; i < seqs.size(); ++i) {
                ASSERT_EQ(receipts[i].changes(0).verdict(), wire::VERDICT_HELD);
                receipts[i] = actor->receipt(reply, static_cast<int>(i));
            }
        }
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto& receipt = receipts[i / kChangesAnEnvelope];
            const auto place = static_cast<int>(i % kChangesAnEnvelope);
            wire::ChangeVerdict verdict;
            verdict.set_verdict(wire::VERDICT_TAKEN);
            if (receipt.changes_size() > 0) {
                ASSERT_GT(receipt.changes_size(), place);
                verdict = receipt.changes(place);
            }
            const bool got = verdict.verdict() == wire::VERDICT_TAKEN ||
                             verdict.verdict() == wire::VERDICT_TAKEN_WITH_CONFLICT;
            const auto words = verdict.reason() + ": " + verdict.words();
            mark(cells[i].deed, cells[i].line, cells[i].expected, got && !verdict.proposed(),
                 words);
            if (cells[i].asked != verdict.proposed()) {
                ++wrong_;
                ADD_FAILURE() << nameOf(role) << ": " << cells[i].deed.type->name << ' '
                              << cells[i].line << (cells[i].asked ? " must" : " must not")
                              << " be kept as a proposal: " << words;
            }
            proposed_ += verdict.proposed() ? 1U : 0U;
        }
        if (way != Way::relay) {
            look(*actor, seen);  // who reads has come by himself
        }
    }

    void print() const {
        std::ofstream file(XIANGJI_MATRIX_FILE);
        file << "Marks of a role: own row, another's here, below, above, in another township.\n"
             << "+ taken, - not taken, ! against what is declared.\n\n"
             << std::string(44, ' ');
        for (const auto role : roles()) {
            file << ' ' << nameOf(role);
        }
        for (const auto& [line, marks] : table_) {
            file << '\n' << line << std::string(line.size() < 44 ? 44 - line.size() : 1, ' ');
            for (const auto role : roles()) {
                file << ' ' << marks.at(role)
                     << std::string(std::max<std::size_t>(nameOf(role).size(), kColumns) - kColumns,
                                    ' ');
            }
        }
        file << "\n\n"
             << tried_ << " tried, " << allowed_ << " allowed, " << proposed_
             << " kept as proposals, " << wrong_ << " wrong\n";
        std::cout << "permission matrix: " << tried_ << " cells tried, " << allowed_ << " allowed, "
                  << proposed_ << " kept as proposals, " << tried_ - allowed_ << " refused, "
                  << wrong_ << " wrong; the table: " << XIANGJI_MATRIX_FILE << std::endl;
    }
};

TEST_F(Matrix, everyCellIsAsTheRecordTypesDeclare) {
    for (const auto role : roles()) {
        run(role, Way::link);
        run(role, Way::held);
        run(role, Way::relay);
    }
    print();
    EXPECT_EQ(wrong_, 0u);
    EXPECT_GT(tried_, 50'000u);
    EXPECT_GT(allowed_, 1'000u);
}

TEST(MatrixDeclared, everyRecordTypeSaysWhoMayWriteIt) {
    for (const auto& type : Catalogue::builtIn().types()) {
        EXPECT_EQ(undeclared(type), "") << type.name << " forgets to say who may";
    }
    RecordType forgetful = *Catalogue::builtIn().find("activity");
    forgetful.rules.clear_edit();
    EXPECT_EQ(undeclared(forgetful), " edit");
}

}  // namespace
}  // namespace xiangji::matrix
