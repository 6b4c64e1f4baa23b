#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace xiangji::syncd {

/// A text as a QR code (ISO/IEC 18004, error correction M), with its quiet zone of four modules.
/// An invitation's alphabet fits the code's alphanumeric mode.
class QrCode {
 public:
    /// Fault::invalid: longer than a QR code can be.
    [[nodiscard]] static Result<QrCode> of(const std::string& text);

    /// Two rows of modules a line of half-block characters, which stand for the dark ones. With
    /// `coloured` the line says black on white itself, for a terminal of whatever colours.
    [[nodiscard]] std::string halfBlocks(bool coloured) const;
    /// A picture that scales, black on white.
    [[nodiscard]] std::string svg() const;

 private:
    [[nodiscard]] bool dark(int x, int y) const;

    int side_ = 0;  ///< modules, the quiet zone with them
    std::vector<bool> dark_;
};

}  // namespace xiangji::syncd
