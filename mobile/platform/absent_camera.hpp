#pragma once

#include "mobile/platform/camera.hpp"

namespace xiangji {

/// A system without a camera, such as a desktop: says so, and still reads pictures that were
/// chosen.
class AbsentCamera final : public Camera {
 public:
    /// Its gallery is a folder: the system's for pictures unless said otherwise.
    explicit AbsentCamera(QString pictures = {});
    [[nodiscard]] bool isPresent() const override { return false; }
    [[nodiscard]] Result<QImage> capture() override;
    [[nodiscard]] Result<QImage> fromGallery(const QUrl& chosen) override;
    [[nodiscard]] Result<QString> fileFromGallery(const QUrl& chosen) override;
    [[nodiscard]] QList<QUrl> gallery(int most) const override;

 private:
    QString pictures_;
};

}  // namespace xiangji
