#pragma once

#include "mobile/platform/share.hpp"

namespace xiangji {

/// Sharing on a desktop, which has no sheet for it: text goes to the clipboard, a file into the
/// downloads folder, under a name that is still free there.
class DesktopShare final : public Share {
 public:
    [[nodiscard]] Result<Shared> text(const QString& text) override;
    [[nodiscard]] Result<Shared> file(const QString& path) override;
};

}  // namespace xiangji
