#include "core/media/possession.hpp"

#include "core/base/hash.hpp"

namespace xiangji {

Bytes possessionDigest(std::string_view exporter, const Id& row, std::string_view file) {
    return hashOfParts({"xiangji file", exporter, row.bytes(), file});
}

}  // namespace xiangji
