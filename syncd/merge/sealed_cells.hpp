#pragma once

#include "core/records/field_seal.hpp"
#include "wire/envelope.pb.h"

namespace xiangji::syncd {

/// Sealed fields at the centre: they come in boxes to its key, lie in the database under a key that
/// follows from it, and leave in boxes to the device they go to. Their plaintext is in memory only
/// between the two. Pure; any thread.
class SealedCells {
 public:
    SealedCells(const SigningKey& server, const Catalogue& catalogue)
        : seal_(server), catalogue_(catalogue) {}

    /// Boxes of a changeset become text as it lies at the centre; a cell whose box does not open,
    /// or whose text breaks its field's limits, is left without a value and with its box.
    void lay(wire::Changeset& changeset) const;

    /// What lies here, for one device. Faults: untrusted (it does not open), invalid (no key).
    [[nodiscard]] Result<Bytes> box(const CellPlace& place, const Value& lying,
                                    std::string_view devicePublicKey) const;

 private:
    FieldSeal seal_;
    const Catalogue& catalogue_;
};

/// A cell that `lay` made; a box never looks like that.
[[nodiscard]] bool isLaid(const wire::Cell& cell);

}  // namespace xiangji::syncd
