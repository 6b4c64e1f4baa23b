#include <gtest/gtest.h>

#include <QDir>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <filesystem>
#include <memory>

#include "core/records/permission.hpp"
#include "core/store/file_key.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/words.hpp"
#include "tests/qml/app_stage.hpp"

namespace xiangji::test {
namespace {

/// What Qt says while it lives.
class Listening {
 public:
    Listening() {
        heard() = {};
        before_ = qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext&, const QString& words) { heard() += words; });
    }
    ~Listening() { qInstallMessageHandler(before_); }
    [[nodiscard]] static QStringList& heard() {
        static QStringList words;
        return words;
    }

 private:
    QtMessageHandler before_;
};

/// The app's window in this process.
class Window {
 public:
    Window() {
        engine_.addImportPath(":/qt/qml");
        engine_.load("qrc:/qt/qml/Xiangji/Ui/Main.qml");
        window_ = engine_.rootObjects().isEmpty()
                      ? nullptr
                      : qobject_cast<QQuickWindow*>(engine_.rootObjects().constFirst());
    }
    void open(const QString& page, const QVariantMap& properties) {
        QMetaObject::invokeMethod(window_, "open", Q_ARG(QVariant, page),
                                  Q_ARG(QVariant, properties));
        AppStage::settle();
        EXPECT_FALSE(window_->grabWindow().isNull());
    }
    void back() {
        QMetaObject::invokeMethod(window_, "back");
        AppStage::settle();
    }
    [[nodiscard]] QObject* item(const char* name) const {
        return window_->property("page").value<QObject*>()->findChild<QObject*>(name);
    }
    /// On the page, also what a Repeater made, which is nobody's QObject child.
    [[nodiscard]] QQuickItem* shown(const char* name) const {
        return below(qobject_cast<QQuickItem*>(window_->property("page").value<QObject*>()),
                     QString(name));
    }
    [[nodiscard]] QString page() const {
        return window_->property("page").value<QObject*>()->objectName();
    }

 private:
    static QQuickItem* below(QQuickItem* item, const QString& name) {
        if (item->objectName() == name) {
            return item;
        }
        for (auto* child : item->childItems()) {
            if (auto* found = below(child, name)) {
                return found;
            }
        }
        return nullptr;
    }

    QQmlApplicationEngine engine_;
    QQuickWindow* window_ = nullptr;
};

/// Every type's list, form and, where there is one, row; whoever looks.
void walkTheCatalogue(AppStage& stage) {
    Window window;
    for (const auto& type : Catalogue::builtIn().types()) {
        const QString name = toQt(type.name);
        window.open("ListPage", {{"type", name}});
        EXPECT_EQ(window.page(), "listPage") << type.name;
        window.back();
        window.open("FormPage", {{"type", name}});
        EXPECT_EQ(window.page(), "formPage") << type.name;
        window.back();
        const auto rows = (*stage.phone)->list(type, {.most = 1});
        if (rows && !rows->empty()) {
            window.open("RowPage", {{"type", name}, {"rowId", toQt(rows->front().id)}});
            window.back();
        }
    }
}

TEST(Pages, everyRecordTypeHasListFormAndRowWithoutAWarning) {
    for (const char* role : {"volunteer", "tutor", "centre_admin"}) {
        AppStage stage(role);
        const Listening listening;
        walkTheCatalogue(stage);
        EXPECT_EQ(Listening::heard().join("\n").toStdString(), "") << role;
    }
}

TEST(Pages, aNewInvitationIsOfNoUseWhereTheCentreAnswersAndThatIsSaid) {
    AppStage stage;
    const auto name = stage.session->personName();
    const auto invited = stage.township.desk->invite(
        {.unitCode = "360982100", .role = "tutor", .personName = "王老师"},
        {.host = "new.test", .port = 7443, .pin = Bytes(32, 'n')});
    ASSERT_TRUE(invited) << invited.error().detail;
    Window window;
    window.open("SettingsPage", {});
    auto* field = window.item("renewField");
    auto* button = window.item("renewNowButton");
    ASSERT_TRUE(field != nullptr && button != nullptr);
    EXPECT_FALSE(button->property("enabled").toBool());
    field->setProperty("text", toQt("所里说：" + invited->text() + " 请更新"));
    EXPECT_TRUE(button->property("enabled").toBool());
    QMetaObject::invokeMethod(button, "clicked");
    ASSERT_TRUE(stage.worker->finish(20'000));
    AppStage::settle();
    EXPECT_TRUE(stage.session->joinError().contains("什么都没有改"));
    EXPECT_EQ(window.item("renewError")->property("text"), stage.session->joinError());
    EXPECT_EQ(stage.session->host().toStdString(), "township.test");
    EXPECT_EQ(stage.session->personName(), name);
}

TEST(Pages, whoCannotOpenTheHomeReadsWhyAndThatNothingIsLost) {
    Settings settings(QDir::temp().filePath("xiangji-no-such.ini"));
    settings.showAs("zh", "light");
    const Listening listening;
    for (const auto* reason : {"locked", "away", "other"}) {
        QQmlApplicationEngine engine;
        engine.addImportPath(":/qt/qml");
        engine.setInitialProperties({{"reason", reason}, {"detail", "the key store is away"}});
        engine.load("qrc:/qt/qml/Xiangji/Ui/pages/ShutWindow.qml");
        ASSERT_FALSE(engine.rootObjects().isEmpty());
        auto* text = engine.rootObjects().constFirst()->findChild<QObject*>("shutText");
        ASSERT_NE(text, nullptr);
        const auto words = text->property("text").toString();
        EXPECT_TRUE(words.contains("记录都还在")) << reason;
        EXPECT_EQ(words.contains("密码库"), std::string(reason) != "other");
    }
    EXPECT_EQ(Listening::heard().join("\n").toStdString(), "");
}

TEST(Pages, theKeyMovesIntoTheSystemsStoreWhereThereIsOneAndBack) {
    AppStage stage;
    Window window;
    const auto look = [&] {
        window.open("SettingsPage", {});
        ASSERT_TRUE(stage.worker->finish(20'000));
        AppStage::settle();
    };
    look();
    ASSERT_NE(window.shown("keyPlace_secret-service"), nullptr);
    EXPECT_FALSE(window.shown("keyPlace_secret-service")->isVisible())
        << "there is nothing to choose";
    EXPECT_TRUE(window.item("keyPlaceText")->property("text").toString().contains("文件夹"));
    window.back();
    stage.system.here = true;
    look();
    const auto key = stage.phone->keys.load("device.key").valueOr({}).value_or("");
    const auto pick = [&](const char* name) {
        auto* chip = window.shown(name);
        ASSERT_NE(chip, nullptr);
        QMetaObject::invokeMethod(chip, "clicked");
        ASSERT_TRUE(stage.worker->finish(20'000));
        AppStage::settle();
    };
    pick("keyPlace_secret-service");
    EXPECT_EQ(stage.keyPlaces->property("place").toString().toStdString(), "secret-service");
    EXPECT_EQ(stage.phone->keys.load("device.key").valueOr("here"), std::nullopt);
    EXPECT_EQ(stage.keys->load("device.key").valueOr({}), key);
    stage.system.here = false;  // It says no, but what it has it gives.
    pick("keyPlace_file");
    EXPECT_EQ(stage.phone->keys.load("device.key").valueOr({}), key);
    EXPECT_TRUE(stage.system.kept.empty());
    EXPECT_EQ(window.item("keyOutcome")->property("text").toString().toStdString(), "");
    stage.keyPlaces->move("secret-service");
    ASSERT_TRUE(stage.worker->finish(20'000));
    AppStage::settle();
    EXPECT_TRUE(stage.keyPlaces->property("outcome").toString().contains("钥匙没有丢"));
    EXPECT_EQ(stage.phone->keys.load("device.key").valueOr({}), key);
}

TEST(Pages, theKeysCardSaysWhetherAllOfItIsEncryptedAndIfNotWhy) {
    AppStage stage;
    Window window;
    window.open("SettingsPage", {});
    ASSERT_TRUE(stage.worker->finish(20'000));
    AppStage::settle();
    auto* words = window.item("databaseText");
    ASSERT_NE(words, nullptr);
    const auto status = *(*stage.phone)->status();
    EXPECT_EQ(words->property("text").toString(), Words::database(status));
    EXPECT_EQ(words->property("text").toString().contains("不能整个加密"), !canEncryptFiles());
    Status full;
    full.clearBecause = Fault::diskFull;
    EXPECT_TRUE(Words::database(full).contains("空间不够"));
    Status whole;
    whole.encrypted = true;
    EXPECT_TRUE(Words::database(whole).contains("整个加密存放"));
}

TEST(Pages, aCopiedHomeSaysThatItsRowsWaitForANewInvitation) {
    AppStage stage;
    const std::vector<std::pair<std::string, std::string>> lesson{
        {"title", "村口宣讲"}, {"type", "drowning_prevention"}, {"org", "360982100"}};
    stage.phone->add("activity", lesson);
    stage.phone->sync();
    const auto copy = stage.township.folder.path() / "copy";
    std::filesystem::copy(stage.phone->home, copy, std::filesystem::copy_options::recursive);
    stage.phone->add("activity", lesson);
    stage.phone->sync();
    stage.phone->home = copy;
    stage.restart();
    stage.phone->add("activity", lesson);
    (void)(*stage.phone)->sync(nullptr);
    AppStage::settle();
    Window window;
    window.open("SyncPage", {});
    const auto words = window.item("waitingWords")->property("text").toString();
    EXPECT_TRUE(words.contains("重新加入")) << words.toStdString();
    window.back();
    window.open("SettingsPage", {});
    EXPECT_TRUE(window.shown("copiedWords")->isVisible());
    EXPECT_TRUE(window.item("renewButton")->property("text").toString().contains("重新加入"));
}

TEST(Pages, thoseMadeByHandOpenWithoutAWarning) {
    AppStage stage;
    stage.phone->add("child", {{"alias", "小宝"}, {"grade", "3"}});
    const Listening listening;
    {
        Window window;
        for (const char* page : {"ActivityPage", "TutoringPage", "SettingsPage"}) {
            window.open(page, {});
            window.back();
        }
        stage.settings->setLanguage("en");
        stage.settings->setTheme("dark");
        stage.settings->setElder(true);
        window.open("ActivityPage", {});
        window.back();
    }
    EXPECT_EQ(Listening::heard().join("\n").toStdString(), "");
}

}  // namespace
}  // namespace xiangji::test
