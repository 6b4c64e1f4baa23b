#pragma once

#include <span>

#include "core/records/catalogue.hpp"

namespace xiangji {

enum class Verb { read, insert, edit, voiding, act };

/// Deny by default: true only if one of the roles is named for the verb. `edit` and `insert` of one
/// field also need the field's own writers where it names some; system fields are nobody's; class S
/// fields after insert only office roles'.
[[nodiscard]] bool may(std::span<const Role> roles, const RecordType& type, Verb verb);
[[nodiscard]] bool mayWrite(std::span<const Role> roles, const RecordType& type, const Field& field,
                            Verb verb);
/// True if the roles could write the field were it not the office's to change: they may ask for it.
/// Never of a sealed field, whose value others would read in the asking.
[[nodiscard]] bool mayPropose(std::span<const Role> roles, const RecordType& type,
                              const Field& field);
[[nodiscard]] bool mayAct(std::span<const Role> roles, const RecordType& type,
                          const Action& action);

/// False where every role that lets somebody write the field may name only himself in it, and the
/// value names another (DOMAIN §2.2: nobody is assigned against his will).
[[nodiscard]] bool mayName(std::span<const Role> roles, const Field& field, const Value& value,
                           const Id& author);

/// The field in which a row, or what is written into one, names a person who may not add, change or
/// accept such a row himself (`not_self`: nobody gives himself a role); none = it names him in
/// none.
[[nodiscard]] const Field* needsSecondPerson(const RecordType& type, const Fields& fields,
                                             const Id& person);

/// Whether a row is a person's own: he made it, it is himself, or its natural key names him. Nobody
/// is the second person for what is his own (DESIGN §7), whoever wrote it down.
[[nodiscard]] bool isOwnRow(const RecordType& type, const Id& row, const Fields& fields,
                            const Id& person);

/// Whether a row is in a state in which whoever did not make it sees nothing of it but its title (a
/// child without consent), and says nothing that lifts this.
[[nodiscard]] bool showsTitleOnly(const RecordType& type, const Fields& fields);
/// Whether the type has such a state at all; whether the row is in one in which something that the
/// field may say lifts it.
[[nodiscard]] bool mayHide(const RecordType& type);
[[nodiscard]] bool mayLift(const RecordType& type, const Fields& fields, const Field& field);
/// What of it they then see: the title, and what every row has.
[[nodiscard]] bool isSeenWithTitle(const RecordType& type, const Field& field);

/// Whether lists show the field: the title of its type, or a column.
[[nodiscard]] bool isListed(const RecordType& type, const Field& field);

/// Institute clerk and director, station head, centre administrator, propaganda office: those who
/// sit at a desk.
[[nodiscard]] bool isOfficeRole(Role role);

/// The action from a state; errors say which actions that state allows.
[[nodiscard]] Result<const Action*> requireAction(const RecordType& type, std::string_view state,
                                                  std::string_view action);

}  // namespace xiangji
