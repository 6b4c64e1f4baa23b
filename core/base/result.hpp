#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace xiangji {

/// What kind of failure it is, so that a caller can decide without reading words.
enum class Fault {
    invalid,      ///< the input breaks a rule; the detail names the field, the limit and the remedy
    notFound,     ///< no such row, type, field, unit
    refused,      ///< the role or the state does not allow it
    unreachable,  ///< no answer from the other side in time; nothing is lost
    untrusted,    ///< wrong key, wrong pin, bad signature
    busy,         ///< somebody else holds the home or the port; or "come back later"
    diskFull,     ///< no room; what was saved before stays
    damaged,      ///< a file or database that cannot be read as what it should be
    unsupported,  ///< from a newer version
    failed,       ///< everything else the system reports
};

/// One failure, in words a person can act on: what happened, what is safe, what to do next.
struct Error {
    Fault fault = Fault::failed;
    std::string detail;
};

/// A value or an Error. Must be looked at.
template <typename T>
class [[nodiscard]] Result {
 public:
    Result(T value)
        : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit by design
    Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

    explicit operator bool() const { return held_.index() == 0; }
    T& operator*() & { return std::get<0>(held_); }
    const T& operator*() const& { return std::get<0>(held_); }
    T&& operator*() && { return std::get<0>(std::move(held_)); }
    T* operator->() { return &std::get<0>(held_); }
    const T* operator->() const { return &std::get<0>(held_); }
    [[nodiscard]] const Error& error() const { return std::get<1>(held_); }
    [[nodiscard]] T valueOr(T other) const& { return *this ? **this : std::move(other); }

 private:
    std::variant<T, Error> held_;
};

/// Success or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit by design

    explicit operator bool() const { return !error_.has_value(); }
    [[nodiscard]] const Error& error() const { return *error_; }

 private:
    std::optional<Error> error_;
};

using Outcome = Result<void>;

}  // namespace xiangji

/// Leaves the function with the error of an expression that has one.
#define XIANGJI_TRY(expression)                        \
    do {                                               \
        if (auto outcome_ = (expression); !outcome_) { \
            return ::xiangji::Error(outcome_.error()); \
        }                                              \
    } while (false)

#define XIANGJI_JOIN_(a, b) a##b
#define XIANGJI_JOIN(a, b) XIANGJI_JOIN_(a, b)
/// `XIANGJI_LET(row, shelf.row(id));` declares `row`, or leaves the function with the error.
#define XIANGJI_LET(name, expression) XIANGJI_LET_(name, expression, XIANGJI_JOIN(let_, __LINE__))
#define XIANGJI_LET_(name, expression, holder)   \
    auto holder = (expression);                  \
    if (!holder) {                               \
        return ::xiangji::Error(holder.error()); \
    }                                            \
    auto name = *std::move(holder)
