#pragma once

namespace xiangji {

/// From here on the system writes no image of this process to disk, whatever ends it: keys and
/// children's names are in its memory. First thing in every main.
void forbidCoreDumps();

}  // namespace xiangji
