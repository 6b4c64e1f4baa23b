#pragma once

#include "core/merge/row_state.hpp"

namespace xiangji {

/// Whether whoever did not make the row sees its title alone: it is in such a state and does not
/// say what lifts that. In a quarrel over what would lift it each of the words must.
[[nodiscard]] bool showsTitleOnly(const RecordType& type, const RowState& row);

/// What whoever did not make a row sees of it.
enum class ShownToOthers {
    title,            ///< and what every row has
    titleAndQuarrel,  ///< the same, and what people quarrel over until it is settled
    whole,
};
[[nodiscard]] ShownToOthers shownToOthers(const RecordType& type, const RowState& row);

/// Whether people quarrel over what the field says and, in the state the row is in, some word could
/// lift that. They see such a quarrel with the title, so that it can be settled.
[[nodiscard]] bool isQuarrelOverShowing(const RecordType& type, const RowState& row,
                                        const Field& field);

}  // namespace xiangji
