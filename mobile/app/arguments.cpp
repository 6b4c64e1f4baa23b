#include "mobile/app/arguments.hpp"

#include <QCommandLineParser>
#include <QDir>
#include <QRegularExpression>
#include <QStandardPaths>
#include <cstdio>
#include <cstdlib>

namespace xiangji {

namespace {

constexpr int kMisused = 2;
constexpr int kLeastPx = 320;
constexpr int kMostPx = 8192;

[[noreturn]] void misused(const QString& what) {
    std::fprintf(stderr, "xiangji-app: %s; --help shows what there is\n", qPrintable(what));
    std::exit(kMisused);
}

QSize sizeFrom(const QString& text) {
    static const QRegularExpression kSize("^([0-9]{1,5})x([0-9]{1,5})$");
    const auto found = kSize.match(text);
    const QSize size(found.captured(1).toInt(), found.captured(2).toInt());
    if (!found.hasMatch() || size.width() < kLeastPx || size.height() < kLeastPx ||
        size.width() > kMostPx || size.height() > kMostPx) {
        misused(QString("--size %1: write WIDTHxHEIGHT in pixels, from 320x320 to 8192x8192")
                    .arg(text));
    }
    return size;
}

QString oneOf(const QString& option, const QString& value, const QStringList& allowed) {
    if (!value.isEmpty() && !allowed.contains(value)) {
        misused(QString("--%1 %2: one of %3").arg(option, value, allowed.join(", ")));
    }
    return value;
}

}  // namespace

Arguments readArguments(const QStringList& arguments) {
    QCommandLineParser parser;
    parser.setApplicationDescription(
        "乡记: a volunteer's record book that works without a network.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions(
        {{"home", "Where this phone keeps everything (made if it is not there).", "DIR"},
         {"size", "Size of the window, such as 412x915.", "WxH"},
         {"drive", "Lets a program use the app: JSON lines on standard input and output."},
         {"pictures", "Where the pictures to choose from lie (the system's folder for them).",
          "DIR"},
         {"lang", "zh or en, for this run.", "LANGUAGE"},
         {"theme", "light, dark or system, for this run.", "THEME"}});
    if (!parser.parse(arguments)) {
        misused(parser.errorText());
    }
    if (parser.isSet("help")) {
        parser.showHelp();
    }
    if (parser.isSet("version")) {
        parser.showVersion();
    }
    if (!parser.positionalArguments().isEmpty()) {
        misused("nothing but options is expected, not " +
                parser.positionalArguments().constFirst());
    }
    Arguments read;
    read.home = parser.isSet("home")
                    ? QDir(parser.value("home")).absolutePath()
                    : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    read.size = parser.isSet("size") ? sizeFrom(parser.value("size")) : read.size;
    read.drive = parser.isSet("drive");
    read.pictures = parser.value("pictures");
    read.language = oneOf("lang", parser.value("lang"), {"zh", "en"});
    read.theme = oneOf("theme", parser.value("theme"), {"light", "dark", "system"});
    return read;
}

}  // namespace xiangji
