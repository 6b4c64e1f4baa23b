#include "core/store/phone_satchel.hpp"

#include "core/base/hash.hpp"

namespace xiangji {

namespace {

constexpr Instant kKeepAnswersMs = Instant{30} * 24 * 3600 * 1000;

}  // namespace

bool PhoneSatchel::put(const wire::Parcel& parcel, Instant nowMs) {
    auto& sql = database_.connection();
    {
        auto query = sql.statement("DELETE FROM _carried WHERE kind = ?1 AND came_ms < ?2");
        query.bind(1, int{wire::Parcel::KIND_TO_PHONE}).bind(2, nowMs - kKeepAnswersMs);
        query.run();
    }
    const Bytes bytes = parcel.SerializeAsString();
    const Bytes hash = hashOf(bytes);
    std::int64_t total = 0;
    {
        auto query = sql.statement(
            "SELECT coalesce(sum(size), 0), coalesce(max(hash = ?1), 0) FROM _carried");
        query.bindBlob(1, hash);
        query.step();
        if (query.integer(1) != 0) {
            return true;
        }
        total = query.integer(0);
    }
    if (static_cast<std::size_t>(total) + bytes.size() > kMostCarriedBytes) {
        return false;
    }
    auto query = sql.statement(
        "INSERT INTO _carried (hash, kind, size, parcel, came_ms) VALUES (?1, ?2, ?3, ?4, ?5)");
    query.bindBlob(1, hash)
        .bind(2, int{parcel.kind()})
        .bind(3, static_cast<std::int64_t>(bytes.size()))
        .bindBlob(4, bytes)
        .bind(5, nowMs);
    query.run();
    return true;
}

Result<bool> PhoneSatchel::keep(const wire::Parcel& parcel, Instant nowMs) {
    const std::scoped_lock lock(mutex_);
    return guarded([&] {
        SqlTransaction transaction(database_.connection());
        const bool kept = put(parcel, nowMs);
        transaction.commit();
        return kept;
    });
}

Result<std::optional<CarriedParcel>> PhoneSatchel::next(std::uint64_t number,
                                                        wire::Parcel::Kind kind) {
    const std::scoped_lock lock(mutex_);
    return guarded([&]() -> std::optional<CarriedParcel> {
        auto query = database_.connection().statement(
            "SELECT number, parcel FROM _carried WHERE number > ?1 AND (?2 = 0 OR kind = ?2) "
            "ORDER BY number LIMIT 1");
        query.bind(1, number).bind(2, int{kind});
        if (!query.step()) {
            return std::nullopt;
        }
        CarriedParcel carried;
        carried.number = query.unsignedInteger(0);
        if (!carried.parcel.ParseFromString(query.blob(1))) {
            throw SqlFault({Fault::damaged, "a parcel this phone carries cannot be read"});
        }
        return carried;
    });
}

Outcome PhoneSatchel::delivered(std::uint64_t number, const std::vector<wire::Parcel>& answers,
                                Instant nowMs) {
    const std::scoped_lock lock(mutex_);
    return guarded([&] {
        SqlTransaction transaction(database_.connection());
        {
            auto query = database_.connection().statement("DELETE FROM _carried WHERE number = ?1");
            query.bind(1, number);
            query.run();
        }
        for (const auto& answer : answers) {
            // Without room the author gets them at its own next contact.
            put(answer, nowMs);
        }
        transaction.commit();
    });
}

}  // namespace xiangji
