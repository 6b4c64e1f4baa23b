#pragma once

#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/merge/heads.hpp"
#include "core/records/catalogue.hpp"

namespace xiangji::syncd {

struct AsideRow;
struct DeviceRow;
struct LogLine;
struct ProposalRow;
struct RecoveryRow;

/// A row whose values were erased by order; its line in the log is of VERB_ERASE.
struct ErasureRow {
    Lsn lsn = 0;
    TypeNumber type = 0;
    Id row;
};

/// An envelope whose bytes are kept, because not all of it is in the log.
struct KeptEnvelope {
    Id device;
    std::uint64_t seq = 0;
    Bytes hash;
    bool beside = false;  ///< another has its number, or it has none
    Bytes envelope;       ///< wire::Envelope
    Bytes receipt;        ///< of those that have their number
};

/// What a store keeps of rows besides the rows, for whoever erases: read, and rewritten in place.
/// Part of the writer's transaction, which owns it.
class TracesWrite {
 public:
    virtual ~TracesWrite() = default;

    [[nodiscard]] virtual Result<std::vector<LogLine>> lines(const RecordType& type,
                                                             const Id& row) = 0;
    /// Another content of a line; its hash stays what it was.
    [[nodiscard]] virtual Outcome rewriteLine(Lsn lsn, const Bytes& change) = 0;
    [[nodiscard]] virtual Result<std::vector<AsideRow>> aside() = 0;
    [[nodiscard]] virtual Result<std::vector<KeptEnvelope>> envelopes() = 0;
    /// Its bytes and its receipt.
    [[nodiscard]] virtual Outcome rewriteEnvelope(const KeptEnvelope& envelope) = 0;
    [[nodiscard]] virtual Result<std::vector<RecoveryRow>> recoveries() = 0;
    [[nodiscard]] virtual Result<std::vector<DeviceRow>> devices() = 0;
    /// Rows of a type in which a field shows this value.
    [[nodiscard]] virtual Result<std::vector<Id>> showing(const RecordType& type,
                                                          const Field& field,
                                                          const Value& value) = 0;
    /// Whether anything was erased at all; whether a row was.
    [[nodiscard]] virtual Result<bool> anyErasure() = 0;
    [[nodiscard]] virtual Result<bool> wasErased(TypeNumber type, const Id& row) = 0;
    [[nodiscard]] virtual Outcome putErasure(const ErasureRow& erasure) = 0;
};

}  // namespace xiangji::syncd
