#pragma once

#include "core/records/catalogue.hpp"

namespace xiangji::matrix {

/// Where a row lies, seen from the actor's unit, an institute.
enum class Place { here, below, above, otherTownship };

/// Who did what to which row; what the oracle needs to know of it.
struct Deed {
    const RecordType* type = nullptr;
    Role role =
        ROLE_UNSPECIFIED;  ///< the actor's only one, at his institute; unspecified = none any more
    Place place = Place::here;
    bool own = false;                ///< the actor made the row
    bool aboutSelf = false;          ///< the row is about the actor: its natural key names him
    bool locked = false;             ///< the row is in a locked state
    bool namesOther = false;         ///< a person field that is written names somebody else
    bool titleOnly = false;          ///< the row is in a state in which others see its title alone
    const Field* quarrel = nullptr;  ///< two people wrote it apart, and differ
    const State* state = nullptr;    ///< of a row with a quarrel
};

// What must be true, read once more from what the record types declare (DESIGN §4, §5 Admission;
// DOMAIN §1.3) by somebody who has not read core/records/permission.cpp: nothing of it is called
// here.

/// A new row with its required fields and, if given, one more.
[[nodiscard]] bool mayAdd(const Deed& deed, const Field* field);
[[nodiscard]] bool mayChange(const Deed& deed, const Field& field);
/// What the office alone may change here, and is kept as a proposal beside it.
[[nodiscard]] bool mayAsk(const Deed& deed, const Field& field);
[[nodiscard]] bool mayVoid(const Deed& deed);
[[nodiscard]] bool mayAct(const Deed& deed, const Action& action);
/// By pull and by a question after its history.
[[nodiscard]] bool maySee(const Deed& deed);

/// Whether a row in a state, of which a choice field says `choice` (empty: nothing), shows others
/// its title alone.
[[nodiscard]] bool hides(const State& state, const Field* field, const std::string& choice);
/// A plain value of a row, and what its history tells of it; of what people quarrel over what was
/// said before.
[[nodiscard]] bool maySeePlain(const Deed& deed, const Field& field);
/// Of a quarrel each word, who said it, that there is one, and its lines in the history.
[[nodiscard]] bool maySeeQuarrel(const Deed& deed);
/// A sealed value of a row, as a box for the actor's phone; that its history says it was written.
[[nodiscard]] bool maySeeSealed(const Deed& deed, const Field& field);

/// What a type fails to say about who may write it; empty = nothing.
[[nodiscard]] std::string undeclared(const RecordType& type);

}  // namespace xiangji::matrix
