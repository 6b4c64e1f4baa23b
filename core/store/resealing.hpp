#pragma once

#include "core/store/phone_database.hpp"

namespace xiangji {

/// All that lies sealed in a phone's file, sealed anew under another key: rows, what the centre has
/// beside them, conflicts, drafts. What the old key does not open stays as it is: nobody could read
/// it before either. What lies in the clear, from before its field was sealed, is sealed. Runs in
/// the caller's transaction; throws SqlFault.
class Resealing {
 public:
    Resealing(PhoneDatabase& database, const SigningKey& before, const SigningKey& now)
        : database_(database), before_(before), now_(now) {}

    void run();

 private:
    [[nodiscard]] Value again(const CellPlace& place, const Value& lying) const;
    void again(wire::Cell& cell, const CellPlace& place) const;
    void rows(const RecordType& type);
    void overlays();
    void conflicts();
    /// Nobody asks for what is sealed: what was asked before is taken out.
    void proposals();
    void drafts();

    PhoneDatabase& database_;
    PhoneSeal before_;
    PhoneSeal now_;
};

/// After an update that seals more fields: what the phone's file holds of them in the clear is
/// sealed, and the file written anew. Once, in a transaction of its own; on a full disk later.
/// Envelopes that wait or were sent stay as they are.
[[nodiscard]] Outcome sealWhatLiesOpen(PhoneDatabase& database, const SigningKey& device);

/// In which cell's name a draft is sealed.
[[nodiscard]] CellPlace draftPlace(const std::string& name);

}  // namespace xiangji
