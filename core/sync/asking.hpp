#pragma once

#include "core/base/result.hpp"
#include "core/sync/link.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// One question over a link and its answer, which may be a refusal. Faults: the link's; untrusted.
[[nodiscard]] Result<wire::Reply> askOver(Link& link, const wire::Request& request);

/// A refusal as an Error with words.
[[nodiscard]] Error errorOf(const wire::Refusal& refusal);

/// The centre answered, but not what was asked.
[[nodiscard]] Error unexpectedAnswer();

}  // namespace xiangji
