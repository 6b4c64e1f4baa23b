// The part of the views that counts: what waits, what was refused, how far this phone is.
#include <algorithm>
#include <map>

#include "core/client/views.hpp"
#include "core/media/media_book.hpp"

namespace xiangji {

namespace {

std::uint64_t countOf(Connection& sql, std::string_view query) {
    auto statement = sql.statement(query);
    statement.step();
    return statement.unsignedInteger(0);
}

}  // namespace

bool viewCopied(PhoneDatabase& database) {
    return database.knownInteger(known::kForked) != 0 ||
           countOf(database.connection(),
                   "SELECT count(*) FROM _verdict WHERE reason IN ('forked', 'chain')") != 0;
}

Status viewStatus(PhoneDatabase& database, Instant nowMs) {
    auto& sql = database.connection();
    Status status;
    status.unsent = countOf(sql, "SELECT count(*) FROM _outbox WHERE held = 0");
    status.held = countOf(sql, "SELECT count(*) FROM _outbox WHERE held = 1");
    status.receipted = countOf(sql, "SELECT count(*) FROM _sent");
    status.refused = countOf(sql, "SELECT count(*) FROM _verdict WHERE verdict IN (4, 5)");
    status.copied = viewCopied(database);
    status.encrypted = sql.key() != nullptr;
    status.conflicts = viewConflicts(database, nowMs).size();
    status.cursor = static_cast<std::uint64_t>(database.knownInteger(known::kCursor));
    status.epoch = database.knownId(known::kEpoch);
    if (const auto contact = database.knownInteger(known::kLastContact); contact != 0) {
        status.lastContactMs = contact;
    }
    const auto files = MediaBook(database).counts();
    status.filesWaiting = files.waiting;
    status.fileBytesWaiting = files.waitingBytes;
    status.filesRefused = files.refused;
    std::vector<Bytes> bodies;
    {
        auto query = sql.statement("SELECT body, made_ms FROM _outbox WHERE held = 0 ORDER BY seq");
        while (query.step()) {
            bodies.push_back(query.blob(0));
            status.oldestUnsentMs =
                std::min(status.oldestUnsentMs.value_or(query.integer(1)), query.integer(1));
        }
    }
    std::map<TypeNumber, std::uint64_t> rows;
    for (const auto& bytes : bodies) {
        wire::EnvelopeBody body;
        wire::Changeset changeset;
        if (body.ParseFromString(bytes) && changeset.ParseFromString(body.changeset())) {
            for (const auto& change : changeset.changes()) {
                ++rows[change.type()];
            }
        }
    }
    for (const auto& [number, count] : rows) {
        if (const auto* type = database.catalogue().find(number); type != nullptr) {
            status.unsentByType.emplace_back(type, count);
        }
    }
    return status;
}

}  // namespace xiangji
