#pragma once

#include <optional>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

// Devices, invitations, envelopes and log lines in their tables. All throw SqlFault.

[[nodiscard]] std::optional<DeviceRow> deviceIn(Connection& sql, const Id& id);
[[nodiscard]] std::vector<DeviceRow> devicesIn(Connection& sql);
void putDeviceIn(Connection& sql, const DeviceRow& device);

[[nodiscard]] std::optional<InvitationRow> invitationIn(Connection& sql, const Bytes& secretHash);
void putInvitationIn(Connection& sql, const InvitationRow& invitation);

[[nodiscard]] std::optional<EnvelopeRow> envelopeIn(Connection& sql, const Id& device,
                                                    std::uint64_t seq);
[[nodiscard]] std::vector<EnvelopeRow> heldIn(Connection& sql, const Id& device);  ///< by seq
void putEnvelopeIn(Connection& sql, const EnvelopeRow& envelope);

[[nodiscard]] std::vector<LogLine> historyIn(Connection& sql, TypeNumber type, const Id& row);

}  // namespace xiangji::syncd
