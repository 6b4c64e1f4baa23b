#pragma once

#include <optional>

#include "syncd/merge/admission/asked_change.hpp"
#include "syncd/merge/course.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

// What comes after an erasure and names whom it erased.

/// What these references of a row do (options.proto, OnErasure), the strongest of them; and what
/// stands on the erased row.
struct NamesErased {
    OnErasure what = ON_ERASURE_UNSPECIFIED;
    RowName whom;
    std::string words;
};
[[nodiscard]] Result<NamesErased> namesErased(Transaction& transaction, const Catalogue& catalogue,
                                              const RecordType& type, const Fields& fields);

/// The references among the cells of a change.
[[nodiscard]] Fields referencesIn(const wire::Change& change, const RecordType& type);

struct Heeded {
    std::optional<Ruling> refusal;  ///< nothing of the change is taken
    bool emptied = false;           ///< its words were taken out of `asked`
};
/// An asked change against what was erased by order. The transaction is told what is due because
/// of it: a row that names an erased person may be on its author's phone, and a guardian whom
/// nobody else names.
[[nodiscard]] Result<Heeded> heedErasures(Transaction& transaction, const Catalogue& catalogue,
                                          AskedChange& asked, const RowState* row,
                                          const Course& course);

}  // namespace xiangji::syncd
