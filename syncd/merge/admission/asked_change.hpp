#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/merge/row_state.hpp"
#include "core/records/catalogue.hpp"
#include "syncd/merge/admission/ruling.hpp"

namespace xiangji::syncd {

/// One change of an envelope, decoded against the catalogue.
struct AskedChange {
    const RecordType* type = nullptr;
    Id row;
    wire::Verb verb = wire::VERB_UNSPECIFIED;
    std::vector<CellWrite>
        cells;      ///< of an insert without unset ones: a field left unset is no write
    Fields fields;  ///< what the cells say; of a set the elements it adds
    std::string action;
    std::string reason;
    std::vector<WriteName> heads;  ///< of a settlement: what it names
    Id proposal;                   ///< of a proposal its own id, of an answer the id it answers
    wire::Answer answer = wire::ANSWER_UNSPECIFIED;
    std::string_view asItCame;  ///< the change's bytes in its envelope, where these are at hand
};

/// The change, or why it cannot even be weighed: unknown_type, unknown_field, malformed.
[[nodiscard]] std::variant<AskedChange, Ruling> decodeChange(const wire::Change& change,
                                                             const Catalogue& catalogue);

}  // namespace xiangji::syncd
