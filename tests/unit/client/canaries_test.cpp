// A canary in every sensitive text of the catalogue, through all a phone and a centre do with it:
// found in no file of either, nor in a bundle or a backup.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "core/client/bundle_file.hpp"
#include "core/records/validate.hpp"
#include "core/records/wire_values.hpp"
#include "tests/support/files_with.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

namespace {

constexpr const char* kCanary = "金丝雀";
constexpr const char* kTownship = "360982100";

bool isSensitiveText(const Field& field) {
    return !field.common && field.kind == Kind::text && !field.isSet &&
           field.rules.privacy() == PRIVACY_SENSITIVE;
}

/// A photo or a recording.
bool needsFile(const RecordType& type) {
    return std::ranges::any_of(type.fields,
                               [](const Field& field) { return field.kind == Kind::blob; });
}

/// Rows of every type with a sensitive text, with a canary in each, something in every other sealed
/// field, and whatever else they need.
class CanaryRows {
 public:
    explicit CanaryRows(Phone& phone) : phone_(phone) {}

    Id of(const RecordType& type) {
        if (const auto found = rows_.find(type.name); found != rows_.end()) {
            return found->second;
        }
        std::vector<std::pair<std::string, std::string>> fields;
        for (const auto& field : type.fields) {
            if (const auto text = valueFor(type, field); !text.empty()) {
                fields.emplace_back(field.name, text);
            }
        }
        return rows_[type.name] = phone_.add(type.name, fields);
    }
    [[nodiscard]] const std::map<std::string, Id>& all() const { return rows_; }
    [[nodiscard]] const std::set<std::string>& written() const { return written_; }

 private:
    std::string valueFor(const RecordType& type, const Field& field) {
        const auto& rules = field.rules;
        if (isSensitiveText(field)) {
            written_.insert(type.name + "." + field.name);
            return kCanary;
        }
        const auto& keys = type.rules.natural_key();
        const bool needed = !field.common && (rules.required() || &field == type.homeField() ||
                                              std::ranges::find(keys, field.name) != keys.end());
        return needed || rules.sealed() ? sample(field) : std::string();
    }
    std::string sample(const Field& field) {
        const auto& rules = field.rules;
        switch (field.kind) {
            case Kind::reference:
                return rules.ref() == "unit" ? kTownship
                       : rules.ref() == "person"
                           ? phone_->me().person.text()
                           : of(*Catalogue::builtIn().find(rules.ref())).text();
            case Kind::choice:
                return field.choices.front().name;
            case Kind::text:
                return rules.unit() == UNIT_DATE ? "2026-06-19" : "一二三四五六七八九十";
            default:
                return std::to_string(rules.has_min() ? rules.min() : 1);
        }
    }

    Phone& phone_;
    std::map<std::string, Id> rows_;
    std::set<std::string> written_;
};

struct Canaries : testing::Test {
    Township town;
    std::unique_ptr<Phone> clerk = town.phone("赵雷", "institute_clerk");
    std::unique_ptr<Phone> tutor = town.phone("李明", "tutor");
    std::unique_ptr<Phone> reader = town.phone("陈静", "child_data_reader");
    std::vector<Phone*> phones{clerk.get(), tutor.get(), reader.get()};
    CanaryRows rows{*clerk};

    void everybody() {
        for (int round = 0; round < 2; ++round) {
            for (auto* phone : phones) {
                phone->sync();
            }
        }
        town.clock.advance(1'000);
    }
    std::vector<std::string> filesWith(std::string_view bytes) const {
        auto found = test::filesWith(town.folder.path(), bytes);
        for (const auto* phone : phones) {
            std::ranges::move(test::filesWith(phone->home, bytes), std::back_inserter(found));
        }
        return found;
    }
    /// Sealed fields of which something lies open in a database's rows.
    static std::set<std::string> lyingOpen(Connection& sql) {
        std::set<std::string> open;
        for (const auto& type : Catalogue::builtIn().types()) {
            for (const auto& field : type.fields) {
                auto query = sql.statement("SELECT 1 FROM \"" + type.name + "\" WHERE typeof(\"" +
                                           field.name + "\") NOT IN ('null', 'text') OR \"" +
                                           field.name + "\" NOT LIKE 'xs1.%' LIMIT 1");
                if (field.rules.sealed() && query.step()) {
                    open.insert(type.name + "." + field.name);
                }
            }
        }
        return open;
    }
    /// Sealed fields of which a line of the centre's log tells something, and those of which it
    /// does so in the clear.
    std::pair<std::set<std::string>, std::set<std::string>> tellingLines() const {
        std::set<std::string> told;
        std::set<std::string> open;
        for (const auto& [name, id] : rows.all()) {
            const auto& type = *Catalogue::builtIn().find(name);
            const auto lines = town.central->history(type.number, id).valueOr({});
            for (const auto& line : lines) {
                wire::Change change;
                change.ParseFromString(line.change);
                for (const auto& cell : change.cells()) {
                    const Field* field = type.field(FieldNumber{cell.field()});
                    if (field->rules.sealed() && cell.value_case() != wire::Cell::VALUE_NOT_SET) {
                        told.insert(name + "." + field->name);
                        if (!isSealedText(cell.text())) {
                            open.insert(name + "." + field->name);
                        }
                    }
                }
            }
        }
        return {told, open};
    }
    /// Every sensitive text of a phone's rows again, with another canary.
    static void rewrite(Phone& phone, const CanaryRows& rows, const std::string& canary) {
        for (const auto& [name, id] : rows.all()) {
            const auto& type = *Catalogue::builtIn().find(name);
            for (const auto& field : type.fields) {
                if (isSensitiveText(field) && !type.appendOnly()) {
                    try {
                        phone.edit(name, id, {{field.name, canary}});
                    } catch (const std::runtime_error& refused) {
                        // A phone that may not write it says so, without what it was given.
                        EXPECT_EQ(std::string(refused.what()).find(kCanary), std::string::npos);
                    }
                }
            }
        }
    }
};

TEST_F(Canaries, inEverySensitiveTextAreInNoFileOfPhonesAndCentre) {
    const auto empty = town.backup("empty");
    clerk->links.offline = true;
    std::set<std::string> sensitive;
    std::set<std::string> sealed;
    std::string draft;
    for (const auto& type : Catalogue::builtIn().types()) {
        for (const auto& field : type.fields) {
            if (isSensitiveText(field)) {
                sensitive.insert(type.name + "." + field.name);
                draft += field.name + kCanary;
            }
            if (field.rules.sealed() && !needsFile(type)) {
                sealed.insert(type.name + "." + field.name);
                static_cast<void>(rows.of(type));
            }
        }
    }
    EXPECT_EQ(rows.written(), sensitive);
    EXPECT_TRUE(sensitive.contains("child.alias") && sensitive.contains("guardian.guardian_name"));
    ASSERT_TRUE((*clerk)->saveDraft("child", draft));
    ASSERT_TRUE(writeBundleFile(**clerk, town.folder.path() / "waiting.xjb"));
    EXPECT_EQ(filesWith(kCanary), std::vector<std::string>{}) << "what waits";

    clerk->links.offline = false;
    everybody();
    // Apart, so that quarrels come of it, and then one more word over each.
    rewrite(*clerk, rows, std::string(kCanary) + "甲");
    rewrite(*tutor, rows, std::string(kCanary) + "乙");
    rewrite(*clerk, rows, std::string(kCanary) + std::string(70'000, 'x'));
    everybody();
    EXPECT_FALSE((*clerk)->conflicts()->empty());
    const auto full = town.backup("full");
    ASSERT_TRUE(town.desk->archive({.beforeMs = town.clock.nowMs() + 1, .segmentLines = 8}));
    for (const auto& [name, id] : rows.all()) {
        const auto& type = *Catalogue::builtIn().find(name);
        (void)(*clerk)->write({Void{.type = &type, .id = id, .reason = "试"}});
    }
    everybody();
    EXPECT_EQ(filesWith(kCanary), std::vector<std::string>{}) << "what was said";
    const auto [told, open] = tellingLines();
    EXPECT_TRUE(std::ranges::includes(told, sealed)) << "each sealed field was written";
    EXPECT_EQ(open, std::set<std::string>{}) << "numbers and choices in the log";
    EXPECT_EQ(
        lyingOpen(**Connection::open(town.folder.path() / "central.db", Connection::Mode::read)),
        std::set<std::string>{});

    // What the centre lost lies with phones, and as proposals at the centre.
    town.restore(full, {clerk.get(), tutor.get(), reader.get()});
    everybody();
    town.restore(empty, {clerk.get(), tutor.get(), reader.get()});
    tutor->sync();
    EXPECT_FALSE(town.desk->recovery()->empty());
    EXPECT_EQ(filesWith(kCanary), std::vector<std::string>{}) << "what waits for a decision";
    everybody();
    for (auto* phone : phones) {
        phone->client.reset();
        EXPECT_EQ(lyingOpen(*phone->file()), std::set<std::string>{});
    }
    EXPECT_EQ(filesWith(kCanary), std::vector<std::string>{});
    EXPECT_NE(filesWith("临江镇"), std::vector<std::string>{}) << "the search itself finds things";
}

}  // namespace

}  // namespace xiangji::test
