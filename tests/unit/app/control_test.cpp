#include "syncd/app/control.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "syncd/app/control_socket.hpp"
#include "tests/support/township.hpp"

namespace xiangji::syncd {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// A desk with three phones, which answers nobody but the township.
class TownDesk final : public Desk {
 public:
    TownDesk() {
        for (const auto* name : {"old", "behind", "current"}) {
            DeviceView view;
            view.device = Id::ofHash(name);
            view.fingerprint = std::string("PRINT") + name[0];
            view.personName = name;
            view.state = "active";
            devices.push_back(view);
        }
        devices[0].state = "revoked";
        devices[1].cursor = 4;
        devices[2].cursor = 9;
    }
    void ask(std::shared_ptr<Caller>, wire::Request, Done done) override { done({}); }
    Result<Invitation> invite(const InviteOrder& order, const Address& reachedAt) override {
        ordered = order;
        return Invitation{
            .address = reachedAt, .secret = Bytes(16, 's'), .personName = order.personName};
    }
    Result<wire::Delivered> deliver(const wire::Parcel& parcel) override {
        wire::Delivered delivered;
        delivered.set_words(parcel.sealed() == "mine" ? "" : "not for this centre");
        if (delivered.words().empty()) {
            delivered.add_answers()->set_sealed("receipts");
        }
        return delivered;
    }
    Result<DeviceView> confirm(const Id& device) override { return changed("active", device); }
    Result<DeviceView> revoke(const Id& device) override { return changed("revoked", device); }
    Result<std::vector<AsideView>> aside() override { return asides; }
    Result<std::vector<wire::ChangeVerdict>> retryAside(const AsideView& aside) override {
        retried = aside.id;
        wire::ChangeVerdict taken;
        taken.set_verdict(wire::VERDICT_TAKEN);
        return std::vector{taken};
    }
    Result<DeskStatus> status() override {
        DeskStatus status;
        status.lsn = 9;
        status.rows = {{"unit", 333}};
        status.devices = devices;
        return status;
    }

    Result<std::vector<RecoveryView>> recovery() override {
        return std::vector{RecoveryView{.id = Id::ofHash("lost"), .type = "activity"}};
    }
    Outcome acceptRecovery(const std::vector<Id>& proposals) override {
        accepted = proposals;
        return {};
    }
    Outcome dismissRecovery(const std::vector<Id>&) override { return {}; }
    Outcome copyTo(const std::filesystem::path&) override {
        return Error{Fault::diskFull, "the disk is full"};
    }
    Id ownDevice() const override { return {}; }
    Result<AuditReport> audit(const std::optional<LogHead>&) override {
        AuditReport report;
        report.findings.push_back({.lsn = 4, .type = "unit", .what = "changed"});
        return report;
    }

    Outcome noteAccess(const AccessEntry& entry) override {
        if (bookIsFull) {
            return Error{Fault::diskFull, "the disk is full"};
        }
        noted.push_back(entry);
        return {};
    }

    std::vector<AccessEntry> noted;
    bool bookIsFull = false;
    std::vector<DeviceView> devices;
    InviteOrder ordered;
    std::vector<Id> accepted;
    std::vector<AsideView> asides;
    Id retried;

 private:
    Result<DeviceView> changed(const std::string& state, const Id& device) {
        for (auto& view : devices) {
            if (view.device == device) {
                view.state = state;
                return view;
            }
        }
        return Error{Fault::notFound, "no such device"};
    }
};

class Commands : public ::testing::Test {
 protected:
    Result<json::object> ask(const char* question) {
        return control_.answer(json::parse(question).as_object());
    }

    TownDesk desk_;
    test::ScratchFolder keysFolder_;
    TlsIdentity next_ = *TlsIdentity::make();
    WireKeys keys_{KeyFolder(keysFolder_.path()), *TlsIdentity::make()->naming(next_)};
    Control control_{desk_, {"sync.example.cn", 7443}, keys_};
};

TEST_F(Commands, aParcelIsTakenAndItsAnswersComeBack) {
    wire::Parcel parcel;
    parcel.set_sealed("mine");
    const auto question = [&] {
        return json::object{{"ask", "parcel"}, {"parcel", toBase64Url(parcel.SerializeAsString())}};
    };
    const auto taken = control_.answer(question());
    ASSERT_TRUE(taken) << taken.error().detail;
    EXPECT_EQ(taken->at("words"), "");
    EXPECT_EQ(taken->at("answers").as_array().size(), 1U);
    parcel.set_sealed("another's");
    const auto refused = control_.answer(question());
    ASSERT_TRUE(refused) << refused.error().detail;
    EXPECT_EQ(refused->at("words"), "not for this centre");
    EXPECT_EQ(ask(R"({"ask":"parcel","parcel":"?"})").error().fault, Fault::invalid);
}

TEST_F(Commands, statusNamesTheOneWhoLacksSomethingAndWasSilentLongest) {
    const auto status = ask(R"({"ask":"status"})");
    ASSERT_TRUE(status) << status.error().detail;
    EXPECT_TRUE(status->at("door").is_null()) << "no serve, no door";
    EXPECT_EQ(status->at("lsn").to_number<int>(), 9);
    EXPECT_EQ(status->at("rows").at("unit").to_number<int>(), 333);
    EXPECT_EQ(status->at("devices").as_array().size(), 3U);
    EXPECT_EQ(status->at("oldestUnsynced").at("person"), "behind");
}

TEST_F(Commands, aProposalIsNamedByTheBeginningOfItsIdOrAllAreMeant) {
    const auto id = Id::ofHash("lost");
    ASSERT_EQ(ask(R"({"ask":"recovery"})")->at("proposals").as_array().size(), 1U);
    const auto one = R"({"ask":"accept","proposals":[")" + id.text().substr(0, 8) + R"("]})";
    ASSERT_TRUE(ask(one.c_str()));
    EXPECT_EQ(desk_.accepted, std::vector{id});
    desk_.accepted.clear();
    ASSERT_TRUE(ask(R"({"ask":"accept","all":true})"));
    EXPECT_EQ(desk_.accepted, std::vector{id});
    EXPECT_FALSE(ask(R"({"ask":"accept","proposals":["ffffffff"]})"));
}

TEST_F(Commands, anAuditTellsThePlaces) {
    const auto report = ask(R"({"ask":"audit"})");
    ASSERT_TRUE(report);
    EXPECT_EQ(report->at("findings").at(0).at("lsn").to_number<int>(), 4);
    EXPECT_FALSE(report->at("good").as_bool());
}

TEST_F(Commands, anInvitationSaysWherePhonesReachTheCentre) {
    const auto answer = ask(
        R"({"ask":"invite","unit":"360982100","role":"tutor","name":"王老师","uses":3,"hours":2})");
    ASSERT_TRUE(answer) << answer.error().detail;
    const auto invitation = Invitation::find(answer->at("invitation").as_string().c_str());
    ASSERT_TRUE(invitation);
    EXPECT_EQ(invitation->address.host, "sync.example.cn");
    EXPECT_EQ(invitation->address.port, 7443);
    EXPECT_EQ(invitation->address.pin, keys_.pins().pin);
    EXPECT_EQ(invitation->address.backupPin, next_.pin());
    EXPECT_EQ(desk_.ordered.unitCode, "360982100");
    EXPECT_EQ(desk_.ordered.uses, 3);
    EXPECT_DOUBLE_EQ(desk_.ordered.hours, 2.0);
}

TEST_F(Commands, afterARotationInvitationsSayTheNewKeyAndTheOneAfterIt) {
    ASSERT_TRUE(ask(R"({"ask":"keyNext"})"));
    const auto foretold = keys_.pins().backupPin;
    const auto rotated = ask(R"({"ask":"keyRotate"})");
    ASSERT_TRUE(rotated) << rotated.error().detail;
    EXPECT_EQ(rotated->at("pin").as_string(), toHex(foretold));
    EXPECT_EQ(rotated->at("before").to_number<int>(), 1);
    EXPECT_TRUE(rotated->at("nextLiesHere").as_bool());
    const auto answer = ask(R"({"ask":"invite","unit":"1","role":"tutor","name":"x"})");
    const auto invitation = Invitation::find(answer->at("invitation").as_string().c_str());
    ASSERT_TRUE(invitation);
    EXPECT_EQ(invitation->address.pin, foretold);
    EXPECT_EQ(invitation->address.backupPin, keys_.pins().backupPin);
    EXPECT_NE(invitation->address.backupPin, foretold);
}

TEST_F(Commands, aKeyThatWasNotForetoldDoesNotTakeThePlace) {
    ASSERT_TRUE(ask(R"({"ask":"keyNext"})"));
    const auto before = keys_.pins();
    const auto stranger = TlsIdentity::make()->keyPem();
    const auto refused = control_.answer({{"ask", "keyRotate"}, {"next", stranger}});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("not the next key"), std::string::npos);
    EXPECT_EQ(keys_.pins(), before);
    EXPECT_EQ(control_.answer({{"ask", "keyRotate"}, {"next", "no key"}}).error().fault,
              Fault::damaged);
}

TEST_F(Commands, anInvitationMaySayAnotherAddress) {
    const auto answer =
        ask(R"({"ask":"invite","unit":"1","role":"tutor","name":"x","advertise":"10.0.0.7:99"})");
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_EQ(Invitation::find(answer->at("invitation").as_string().c_str())->address.host,
              "10.0.0.7");
}

TEST_F(Commands, withoutAnAddressNobodyIsInvited) {
    Control lost(desk_, {}, keys_);
    const auto answer = lost.answer(
        json::parse(R"({"ask":"invite","unit":"1","role":"tutor","name":"x"})").as_object());
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().detail.find("--advertise"), std::string::npos)
        << answer.error().detail;
}

TEST_F(Commands, aPhoneIsNamedByIdBeginningOrFingerprint) {
    const auto id = desk_.devices[1].device.text();
    for (const auto& name : {id, id.substr(0, 8), std::string("PRINTb")}) {
        const auto answer = ask((R"({"ask":"confirm","device":")" + name + "\"}").c_str());
        ASSERT_TRUE(answer) << name;
        EXPECT_EQ(answer->at("device").at("person"), "behind") << name;
    }
    EXPECT_EQ(ask(R"({"ask":"revoke","device":"zzzz"})").error().fault, Fault::notFound);
    EXPECT_EQ(ask(R"({"ask":"revoke","device":""})").error().fault, Fault::notFound);
}

TEST_F(Commands, aNameThatFitsTwoPhonesMovesNeither) {
    desk_.devices[2].fingerprint = desk_.devices[1].fingerprint;
    EXPECT_EQ(ask(R"({"ask":"revoke","device":"PRINTb"})").error().fault, Fault::invalid);
    EXPECT_EQ(desk_.devices[1].state, "active");
}

TEST_F(Commands, anUnknownQuestionIsAnotherVersions) {
    EXPECT_EQ(ask(R"({"ask":"dance"})").error().fault, Fault::unsupported);
}

TEST(ControlLine, carriesAnswersAndErrorsUnchanged) {
    const auto good = readControlLine(controlLine(json::object{{"a", 1}}));
    ASSERT_TRUE(good);
    EXPECT_EQ(good->at("a").to_number<int>(), 1);
    const auto bad = readControlLine(controlLine(Error{Fault::diskFull, "no\nroom"}));
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fault, Fault::diskFull);
    EXPECT_EQ(bad.error().detail, "no\nroom");
    for (const auto* strange : {"", "[]", "{}", "{\"ok\":1}", "not json"}) {
        EXPECT_FALSE(readControlLine(strange)) << strange;
    }
}

TEST(ControlSocket, answersLineAfterLine) {
    const test::ScratchFolder folder;
    const auto socket =
        ControlSocket::open(folder.path(), [](const std::string& line) { return "heard " + line; });
    ASSERT_TRUE(socket) << socket.error().detail;
    for (const auto& line : {std::string("one"), std::string("two"), std::string(300'000, 'x')}) {
        const auto answer = askControlSocket(folder.path(), line);
        ASSERT_TRUE(answer) << answer.error().detail;
        EXPECT_EQ(*answer, "heard " + line);
    }
}

TEST(ControlSocket, isReachedHoweverLongThePathIs) {
    const test::ScratchFolder folder;
    const auto deep = folder.path() / std::string(120, 'a') / std::string(120, 'b');
    fs::create_directories(deep);
    const auto socket = ControlSocket::open(deep, [](const std::string&) { return "here"; });
    ASSERT_TRUE(socket) << socket.error().detail;
    EXPECT_EQ(*askControlSocket(deep, "where?"), "here");
}

TEST(ControlSocket, nobodyAnswersWhereNobodyRuns) {
    const test::ScratchFolder folder;
    EXPECT_FALSE(*askControlSocket(folder.path(), "hello?"));
    {
        const auto socket =
            ControlSocket::open(folder.path(), [](const std::string&) { return ""; });
    }
    EXPECT_FALSE(*askControlSocket(folder.path(), "hello?"));
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(ControlSocket, takesTheDoorOverFromADeadOne) {
    const test::ScratchFolder folder;
    const auto dead = ControlSocket::open(folder.path(), [](const std::string&) { return "old"; });
    const auto live = ControlSocket::open(folder.path(), [](const std::string&) { return "new"; });
    ASSERT_TRUE(live) << live.error().detail;
    EXPECT_EQ(*askControlSocket(folder.path(), "who?"), "new");
}

TEST(Control, whatIsPutAsideIsListedShownAndRetried) {
    TownDesk desk;
    AsideView view;
    view.id = Id::ofHash("aside");
    view.state = "held";
    view.kind = "change";
    view.reason = "no_row";
    view.awaits = "activity 0197";
    wire::Changeset changeset;
    auto& change = *changeset.add_changes();
    const auto& type = *Catalogue::builtIn().find("activity");
    change.set_type(type.number);
    change.set_row(Id::ofHash("row").bytes());
    change.set_verb(wire::VERB_EDIT);
    auto& cell = *change.add_cells();
    cell.set_field(type.field("place")->number);
    cell.set_text("祠堂");
    auto& element = *change.add_cells();
    element.set_field(type.field("service_target")->number);
    element.set_op(wire::Cell::OP_REMOVE);
    element.set_integer(1);
    view.changeset = changeset.SerializeAsString();
    desk.asides = {view};
    WireKeys keys(KeyFolder({}), *TlsIdentity::make());
    Control control(desk, {}, keys);
    const auto listed = control.answer({{"ask", "quarantine"}});
    ASSERT_TRUE(listed);
    EXPECT_EQ(listed->at("items").at(0).at("reason").as_string(), "no_row");
    const std::string beginning = view.id.text().substr(0, 8);
    const auto shown = control.answer({{"ask", "quarantineShow"}, {"id", beginning}});
    ASSERT_TRUE(shown);
    const auto& said = shown->at("item").at("changes").at(0);
    EXPECT_EQ(said.at("fields").at("place").as_string(), "祠堂");
    EXPECT_EQ(json::serialize(said.at("removed")), R"({"service_target":["minors"]})");
    ASSERT_EQ(desk.noted.size(), 1U) << "who looks leaves a line";
    EXPECT_EQ(desk.noted[0].act, "opened");
    EXPECT_EQ(desk.noted[0].row, view.row);
    desk.bookIsFull = true;
    EXPECT_EQ(control.answer({{"ask", "quarantineShow"}, {"id", beginning}}).error().fault,
              Fault::diskFull);
    const auto retried = control.answer({{"ask", "quarantineRetry"}, {"id", beginning}});
    ASSERT_TRUE(retried);
    EXPECT_EQ(desk.retried, view.id);
    EXPECT_EQ(retried->at("verdicts").at(0).at("verdict").as_string(), "taken");
    EXPECT_EQ(control.answer({{"ask", "quarantineShow"}, {"id", "ffff"}}).error().fault,
              Fault::notFound);
}

}  // namespace
}  // namespace xiangji::syncd
