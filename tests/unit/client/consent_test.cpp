// What others' phones hold of a child as long as there is no consent: what it is called.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

namespace {

constexpr const char* kCanary = "金丝雀真名欧阳零";

const RecordType& child() {
    return *Catalogue::builtIn().find("child");
}

struct Consent : testing::Test {
    Township town;
    std::unique_ptr<Phone> tutor = town.phone("李明", "tutor");
    std::unique_ptr<Phone> reader = town.phone("陈静", "child_data_reader");
    std::unique_ptr<Phone> other = town.phone("王小明", "tutor");

    void act(const Id& id, const char* action) const {
        const auto done = (*tutor)->write({Act{.type = &child(), .id = id, .action = action}});
        ASSERT_TRUE(done) << done.error().detail;
        rest({tutor.get(), reader.get(), other.get()});
    }
    /// Its author's phone and another say different things of its consent, and all have heard both.
    void quarrel(const Id& id, Phone& clerk) {
        tutor->edit("child", id, {{"consent_state", "withdrawn"}});
        town.clock.advance(1'000);
        clerk.edit("child", id, {{"consent_state", "given"}});
        rest({tutor.get(), &clerk, other.get()});
    }
    /// What a child's history tells a phone that was said of its consent, oldest first.
    static std::vector<Value> wordsToldTo(const Phone& phone, const Id& id) {
        const auto history = *phone->history(child(), id);
        std::vector<Value> words;
        for (const auto& entry : history.entries) {
            const auto cell = entry.fields.find(child().field("consent_state")->number);
            if (cell != entry.fields.end()) {
                words.push_back(cell->second);
            }
        }
        return words;
    }
    /// Whether a phone holds more of a child than what it is called.
    static bool holdsMore(const Phone& phone, const Id& id) {
        const auto row = phone->row(child(), id);
        return row && std::ranges::any_of(row->fields, [](const auto& cell) {
                   return cell.first >= common::kFirstOwn &&
                          cell.first != child().field("alias")->number;
               });
    }
};

}  // namespace

TEST_F(Consent, ofAChildWithoutConsentOthersSeeOnlyWhatItIsCalled) {
    const Id id = tutor->add("child", {{"alias", "小宝"},
                                       {"real_name", kCanary},
                                       {"village", "360982100"},
                                       {"grade", "3"},
                                       {"birth_year", "2016"}});
    act(id, "ask");
    const auto shownIn = [&](const Phone& phone) { return phone->list(child(), {}); };
    for (const auto* phone : {reader.get(), other.get()}) {
        const auto rows = shownIn(*phone);
        ASSERT_TRUE(rows);
        ASSERT_EQ(rows->size(), 1U);
        for (const auto& [number, value] : rows->front().fields) {
            EXPECT_TRUE(number < common::kFirstOwn || number == child().field("alias")->number)
                << number;
        }
    }
    const auto grade = child().field("grade")->number;
    const auto village = child().field("village")->number;  // in the clear
    const auto historyHasMore = [&](const Phone& phone) {
        const auto history = *phone->history(child(), id);
        return std::ranges::any_of(history.entries, [&](const auto& entry) {
            return entry.fields.contains(grade) || entry.fields.contains(village);
        });
    };
    for (const auto* phone : {reader.get(), other.get()}) {
        EXPECT_FALSE((*phone)->row(child(), id)->fields.contains(grade)) << "it never came there";
        EXPECT_FALSE((*phone)->row(child(), id)->fields.contains(village));
        EXPECT_FALSE(historyHasMore(*phone));
    }
    EXPECT_TRUE(shownIn(*tutor)->front().fields.contains(grade));
    EXPECT_EQ(tutor->text("child", id, "real_name"), kCanary) << "who wrote it still has it";
    EXPECT_EQ(reader->text("child", id, "real_name"), "");
    act(id, "admit");
    EXPECT_EQ(reader->text("child", id, "real_name"), kCanary) << "with consent it comes";
    EXPECT_TRUE((*other)->list(child(), {})->front().fields.contains(grade));
    EXPECT_TRUE(historyHasMore(*other));
}

TEST_F(Consent, whatOthersHadOfAChildLeavesThemWhileConsentIsAskedFor) {
    const Id id =
        tutor->add("child", {{"alias", "小宝"}, {"grade", "3"}, {"consent_state", "given"}});
    rest({tutor.get(), other.get()});
    ASSERT_EQ(other->text("child", id, "grade"), "3");
    act(id, "ask");
    EXPECT_EQ(other->text("child", id, "grade"), "");
    other->edit("child", id, {{"alias", "小宝贝"}});
    rest({other.get(), tutor.get()});
    EXPECT_EQ(tutor->text("child", id, "grade"), "3") << "what others do not see they do not empty";
    EXPECT_EQ(tutor->text("child", id, "alias"), "小宝贝");
}

TEST_F(Consent, ofADraftWithoutConsentOthersSeeOnlyWhatItIsCalled) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"grade", "3"}, {"birth_year", "2016"}});
    rest({tutor.get(), reader.get(), other.get()});
    EXPECT_FALSE(holdsMore(*other, id));
    EXPECT_FALSE(holdsMore(*reader, id));
    EXPECT_EQ(other->text("child", id, "alias"), "小宝");
    EXPECT_EQ(tutor->text("child", id, "birth_year"), "2016") << "who wrote it still has it";
    const auto history = *(*other)->history(child(), id);
    for (const auto& entry : history.entries) {
        EXPECT_FALSE(entry.fields.contains(child().field("grade")->number));
    }
    tutor->edit("child", id, {{"consent_state", "refused"}});
    rest({tutor.get(), other.get()});
    EXPECT_FALSE(holdsMore(*other, id));
    tutor->edit("child", id, {{"consent_state", "given"}});
    rest({tutor.get(), other.get()});
    EXPECT_EQ(other->text("child", id, "birth_year"), "2016") << "with consent it comes";
}

TEST_F(Consent, whoLeftWithoutConsentIsNoMoreThanANameToOthers) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"grade", "3"}});
    act(id, "leave");
    EXPECT_FALSE(holdsMore(*other, id));
    EXPECT_EQ(tutor->text("child", id, "grade"), "3");
    act(id, "return");
    EXPECT_FALSE(holdsMore(*other, id)) << "who comes back is asked anew";
    const Id known =
        tutor->add("child", {{"alias", "妞妞"}, {"grade", "5"}, {"consent_state", "given"}});
    act(known, "leave");
    EXPECT_EQ(other->text("child", known, "grade"), "5");
}

TEST_F(Consent, whyAChildWasTakenOutIsNotToldInItsHistoryEither) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"grade", "3"}});
    const auto done = (*tutor)->write(
        {Act{.type = &child(), .id = id, .action = "leave", .reason = "家里不愿意"}});
    ASSERT_TRUE(done) << done.error().detail;
    rest({tutor.get(), other.get()});
    const auto tells = [&](const Phone& phone) {
        const auto history = *phone->history(child(), id);
        return std::ranges::any_of(history.entries,
                                   [](const auto& entry) { return !entry.reason.empty(); });
    };
    EXPECT_TRUE(tells(*tutor));
    EXPECT_FALSE(tells(*other));
}

TEST_F(Consent, aConsentThatIsTakenBackTakesWhatOthersHad) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"grade", "3"}, {"birth_year", "2016"}});
    act(id, "ask");
    act(id, "admit");
    ASSERT_EQ(other->text("child", id, "birth_year"), "2016") << "to admit says there is consent";
    tutor->edit("child", id, {{"consent_state", "withdrawn"}});
    rest({tutor.get(), other.get()});
    EXPECT_FALSE(holdsMore(*other, id));
    EXPECT_EQ(other->text("child", id, "alias"), "小宝") << "it goes on being a pupil";
}

TEST_F(Consent, ofAChildWithoutConsentItsYearOfBirthStaysOnItsAuthorsPhone) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"birth_year", "2016"}});
    ASSERT_TRUE((*tutor)->write({Act{.type = &child(), .id = id, .action = "ask"}}));
    rest({tutor.get(), other.get()});
    EXPECT_EQ(tutor->text("child", id, "birth_year"), "2016");
    EXPECT_EQ(other->text("child", id, "birth_year"), "");
    EXPECT_EQ(other->text("child", id, "alias"), "小宝");
}

TEST_F(Consent, aQuarrelOverItHidesTheChildUntilItIsSettled) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"grade", "3"}});
    auto clerk = town.phone("赵雷", "institute_clerk");
    rest({tutor.get(), other.get(), clerk.get()});
    quarrel(id, *clerk);
    ASSERT_EQ((*tutor)->conflicts()->size(), 1U);
    EXPECT_EQ(other->text("child", id, "grade"), "") << "the later word is one of two";
    EXPECT_EQ(other->text("child", id, "alias"), "小宝");
    ASSERT_EQ((*other)->conflicts()->size(), 1U) << "whoever teaches sees what they differ in";
    ASSERT_EQ((*clerk)->conflicts()->size(), 1U) << "and whoever said one of the words";
    const auto state = child().field("consent_state")->number;
    ASSERT_TRUE((*clerk)->write(
        {Settle{.type = &child(), .id = id, .field = state, .value = std::int64_t{2}}}));
    rest({tutor.get(), clerk.get(), other.get()});
    EXPECT_TRUE(holdsMore(*other, id));
}

TEST_F(Consent, ofAQuarrelOverItHistoryTellsOthersTheQuarrelledWordsAlone) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"consent_state", "refused"}});
    auto clerk = town.phone("赵雷", "institute_clerk");
    rest({tutor.get(), other.get(), clerk.get()});
    tutor->edit("child", id, {{"consent_state", "none"}});
    rest({tutor.get(), other.get(), clerk.get()});
    quarrel(id, *clerk);
    ASSERT_EQ((*other)->conflicts()->size(), 1U);
    const auto number = [](const char* word) {
        return Value(child().field("consent_state")->choice(word)->number);
    };
    const std::vector<Value> quarrelled{number("withdrawn"), number("given")};
    EXPECT_EQ(wordsToldTo(*other, id), quarrelled);
    EXPECT_EQ(wordsToldTo(*clerk, id), quarrelled) << "whoever said one of them";
    EXPECT_EQ(wordsToldTo(*tutor, id).size(), 4U) << "who made the row reads all";
    const auto state = child().field("consent_state")->number;
    ASSERT_TRUE((*clerk)->write(
        {Settle{.type = &child(), .id = id, .field = state, .value = number("given")}}));
    rest({tutor.get(), clerk.get(), other.get()});
    EXPECT_EQ(wordsToldTo(*other, id).size(), 5U) << "with consent the history is told again";
}

TEST_F(Consent, whereNothingLiftsItAQuarrelIsNotTold) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"grade", "3"}});
    auto clerk = town.phone("赵雷", "institute_clerk");
    rest({tutor.get(), other.get(), clerk.get()});
    quarrel(id, *clerk);
    ASSERT_EQ((*other)->conflicts()->size(), 1U);
    act(id, "ask");
    EXPECT_FALSE(holdsMore(*other, id)) << "while consent is asked for nothing else shows";
    EXPECT_TRUE((*other)->conflicts()->empty());
    EXPECT_EQ(wordsToldTo(*other, id), std::vector<Value>{});
    EXPECT_EQ((*tutor)->conflicts()->size(), 1U) << "its author may settle it";
    act(id, "leave");
    EXPECT_EQ((*other)->conflicts()->size(), 1U) << "in which consent counts again";
    rest({clerk.get()});
    ASSERT_TRUE((*clerk)->write({Act{.type = &child(), .id = id, .action = "anonymise"}}));
    rest({clerk.get(), tutor.get(), other.get()});
    EXPECT_FALSE(holdsMore(*other, id));
    EXPECT_TRUE((*other)->conflicts()->empty());
    EXPECT_EQ(wordsToldTo(*other, id), std::vector<Value>{});
}

}  // namespace xiangji::test
