#include "core/base/core_dumps.hpp"

#include <sys/resource.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace xiangji {

void forbidCoreDumps() {
    const rlimit none{};
    ::setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
    // A dump that is piped to a program does not ask the limit.
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

}  // namespace xiangji
