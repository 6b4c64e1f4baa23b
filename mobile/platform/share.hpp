#pragma once

#include <QString>

#include "core/base/result.hpp"

namespace xiangji {

/// Where something handed to the system ended up, for the page to say so.
struct Shared {
    enum class Place { systemSheet, clipboard, downloads };
    Place place = Place::systemSheet;
    QString path;  ///< of the copy, with Place::downloads
};

/// Hands a text or a file to the system, for a chat or another app. GUI thread.
class Share {
 public:
    virtual ~Share() = default;
    [[nodiscard]] virtual Result<Shared> text(const QString& text) = 0;
    /// The file stays where it is; what is handed over is a copy.
    [[nodiscard]] virtual Result<Shared> file(const QString& path) = 0;
};

}  // namespace xiangji
