#pragma once

#include <string>

#include "tests/sim/oracle/oracle_row.hpp"
#include "wire/proposal.pb.h"

namespace xiangji::sim {

/// Why a change must not have taken effect; empty = its author was allowed to make it (DESIGN §5
/// Admission, §7; the rules of proto/records). `row` is the row before it, none = not there;
/// `roles` are the author's at its home, `home` where a new row belongs.
[[nodiscard]] std::string forbidden(const AdmittedChange& change, const RecordType& type,
                                    const OracleRow* row, const std::vector<Role>& roles,
                                    const Id& home);

/// The same of an answer to a proposal; none = there is no such proposal.
[[nodiscard]] std::string forbiddenAnswer(const AdmittedChange& change, const RecordType& type,
                                          const OracleRow* row, const std::vector<Role>& roles,
                                          const wire::Proposal* proposal);

[[nodiscard]] bool hasOffice(const std::vector<Role>& roles);
/// Fields that an insert of a row that is there leaves as they are.
[[nodiscard]] bool staysAsItWas(const Field& field, const RecordType& type, bool office);

}  // namespace xiangji::sim
