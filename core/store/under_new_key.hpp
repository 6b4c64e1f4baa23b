#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "core/store/phone_database.hpp"

namespace xiangji {

/// What former keys numbered is kept under numbers beyond all that a device ever gives.
inline constexpr std::uint64_t kBeyondNumbers = std::uint64_t{1} << 40;

/// Whether an envelope was put aside because another one has its place in its device's chain.
[[nodiscard]] bool isForkReason(std::string_view reason);

/// A home goes on under another key, because what its old one wrote is a fork (DESIGN §5): what the
/// centre did not take becomes new envelopes of the new device, with the changes, values, steps and
/// stamps it had; what it took stays kept beside (`_former`), for a restored centre alone. Rows,
/// cursor, drafts, files that wait and parcels for others stay; what lies sealed is sealed anew, to
/// the new key. Runs in the caller's transaction: all of it or nothing. Throws SqlFault.
class UnderNewKey {
 public:
    UnderNewKey(PhoneDatabase& database, const SigningKey& before, const SigningKey& now)
        : database_(database), before_(before), now_(now) {}

    /// How many envelopes wait again. Once it is committed the database's seal is the new key's.
    std::uint64_t begin();

 private:
    struct Kept {
        std::uint64_t seq = 0;
        Bytes body;
        std::int64_t madeMs = 0;
    };

    [[nodiscard]] std::vector<Kept> notTaken();
    void keepFormer();
    void nameAgain(const std::vector<Kept>& kept);
    void writeAgain(const std::vector<Kept>& kept);
    [[nodiscard]] Bytes changesetAgain(const wire::EnvelopeBody& body) const;
    /// Numbers of what waits beside rows: the new one, or one beyond all that this device gives.
    [[nodiscard]] std::uint64_t numberNow(std::uint64_t seq) const;
    void renumberOverlays();
    void renumberBeside();
    void renumberVerdicts();
    void clear(const char* table);

    PhoneDatabase& database_;
    const SigningKey& before_;
    const SigningKey& now_;
    std::uint64_t beyond_ = 0;
    std::map<std::uint64_t, std::uint64_t> numbers_;  ///< old to new, of what waits again
    std::map<Bytes, Bytes> proposals_;                ///< and of the proposals among them
};

}  // namespace xiangji
