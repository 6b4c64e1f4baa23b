#pragma once

#include "core/records/field_seal.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// Sealed fields between a phone's database, its person and its centre: what lies in the database
/// opens with the device's key alone, which lies outside it.
class PhoneSeal {
 public:
    explicit PhoneSeal(const SigningKey& device) : seal_(device) {}

    /// A value as a person gave it, as it is to lie here.
    [[nodiscard]] Value laid(const CellPlace& place, const Value& given) const;
    /// What lies here, for a person, as a value of its field's kind; unset where it cannot be
    /// opened.
    [[nodiscard]] Value shown(const CellPlace& place, Kind kind, const Value& lying) const;
    /// What another key sealed, or what lies in the clear, as it is to lie here; what that key does
    /// not open stays as it is.
    [[nodiscard]] Value again(const PhoneSeal& before, const CellPlace& place,
                              const Value& lying) const;

    /// What lies here, into a cell for the centre.
    [[nodiscard]] Outcome put(wire::Cell& cell, const CellPlace& place, const Value& lying,
                              std::string_view serverKey) const;
    /// A row as the centre sent it: boxes become what lies here; one that is not for this phone is
    /// left out. What an older centre sends in the clear is sealed; what is asked for in
    /// the clear is left out: nobody asks for what is sealed.
    void settle(wire::PulledRow& row, const RecordType& type) const;

 private:
    FieldSeal seal_;
};

}  // namespace xiangji
