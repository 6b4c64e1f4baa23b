// Put before a program's own memory functions (LD_PRELOAD): the request with the number that
// XIANGJI_FAIL_MEMORY says is refused, once. Without it, or with 0, requests are counted, and at
// the end their number is written into the file that XIANGJI_COUNT_MEMORY names.
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

extern "C" {

// glibc's own, by their names in the library.
void* systemMalloc(std::size_t size) __asm__("__libc_malloc");
void* systemCalloc(std::size_t count, std::size_t size) __asm__("__libc_calloc");
void* systemRealloc(void* memory, std::size_t size) __asm__("__libc_realloc");

namespace {

std::atomic<unsigned long> requests = 0;

/// Read at the first request: nothing of ours runs before it.
unsigned long failing() {
    static const unsigned long number = [] {
        const char* said = std::getenv("XIANGJI_FAIL_MEMORY");
        return said == nullptr ? 0UL : std::strtoul(said, nullptr, 10);
    }();
    return number;
}

bool refused() {
    const auto number = failing();
    if (++requests != number || number == 0) {
        return false;
    }
    errno = ENOMEM;
    return true;
}

[[gnu::destructor]] void count() {
    const char* name = std::getenv("XIANGJI_COUNT_MEMORY");
    if (name == nullptr) {
        return;
    }
    const auto number = requests.load();
    if (auto* file = std::fopen(name, "w"); file != nullptr) {
        std::fprintf(file, "%lu\n", number);
        std::fclose(file);
    }
}

}  // namespace

void* malloc(std::size_t size) {
    return refused() ? nullptr : systemMalloc(size);
}

void* calloc(std::size_t count, std::size_t size) {
    return refused() ? nullptr : systemCalloc(count, size);
}

void* realloc(void* memory, std::size_t size) {
    return refused() ? nullptr : systemRealloc(memory, size);
}
}
