#include "core/records/catalogue.hpp"

#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <functional>

namespace xiangji {
namespace {

namespace pb = google::protobuf;

/// A sound record type in a file of its own, to be spoilt by a test.
struct Sample {
    pb::FileDescriptorSet files;
    pb::DescriptorProto* message = nullptr;

    Sample() {
        pb::DescriptorProto::descriptor()->file()->CopyTo(files.add_file());
        Label::descriptor()->file()->CopyTo(files.add_file());
        auto& file = *files.add_file();
        file.set_name("records/visit.proto");
        file.set_package("xiangji.records");
        file.set_syntax("proto3");
        file.add_dependency("options.proto");
        message = file.add_message_type();
        message->set_name("HomeVisit");
        auto& rules = *message->mutable_options()->MutableExtension(record);
        rules.set_number(90);
        rules.mutable_label()->set_zh("家访");
        rules.mutable_label()->set_en("Home visit");
        rules.add_insert(ROLE_VOLUNTEER);
        rules.set_title("note");
        addField("note", 10);
    }

    pb::FieldDescriptorProto& addField(const std::string& name, int number) {
        auto& field = *message->add_field();
        field.set_name(name);
        field.set_number(number);
        field.set_type(pb::FieldDescriptorProto::TYPE_STRING);
        field.set_label(pb::FieldDescriptorProto::LABEL_OPTIONAL);
        put(*rulesOf(field).mutable_label());
        return field;
    }
    /// A field of an enum with one choice; answers the choice's rules.
    EnumValueRules& addChoice(const std::string& name, int number, const std::string& choice) {
        auto& mood = *file().add_enum_type();
        mood.set_name("Mood");
        mood.add_value()->set_name("MOOD_UNSPECIFIED");
        mood.mutable_value(0)->set_number(0);
        auto& value = *mood.add_value();
        value.set_name(choice);
        value.set_number(1);
        auto& field = addField(name, number);
        field.set_type(pb::FieldDescriptorProto::TYPE_ENUM);
        field.set_type_name(".xiangji.records.Mood");
        auto& rules = *value.mutable_options()->MutableExtension(xiangji::value);
        put(*rules.mutable_label());
        return rules;
    }
    State& addState(const std::string& name) {
        auto& state = *rules().mutable_lifecycle()->add_states();
        state.set_name(name);
        put(*state.mutable_label());
        return state;
    }
    Action& addAction(const std::string& name, const std::string& from, const std::string& to) {
        auto& action = *rules().mutable_lifecycle()->add_actions();
        action.set_name(name);
        action.add_from(from);
        action.set_to(to);
        put(*action.mutable_label());
        return action;
    }
    void addTwin(const std::string& name, std::uint32_t number) {
        const pb::DescriptorProto copy = *message;
        auto& twin = *file().add_message_type();
        twin = copy;
        twin.set_name(name);
        twin.mutable_options()->MutableExtension(record)->set_number(number);
        message = file().mutable_message_type(0);
    }
    pb::FileDescriptorProto& file() { return *files.mutable_file(files.file_size() - 1); }
    static void put(Label& label) {
        label.set_zh("备注");
        label.set_en("Note");
    }
    static FieldRules& rulesOf(pb::FieldDescriptorProto& wanted) {
        return *wanted.mutable_options()->MutableExtension(field);
    }
    RecordRules& rules() const { return *message->mutable_options()->MutableExtension(record); }
    [[nodiscard]] Result<Catalogue> read() const {
        return Catalogue::read(files.SerializeAsString());
    }
};

using Spoil = std::function<void(Sample&)>;

void expectRefused(const std::vector<std::pair<const char*, Spoil>>& spoilt) {
    for (const auto& [what, spoil] : spoilt) {
        Sample sample;
        spoil(sample);
        EXPECT_FALSE(sample.read()) << what;
    }
}

TEST(Catalogue, aNewRecordTypeIsReadFromItsDescriptorAlone) {
    const auto catalogue = Sample().read();
    ASSERT_TRUE(catalogue) << catalogue.error().detail;
    const auto* type = catalogue->find("home_visit");
    ASSERT_NE(type, nullptr);
    EXPECT_EQ(type->number, 90U);
    EXPECT_EQ(type->fields.size(), 6U);
    EXPECT_EQ(type->field("note")->number, 10U);
    EXPECT_TRUE(type->field("status")->common);
    EXPECT_EQ(catalogue->find(TypeNumber{90}), type);
}

TEST(Catalogue, everyContradictionOfATypeIsRefused) {
    const std::vector<std::pair<const char*, Spoil>> spoilt = {
        {"no number", [](Sample& s) { s.rules().set_number(0); }},
        {"nobody may insert", [](Sample& s) { s.rules().clear_insert(); }},
        {"no English label", [](Sample& s) { s.rules().mutable_label()->clear_en(); }},
        {"no Chinese label", [](Sample& s) { s.rules().mutable_label()->clear_zh(); }},
        {"an unknown title", [](Sample& s) { s.rules().set_title("nothing"); }},
        {"an unknown when", [](Sample& s) { s.rules().set_when("nothing"); }},
        {"an unknown home", [](Sample& s) { s.rules().set_home("nothing"); }},
        {"a home that is no reference", [](Sample& s) { s.rules().set_home("note"); }},
        {"an unknown natural key", [](Sample& s) { s.rules().add_natural_key("nothing"); }},
        {"a natural key that may be left out",
         [](Sample& s) { s.rules().add_natural_key("note"); }},
        {"a natural key that may change",
         [](Sample& s) {
             Sample::rulesOf(s.addField("key", 11)).set_required(true);
             s.rules().add_natural_key("key");
         }},
        {"writers who may not read it", [](Sample& s) { s.rules().add_read(ROLE_OFFICER); }},
        {"a second type of the same number", [](Sample& s) { s.addTwin("Other", 90); }},
    };
    expectRefused(spoilt);
}

TEST(Catalogue, everyContradictionOfAFieldIsRefused) {
    const std::vector<std::pair<const char*, Spoil>> spoilt = {
        {"an own field below 10", [](Sample& s) { s.addField("early", 9); }},
        {"a field's number again", [](Sample& s) { s.addField("other", 10); }},
        {"a field's name again", [](Sample& s) { s.addField("note", 11); }},
        {"a common field's name again", [](Sample& s) { s.addField("status", 11); }},
        {"a field called id", [](Sample& s) { s.addField("id", 11); }},
        {"a field without a label",
         [](Sample& s) { Sample::rulesOf(s.addField("bare", 11)).clear_label(); }},
        {"a field of half a label",
         [](Sample& s) { Sample::rulesOf(s.addField("bare", 11)).mutable_label()->clear_zh(); }},
        {"a reference to nothing",
         [](Sample& s) {
             auto& field = s.addField("to", 11);
             field.set_type(pb::FieldDescriptorProto::TYPE_BYTES);
             Sample::rulesOf(field).set_ref("nothing");
         }},
        {"a kind that has no cell",
         [](Sample& s) {
             s.addField("small", 11).set_type(pb::FieldDescriptorProto::TYPE_UINT64);
         }},
        {"a set of class F",
         [](Sample& s) {
             auto& field = s.addField("many", 11);
             field.set_label(pb::FieldDescriptorProto::LABEL_REPEATED);
             Sample::rulesOf(field).set_merge(MERGE_CLASS_F);
         }},
        {"a set of reals",
         [](Sample& s) {
             auto& field = s.addField("many", 11);
             field.set_label(pb::FieldDescriptorProto::LABEL_REPEATED);
             field.set_type(pb::FieldDescriptorProto::TYPE_DOUBLE);
         }},
        {"one value of class G",
         [](Sample& s) { Sample::rulesOf(s.addField("one", 11)).set_merge(MERGE_CLASS_G); }},
        {"a text that may not name oneself",
         [](Sample& s) { Sample::rulesOf(s.addField("whom", 11)).set_not_self(true); }},
        {"a choice without a label",
         [](Sample& s) { s.addChoice("mood", 11, "MOOD_GOOD").clear_label(); }},
        {"a sensitive office column",
         [](Sample& s) {
             auto& rules = Sample::rulesOf(s.addField("health", 11));
             rules.set_privacy(PRIVACY_SENSITIVE);
             rules.set_office_column(1);
         }},
    };
    expectRefused(spoilt);
}

TEST(Catalogue, everyContradictionOfALifecycleIsRefused) {
    const std::vector<std::pair<const char*, Spoil>> spoilt = {
        {"a state without a label", [](Sample& s) { s.addState("draft").clear_label(); }},
        {"a state twice",
         [](Sample& s) {
             s.addState("draft");
             s.addState("draft");
         }},
        {"an action to nowhere",
         [](Sample& s) {
             s.addState("draft");
             s.addAction("go", "draft", "nowhere");
         }},
        {"an action from nowhere",
         [](Sample& s) {
             s.addState("draft");
             s.addAction("go", "nowhere", "draft");
         }},
        {"an action from no state",
         [](Sample& s) {
             s.addState("draft");
             s.addAction("go", "draft", "draft").clear_from();
         }},
        {"an action without a label",
         [](Sample& s) {
             s.addState("draft");
             s.addAction("go", "draft", "draft").clear_label();
         }},
        {"a state that shows by a field that is no choice",
         [](Sample& s) {
             auto& state = s.addState("draft");
             state.set_title_only(true);
             state.add_unless()->set_field("note");
         }},
        {"a state that shows by a choice that is not there",
         [](Sample& s) {
             s.addChoice("mood", 11, "MOOD_GOOD");
             auto& state = s.addState("draft");
             state.set_title_only(true);
             state.add_unless()->set_field("mood");
             state.mutable_unless(0)->set_choice("bad");
         }},
        {"a state that hides nothing and says unless when",
         [](Sample& s) {
             s.addChoice("mood", 11, "MOOD_GOOD");
             s.addState("draft").add_unless()->set_field("mood");
         }},
    };
    expectRefused(spoilt);
}

TEST(Catalogue, aReferenceToAPersonThatDoesNotSayWhatAnErasureDoesIsRefused) {
    const auto refer = [](Sample& s, OnErasure says) -> FieldRules& {
        // Somebody, in the same file: rows of a type that is not open are about people.
        s.addTwin("Somebody", 91);
        auto& somebody = *s.file().mutable_message_type(s.file().message_type_size() - 1);
        somebody.mutable_options()->MutableExtension(record)->set_privacy(PRIVACY_PERSONAL);
        s.message = s.file().mutable_message_type(0);
        auto& field = s.addField("whom", 20);
        field.set_type(pb::FieldDescriptorProto::TYPE_BYTES);
        auto& rules = *field.mutable_options()->MutableExtension(xiangji::field);
        rules.set_ref("somebody");
        rules.set_on_erasure(says);
        return rules;
    };
    expectRefused({
        {"a reference that does not say it", [&](Sample& s) { refer(s, ON_ERASURE_UNSPECIFIED); }},
        {"a set of people that is emptied",
         [&](Sample& s) {
             refer(s, ON_ERASURE_EMPTIES).set_merge(MERGE_CLASS_G);
             s.message->mutable_field(s.message->field_size() - 1)
                 ->set_label(pb::FieldDescriptorProto::LABEL_REPEATED);
         }},
        {"one that empties and goes itself",
         [&](Sample& s) { refer(s, ON_ERASURE_EMPTIES).set_privacy(PRIVACY_PERSONAL); }},
        {"a word for erasures on what names nobody",
         [&](Sample& s) { s.rulesOf(s.addField("other", 30)).set_on_erasure(ON_ERASURE_STAYS); }},
        {"an open field that is counted",
         [&](Sample& s) { s.rulesOf(s.addField("other", 30)).set_counted(true); }},
    });
    Sample sound;
    refer(sound, ON_ERASURE_ERASES);
    const auto catalogue = sound.read();
    EXPECT_TRUE(catalogue) << catalogue.error().detail;
}

TEST(Catalogue, bytesThatAreNoDescriptorsAreRefused) {
    EXPECT_FALSE(Catalogue::read("\xff\xff"));
}

TEST(Catalogue, aSoundLifecycleAndChoicesAreTaken) {
    Sample sample;
    sample.addChoice("mood", 11, "MOOD_VERY_GOOD");
    sample.addState("draft");
    sample.addState("sent");
    sample.addAction("send", "draft", "sent");
    const auto catalogue = sample.read();
    ASSERT_TRUE(catalogue) << catalogue.error().detail;
    const auto& type = *catalogue->find("home_visit");
    EXPECT_EQ(type.initialState(), "draft");
    EXPECT_EQ(type.action("send")->to(), "sent");
    ASSERT_EQ(type.field("mood")->choices.size(), 1U);
    EXPECT_EQ(type.field("mood")->choices.front().name, "very_good");
}

}  // namespace
}  // namespace xiangji
