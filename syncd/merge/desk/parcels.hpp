#pragma once

#include <string>
#include <vector>

#include "core/base/random.hpp"
#include "core/base/signing_key.hpp"
#include "syncd/merge/opened_envelope.hpp"
#include "syncd/merge/receipt_writer.hpp"
#include "syncd/merge/transaction.hpp"
#include "wire/bundle.pb.h"

namespace xiangji::syncd {

/// A parcel as far as it could be opened, before the writer has it.
struct OpenedParcel {
    wire::Parcel parcel;
    Id carrier;  ///< none: a file at the desk
    Id author;
    Bytes authorKey;
    std::vector<OpenedEnvelope> envelopes;
    std::vector<std::uint64_t> wanted;
    std::string reason;  ///< code, where it could not be opened
    std::string words;
};

/// Opens the seal and checks every signature; any thread. Errors are the database's alone: what is
/// wrong with a parcel is said in it.
[[nodiscard]] Result<OpenedParcel> openParcel(const wire::Parcel& parcel, Central& central,
                                              const Catalogue& catalogue,
                                              const CentralIdentity& identity,
                                              const SigningKey& serverKey);

/// Takes parcels in the writer's transaction. Codes of what is recorded whole: other_centre, sealed
/// (no box for this centre, or changed on its way), unknown_device, signature.
class Parcels {
 public:
    Parcels(const Catalogue& catalogue, const CentralIdentity& identity,
            const ReceiptWriter& receipts, Random& random)
        : catalogue_(catalogue), identity_(identity), receipts_(receipts), random_(random) {}

    [[nodiscard]] Result<wire::Delivered> take(Transaction& transaction,
                                               const OpenedParcel& opened) const;

 private:
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const ReceiptWriter& receipts_;
    Random& random_;
};

}  // namespace xiangji::syncd
