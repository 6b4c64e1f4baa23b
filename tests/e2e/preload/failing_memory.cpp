// Put before a program's own memory functions (LD_PRELOAD): the request with the number that
// XIANGJI_FAIL_MEMORY says is refused, once. Without it, or with 0, requests are counted, and at
// the end their number is written into the file that XIANGJI_COUNT_MEMORY names. The whole family
// is here, of C and C++: the program may be linked with another allocator, and nothing may be freed
// by one that was given by the other.
#include <dlfcn.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

extern "C" {

// glibc's own, by their names in the library.
void* systemMalloc(std::size_t size) __asm__("__libc_malloc");
void* systemCalloc(std::size_t count, std::size_t size) __asm__("__libc_calloc");
void* systemRealloc(void* memory, std::size_t size) __asm__("__libc_realloc");
void* systemMemalign(std::size_t alignment, std::size_t size) __asm__("__libc_memalign");
void systemFree(void* memory) __asm__("__libc_free");

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

void free(void* memory) {
    systemFree(memory);
}

void* memalign(std::size_t alignment, std::size_t size) {
    return refused() ? nullptr : systemMemalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
    return memalign(alignment, size);
}

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
    *memory = memalign(alignment, size);
    return *memory == nullptr ? ENOMEM : 0;
}

std::size_t malloc_usable_size(void* memory) {
    using Ask = std::size_t (*)(void*);
    static const auto ask = reinterpret_cast<Ask>(
        dlsym(dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD), "malloc_usable_size"));
    return memory == nullptr ? 0 : ask(memory);
}
}

namespace {

void* orThrow(void* memory) {
    return memory != nullptr ? memory : throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
    return orThrow(malloc(size));
}
void* operator new[](std::size_t size) {
    return orThrow(malloc(size));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return malloc(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return malloc(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return orThrow(memalign(static_cast<std::size_t>(alignment), size));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return orThrow(memalign(static_cast<std::size_t>(alignment), size));
}
void operator delete(void* memory) noexcept {
    free(memory);
}
void operator delete[](void* memory) noexcept {
    free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    free(memory);
}
