#pragma once

#include <optional>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

// Devices, invitations and envelopes in their tables. All throw SqlFault.

[[nodiscard]] std::optional<DeviceRow> deviceIn(Connection& sql, const Id& id);
[[nodiscard]] std::vector<DeviceRow> devicesIn(Connection& sql);
void putDeviceIn(Connection& sql, const DeviceRow& device);

[[nodiscard]] std::optional<InvitationRow> invitationIn(Connection& sql, const Bytes& secretHash);
void putInvitationIn(Connection& sql, const InvitationRow& invitation);

[[nodiscard]] std::optional<EnvelopeRow> envelopeIn(Connection& sql, const Id& device,
                                                    std::uint64_t seq);
[[nodiscard]] std::vector<EnvelopeRow> heldIn(Connection& sql, const Id& device);  ///< by seq
void walkEnvelopes(Connection& sql, const CentralSnapshot::OnEnvelope& envelope);
void putEnvelopeIn(Connection& sql, const EnvelopeRow& envelope);

}  // namespace xiangji::syncd
