#include "mobile/models/settings.hpp"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QJSEngine>
#include <QLocale>
#include <QPalette>
#include <algorithm>

namespace xiangji {

namespace {

constexpr int kDarkBelow = 128;  // of 255
constexpr double kMostTextScale = 1.6;
Settings* current = nullptr;

QString systemLanguage() {
    return QLocale::system().language() == QLocale::English ? "en" : "zh";
}

}  // namespace

Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent), file_(file, QSettings::IniFormat) {
    Q_ASSERT(current == nullptr);
    current = this;
    theme_ = file_.value("theme", theme_).toString();
    textScale_ = std::clamp(file_.value("textScale", textScale_).toDouble(), 1.0, kMostTextScale);
    elder_ = file_.value("elder", elder_).toBool();
    speak(file_.value("language", systemLanguage()).toString());
}

Settings::~Settings() {
    current = nullptr;
}

Settings& Settings::ofThisApp() {
    Q_ASSERT(current != nullptr);
    return *current;
}

Settings* Settings::create(QQmlEngine*, QJSEngine*) {
    QJSEngine::setObjectOwnership(&ofThisApp(), QJSEngine::CppOwnership);
    return &ofThisApp();
}

bool Settings::dark() const {
    if (theme_ != QLatin1String("system")) {
        return theme_ == QLatin1String("dark");
    }
    return QGuiApplication::palette().color(QPalette::Window).lightness() < kDarkBelow;
}

QString Settings::version() const {
    return QCoreApplication::applicationVersion();
}

void Settings::setLanguage(const QString& language) {
    if (language != language_) {
        file_.setValue("language", language);
        speak(language);
    }
}

void Settings::setTheme(const QString& theme) {
    if (theme != theme_) {
        file_.setValue("theme", theme);
        theme_ = theme;
        emit themeChanged();
    }
}

void Settings::setTextScale(double scale) {
    if (scale != textScale_) {
        file_.setValue("textScale", scale);
        textScale_ = scale;
        emit sizeChanged();
    }
}

void Settings::setElder(bool elder) {
    if (elder != elder_) {
        file_.setValue("elder", elder);
        elder_ = elder;
        emit sizeChanged();
    }
}

void Settings::showAs(const QString& language, const QString& theme) {
    if (!language.isEmpty() && language != language_) {
        speak(language);
    }
    if (!theme.isEmpty() && theme != theme_) {
        theme_ = theme;
        emit themeChanged();
    }
}

void Settings::speak(const QString& language) {
    QCoreApplication::removeTranslator(&english_);
    language_ = language == QLatin1String("en") ? "en" : "zh";
    if (!chinese() && english_.load(":/i18n/xiangji_en.qm")) {
        QCoreApplication::installTranslator(&english_);
    }
    emit languageChanged();
}

}  // namespace xiangji
