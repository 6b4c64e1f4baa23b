#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QTranslator>

class QJSEngine;
class QQmlEngine;

namespace xiangji {

/// How this person wants the app to look and speak; kept in the home, on this phone only. One per
/// program, GUI thread.
class Settings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// `zh` or `en`.
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    Q_PROPERTY(bool chinese READ chinese NOTIFY languageChanged)
    /// `light`, `dark` or `system`.
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged)
    Q_PROPERTY(bool dark READ dark NOTIFY themeChanged)
    /// 1 is the normal size of text.
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY sizeChanged)
    /// For old people: larger text, targets of at least 60 px.
    Q_PROPERTY(bool elder READ elder WRITE setElder NOTIFY sizeChanged)
    Q_PROPERTY(QString version READ version CONSTANT)

 public:
    /// Of a file that need not be there yet.
    explicit Settings(const QString& file, QObject* parent = nullptr);
    ~Settings() override;
    [[nodiscard]] static Settings& ofThisApp();
    /// For the QML engine, which must not own it.
    [[nodiscard]] static Settings* create(QQmlEngine* engine, QJSEngine* scripts);

    [[nodiscard]] QString language() const { return language_; }
    [[nodiscard]] bool chinese() const { return language_ != QLatin1String("en"); }
    [[nodiscard]] QString theme() const { return theme_; }
    [[nodiscard]] bool dark() const;
    [[nodiscard]] double textScale() const { return textScale_; }
    [[nodiscard]] bool elder() const { return elder_; }
    [[nodiscard]] QString version() const;

    void setLanguage(const QString& language);
    void setTheme(const QString& theme);
    void setTextScale(double scale);
    void setElder(bool elder);
    /// For this run only, from the command line; empty leaves a setting as it is.
    void showAs(const QString& language, const QString& theme);

 signals:
    /// The translation is already installed.
    void languageChanged();
    void themeChanged();
    void sizeChanged();

 private:
    void speak(const QString& language);

    QSettings file_;
    QTranslator english_;
    QString language_ = "zh";
    QString theme_ = "system";
    double textScale_ = 1;
    bool elder_ = false;
};

}  // namespace xiangji
