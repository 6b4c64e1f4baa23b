#pragma once

// For secret_service_keys.cpp alone: nobody else shall see GLib.
#include <dlfcn.h>
#include <libsecret/secret.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "core/base/result.hpp"

namespace xiangji::secret {

using Ms = std::chrono::milliseconds;

inline constexpr const char* kSafe = "; nothing was changed and nothing is lost";
inline constexpr const char* kStore = "the system's key store (Secret Service) ";

/// What is called of libsecret, and of GLib through it. Looked up when a session bus is first
/// asked: a program without one starts as fast as before, and where memory is short GLib would end
/// it.
#define XIANGJI_CALLS(X)                   \
    X(g_bus_get_sync)                      \
    X(g_cancellable_new)                   \
    X(g_cancellable_cancel)                \
    X(g_dbus_connection_call_sync)         \
    X(g_dbus_connection_is_closed)         \
    X(g_dbus_connection_set_exit_on_close) \
    X(g_error_free)                        \
    X(g_error_matches)                     \
    X(g_hash_table_unref)                  \
    X(secret_service_open_sync)            \
    X(g_io_error_quark)                    \
    X(g_list_free_full)                    \
    X(g_object_unref)                      \
    X(g_variant_get)                       \
    X(g_variant_new)                       \
    X(g_variant_unref)                     \
    X(secret_attributes_build)             \
    X(secret_collection_for_alias_sync)    \
    X(secret_collection_get_locked)        \
    X(secret_error_get_quark)              \
    X(secret_item_get_secret)              \
    X(secret_service_clear_sync)           \
    X(secret_service_get_type)             \
    X(secret_service_search_sync)          \
    X(secret_service_store_sync)           \
    X(secret_value_get)                    \
    X(secret_value_new)                    \
    X(secret_value_unref)

struct Library {
#define XIANGJI_MEMBER(name) decltype(&::name) name = nullptr;
    XIANGJI_CALLS(XIANGJI_MEMBER)
#undef XIANGJI_MEMBER
    bool whole = false;

    /// Never closed: GLib cannot be taken out of a program again.
    Library() {
        void* file = ::dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
        whole = file != nullptr;
#define XIANGJI_FIND(name)                                                           \
    name = whole ? reinterpret_cast<decltype(name)>(::dlsym(file, #name)) : nullptr; \
    whole = name != nullptr;
        XIANGJI_CALLS(XIANGJI_FIND)
#undef XIANGJI_FIND
    }
};

inline const Library& lib() {
    static const Library kLibrary;
    return kLibrary;
}

struct Unref {
    void operator()(void* object) const { lib().g_object_unref(object); }
};
struct FreeTable {
    void operator()(GHashTable* table) const { lib().g_hash_table_unref(table); }
};
struct FreeSecret {
    void operator()(SecretValue* value) const { lib().secret_value_unref(value); }
};
struct FreeItems {
    void operator()(GList* items) const { lib().g_list_free_full(items, lib().g_object_unref); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;
using Attributes = std::unique_ptr<GHashTable, FreeTable>;

/// Ends one question to the bus when its time is over, whoever hangs.
class Patience {
 public:
    explicit Patience(Ms time)
        : time_(time),
          cancel_(lib().g_cancellable_new()),
          watch_([this](const std::stop_token& stop) {
              std::unique_lock lock(guard_);
              if (!over_.wait_for(lock, stop, time_, [&] { return stop.stop_requested(); })) {
                  lib().g_cancellable_cancel(cancel_.get());
              }
          }) {}
    [[nodiscard]] GCancellable* cancel() const { return cancel_.get(); }
    [[nodiscard]] Ms time() const { return time_; }

 private:
    Ms time_;
    Owned<GCancellable> cancel_;
    std::mutex guard_;
    std::condition_variable_any over_;
    std::jthread watch_;  ///< last: it ends before what it uses
};

inline Error locked() {
    return {Fault::refused,
            std::string(kStore) +
                "is locked; unlock it (log in, or open the system's passwords program) and try "
                "again" +
                kSafe};
}

/// Where the library puts what went wrong.
class Wrong {
 public:
    Wrong() = default;
    ~Wrong() {
        if (error_ != nullptr) {
            lib().g_error_free(error_);
        }
    }
    Wrong(const Wrong&) = delete;
    Wrong& operator=(const Wrong&) = delete;
    [[nodiscard]] GError** place() { return &error_; }
    [[nodiscard]] bool happened() const { return error_ != nullptr; }
    [[nodiscard]] Error words(const Patience& patience) const {
        if (lib().g_error_matches(error_, lib().secret_error_get_quark(), SECRET_ERROR_IS_LOCKED) !=
            FALSE) {
            return locked();
        }
        if (lib().g_error_matches(error_, lib().g_io_error_quark(), G_IO_ERROR_CANCELLED) !=
                FALSE ||
            lib().g_error_matches(error_, lib().g_io_error_quark(), G_IO_ERROR_TIMED_OUT) !=
                FALSE) {
            return {Fault::unreachable, std::string(kStore) + "did not answer within " +
                                            std::to_string(patience.time().count() / 1000) +
                                            " s; see that it runs and try again" + kSafe};
        }
        return {Fault::unreachable,
                std::string(kStore) + "cannot be used (" +
                    (error_ == nullptr ? "it gives no reason" : error_->message) +
                    "); log in to the desktop it belongs to and try again" + kSafe};
    }

 private:
    GError* error_ = nullptr;
};

}  // namespace xiangji::secret
