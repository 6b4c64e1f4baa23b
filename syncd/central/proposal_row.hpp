#pragma once

#include "core/base/id.hpp"
#include "core/merge/heads.hpp"
#include "wire/proposal.pb.h"

namespace xiangji::syncd {

/// What somebody asks to have changed; it lies beside its row.
struct ProposalRow {
    TypeNumber type = 0;
    Id row;
    Lsn lsn = 0;              ///< of its line in the log
    wire::Proposal proposal;  ///< as phones see it, its state included
};

}  // namespace xiangji::syncd
