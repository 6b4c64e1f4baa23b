#pragma once

#include "core/client/shown_rows.hpp"
#include "core/store/phone_database.hpp"
#include "core/store/row_table.hpp"
#include "core/sync/shelf.hpp"
#include "wire/session.pb.h"

namespace xiangji {

// What a person sees of a phone's database. All throw SqlFault; the caller holds the mutex.

[[nodiscard]] RowView viewRow(PhoneDatabase& database, const RecordType& type, const Id& id,
                              Fields fields);
[[nodiscard]] std::vector<ConflictView> viewConflicts(PhoneDatabase& database, Instant nowMs);
/// Cells in words of fields: values written and elements added; elements taken out.
using Cells = google::protobuf::RepeatedPtrField<wire::Cell>;
[[nodiscard]] Fields writtenIn(const RecordType& type, const Cells& cells);
[[nodiscard]] Fields removedIn(const RecordType& type, const Cells& cells);
[[nodiscard]] VerdictView viewVerdict(const Catalogue& catalogue, const Verdict& verdict,
                                      Instant atMs);
[[nodiscard]] std::vector<VerdictView> viewVerdicts(PhoneDatabase& database);
/// Whether the home's key is used elsewhere too; see Status::copied.
[[nodiscard]] bool viewCopied(PhoneDatabase& database);
[[nodiscard]] Status viewStatus(PhoneDatabase& database, Instant nowMs);
/// What this phone wrote of a row, oldest first: its envelopes, receipted or not.
[[nodiscard]] std::vector<HistoryView> viewOwnHistory(PhoneDatabase& database,
                                                      const RecordType& type, const Id& id,
                                                      bool unsentOnly);
[[nodiscard]] HistoryView viewHistory(const RecordType& type, const wire::HistoryEntry& entry);
[[nodiscard]] Me viewMe(PhoneDatabase& database, const Id& device, const Bytes& publicKey,
                        Instant nowMs);
[[nodiscard]] SendState sendStateOf(wire::Verdict verdict);

}  // namespace xiangji
