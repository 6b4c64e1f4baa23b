#pragma once

#include <span>

#include "core/records/catalogue.hpp"
#include "wire/proposal.pb.h"

namespace xiangji {

/// What a proposal writes when it is accepted: sets as they would be.
[[nodiscard]] Fields acceptedFields(const RecordType& type, const Fields& row,
                                    const wire::Proposal& proposal);

/// Whether one of the office, with these roles where the row is, may accept it: he may write each
/// field, and neither the row nor what is asked names him where nobody decides for himself. That he
/// did not ask for it is another question.
[[nodiscard]] bool mayAccept(std::span<const Role> roles, const RecordType& type, const Fields& row,
                             const wire::Proposal& proposal, const Id& person);

}  // namespace xiangji
