#pragma once

#include "mobile/platform/camera.hpp"

namespace xiangji {

/// A system without a camera, such as a desktop: says so, and still reads pictures that were
/// chosen.
class AbsentCamera final : public Camera {
 public:
    [[nodiscard]] bool isPresent() const override { return false; }
    [[nodiscard]] Result<QImage> capture() override;
    [[nodiscard]] Result<QImage> fromGallery(const QUrl& chosen) override;
};

}  // namespace xiangji
