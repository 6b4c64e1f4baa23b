#include "core/store/phone_history.hpp"

#include <limits>

#include "core/store/row_places.hpp"

namespace xiangji {

void PhoneHistory::tell(PhoneState& state) {
    auto& sql = database_.connection();
    state.certificate = database_.knownBytes(known::kCertificate);
    {
        auto query = sql.statement("SELECT record FROM _epoch");
        while (query.step()) {
            state.lineage.emplace_back().ParseFromString(query.blob(0));
        }
    }
    {
        auto query = sql.statement("SELECT epoch, lsn, hash FROM _witness");
        while (query.step()) {
            auto& witness = state.witnesses.emplace_back();
            witness.set_epoch(query.blob(0));
            witness.set_lsn(query.unsignedInteger(1));
            witness.set_hash(query.blob(2));
        }
    }
    auto query = sql.statement("SELECT max(seq) FROM _sent");
    query.step();
    state.lastSent = query.unsignedInteger(0);
}

void PhoneHistory::learn(const google::protobuf::RepeatedPtrField<wire::EpochRecord>& records) {
    for (const auto& record : records) {
        wire::EpochBody body;
        if (body.ParseFromString(record.body())) {
            auto query = database_.connection().statement(
                "INSERT OR IGNORE INTO _epoch (epoch, record) VALUES (?1, ?2)");
            query.bindBlob(1, body.epoch()).bindBlob(2, record.SerializeAsString()).run();
        }
    }
}

void PhoneHistory::forgetLineage() {
    database_.connection().execute("DELETE FROM _epoch");
}

void PhoneHistory::witness(const Bytes& epoch, std::uint64_t lsn, const Bytes& hash) {
    if (lsn == 0 || hash.empty()) {
        return;
    }
    auto query = database_.connection().statement(
        "INSERT INTO _witness (epoch, lsn, hash) VALUES (?1, ?2, ?3) ON CONFLICT (epoch) DO UPDATE "
        "SET lsn = excluded.lsn, hash = excluded.hash WHERE excluded.lsn > _witness.lsn");
    query.bindBlob(1, epoch).bind(2, lsn).bindBlob(3, hash).run();
}

void PhoneHistory::loseBehind(std::uint64_t lsn) {
    if (lsn > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return;
    }
    // The later place of a row comes later and stays.
    for (const auto& place : RowPlaces(database_.connection()).takeAfter(lsn)) {
        auto query = database_.connection().statement(
            "INSERT OR REPLACE INTO _lost (type, row, epoch, lsn) VALUES (?1, ?2, ?3, ?4)");
        query.bind(1, std::int64_t{place.type}).bind(2, place.row);
        query.bind(3, database_.knownId(known::kEpoch)).bind(4, place.lsn).run();
    }
}

}  // namespace xiangji
