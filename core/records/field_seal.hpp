#pragma once

#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/signing_key.hpp"
#include "core/records/catalogue.hpp"

namespace xiangji {

inline constexpr std::string_view kSealedMark = "xs1.";  ///< what sealed text begins with

/// Which cell a sealed text belongs to; in any other it does not open.
struct CellPlace {
    TypeNumber type = 0;
    Id row;
    FieldNumber field = 0;
};

/// Keeps sealed fields unreadable wherever they lie: in a database under a key that
/// follows from its owner's own (a phone's or a centre's, which lie outside it), on its way in a
/// box for whom it goes to. Sealing is a function of key, place and text (the nonce is a keyed hash
/// of them): the same text in the same cell is the same sealed text, so that recording, equality
/// and merging compare plaintext without having it, and an unchanged value keeps its ciphertext.
/// Values of every kind are sealed as their text (clear_text.hpp). Lengths are hidden to 32 bytes:
/// every number and choice is as long as any other. Pure; any thread.
class FieldSeal {
 public:
    explicit FieldSeal(const SigningKey& owner);

    [[nodiscard]] std::string sealed(const CellPlace& place, std::string_view text) const;
    /// Faults: untrusted (another key's, another cell's, or changed).
    [[nodiscard]] Result<std::string> opened(const CellPlace& place, std::string_view sealed) const;
    /// What lies in a cell, sealed: it may be in the clear, from before its field was sealed.
    [[nodiscard]] std::string asSealed(const CellPlace& place, const Value& lying) const;
    /// What lies in a cell, as a value of its field's kind. Faults: untrusted.
    [[nodiscard]] Result<Value> openedValue(const CellPlace& place, Kind kind,
                                            const Value& lying) const;

    /// What lies here, as a box for the holder of a key. Faults: those of `opened`, invalid (no
    /// key).
    [[nodiscard]] Result<Bytes> box(const CellPlace& place, std::string_view sealed,
                                    std::string_view publicKey) const;
    /// The text of a box that came for the owner. Faults: untrusted.
    [[nodiscard]] Result<std::string> unboxed(const CellPlace& place, std::string_view box) const;

 private:
    SigningKey owner_;
    Bytes key_;
};

}  // namespace xiangji
