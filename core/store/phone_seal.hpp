#pragma once

#include "core/records/field_seal.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// Sealed fields between a phone's database, its person and its centre: what lies in the database
/// opens with the device's key alone, which lies outside it.
class PhoneSeal {
 public:
    explicit PhoneSeal(const SigningKey& device) : seal_(device) {}

    /// Text a person typed, as it is to lie here.
    [[nodiscard]] Value laid(const CellPlace& place, const Value& typed) const;
    /// What lies here, for a person; unset where it cannot be opened.
    [[nodiscard]] Value shown(const CellPlace& place, const Value& lying) const;

    /// What lies here, into a cell for the centre.
    [[nodiscard]] Outcome put(wire::Cell& cell, const CellPlace& place, const Value& lying,
                              std::string_view serverKey) const;
    /// A row as the centre sent it: boxes become what lies here; one that is not for this phone is
    /// left out.
    void settle(wire::PulledRow& row) const;

 private:
    FieldSeal seal_;
};

}  // namespace xiangji
