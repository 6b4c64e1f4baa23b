#pragma once

#include <QImage>
#include <QList>
#include <QString>
#include <QUrl>

#include "core/base/result.hpp"

namespace xiangji {

/// The phone's camera and its gallery. GUI thread; pictures come upright, as their EXIF says.
class Camera {
 public:
    virtual ~Camera() = default;
    /// Whether a page should offer to take a picture at all.
    [[nodiscard]] virtual bool isPresent() const = 0;
    /// Fault::unsupported on a system without a camera; Fault::refused when the person said no.
    [[nodiscard]] virtual Result<QImage> capture() = 0;
    /// The picture that the person chose in the system's picker. Fault::invalid for what is no
    /// picture, or has more than 64 million pixels.
    [[nodiscard]] virtual Result<QImage> fromGallery(const QUrl& chosen) = 0;
    /// The same picture as a file to keep a copy of, its head looked at and not its pixels. Faults:
    /// invalid.
    [[nodiscard]] virtual Result<QString> fileFromGallery(const QUrl& chosen) = 0;
    /// What a person could choose, newest first, where the system has no picker of its own.
    [[nodiscard]] virtual QList<QUrl> gallery(int most) const = 0;
};

}  // namespace xiangji
