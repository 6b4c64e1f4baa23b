#pragma once

#include <mutex>

#include "core/store/phone_database.hpp"
#include "core/sync/satchel.hpp"

namespace xiangji {

/// Others' parcels in a phone's database (`_carried`). Answers that nobody asked for in 30 days go:
/// their author had them from the centre by then. Takes the client's mutex for each call.
class PhoneSatchel final : public Satchel {
 public:
    PhoneSatchel(PhoneDatabase& database, std::mutex& mutex) : database_(database), mutex_(mutex) {}

    [[nodiscard]] Result<bool> keep(const wire::Parcel& parcel, Instant nowMs) override;
    [[nodiscard]] Result<std::optional<CarriedParcel>> next(std::uint64_t number,
                                                            wire::Parcel::Kind kind) override;
    [[nodiscard]] Outcome delivered(std::uint64_t number, const std::vector<wire::Parcel>& answers,
                                    Instant nowMs) override;

 private:
    bool put(const wire::Parcel& parcel, Instant nowMs);

    PhoneDatabase& database_;
    std::mutex& mutex_;
};

}  // namespace xiangji
