#pragma once

#include "core/store/connection.hpp"
#include "syncd/central/erasure.hpp"
#include "syncd/central/sqlite/segment_folder.hpp"

namespace xiangji::syncd {

/// Over the writing connection.
class SqliteTraces final : public TracesWrite {
 public:
    SqliteTraces(Connection& sql, SegmentFolder& folder) : sql_(sql), folder_(folder) {}

    Result<std::vector<LogLine>> lines(const RecordType& type, const Id& row) override;
    Outcome rewriteLine(Lsn lsn, const Bytes& change) override;
    Result<std::vector<AsideRow>> aside() override;
    Result<std::vector<KeptEnvelope>> envelopes() override;
    Outcome rewriteEnvelope(const KeptEnvelope& envelope) override;
    Result<std::vector<RecoveryRow>> recoveries() override;
    Result<std::vector<DeviceRow>> devices() override;
    Result<std::vector<Id>> showing(const RecordType& type, const Field& field,
                                    const Value& value) override;
    Result<bool> anyErasure() override;
    Result<bool> wasErased(TypeNumber type, const Id& row) override;
    Outcome putErasure(const ErasureRow& erasure) override;

 private:
    Connection& sql_;
    SegmentFolder& folder_;
};

}  // namespace xiangji::syncd
