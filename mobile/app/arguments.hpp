#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

namespace xiangji {

/// What the app is started with.
struct Arguments {
    QString home;
    QSize size{412, 915};
    bool drive = false;
    QString pictures;  ///< folder of pictures to choose from; empty: the system's
    QString language;  ///< empty: as set
    QString theme;     ///< empty: as set
};

/// Reads them; `--help` and mistakes end the program, a mistake with one line and code 2.
[[nodiscard]] Arguments readArguments(const QStringList& arguments);

}  // namespace xiangji
