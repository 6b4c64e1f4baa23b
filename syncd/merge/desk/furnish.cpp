#include "core/records/festivals.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/desk/units_csv.hpp"
#include "syncd/merge/server_pen.hpp"

namespace xiangji::syncd {

namespace {

/// A unit takes two changes: it is made and it opens.
constexpr std::size_t kUnitsAnEnvelope = 500;
constexpr std::size_t kFestivalsAnEnvelope = 1'000;

Outcome writeUnits(ServerPen& pen, const RecordType& type, const std::vector<UnitLine>& units) {
    std::size_t noted = 0;
    for (const auto& unit : units) {
        Fields fields{{type.field("kind")->number, unit.kind},
                      {type.field("name")->number, unit.name},
                      {type.field("short_name")->number, unit.shortName},
                      {type.field("area_code")->number, unit.code}};
        if (!unit.parent.isNone()) {
            fields[type.field("parent")->number] = refTo(unit.parent);
        }
        pen.insert(type, unit.id, unit.id, fields);
        pen.act(type, unit.id, "open");
        if (++noted % kUnitsAnEnvelope == 0) {
            XIANGJI_TRY(pen.send());
        }
    }
    return pen.send();
}

Outcome writeFestivals(ServerPen& pen, const RecordType& type, const Id& centre) {
    std::size_t noted = 0;
    for (const auto& festival : festivals()) {
        pen.insert(type, festival.id, centre, festival.fields);
        if (++noted % kFestivalsAnEnvelope == 0) {
            XIANGJI_TRY(pen.send());
        }
    }
    return pen.send();
}

}  // namespace

Outcome furnish(const Desk::Seats& seats, const std::string& unitsCsv) {
    const RecordType& unit = *seats.catalogue.find("unit");
    XIANGJI_LET(units, readUnits(unitsCsv, unit));
    XIANGJI_LET(present, seats.central.identity());
    if (present) {
        return Error{Fault::refused, "the central database is already in use; nothing was changed"};
    }
    const Instant now = seats.clock.nowMs();
    const CentralIdentity identity{Id::uuid7(now, seats.random), Id::uuid7(now, seats.random)};
    Authority authority;
    XIANGJI_LET(transaction, Transaction::begin(seats.central, authority, now));
    XIANGJI_TRY(transaction->central().setIdentity(identity));
    XIANGJI_TRY(transaction->central().putEpoch({.id = identity.epoch, .beganMs = now}));
    ServerPen pen(*transaction, seats.catalogue, identity, seats.serverKey);
    XIANGJI_TRY(writeUnits(pen, unit, units));
    XIANGJI_TRY(writeFestivals(pen, *seats.catalogue.find("festival"), units.front().id));
    return transaction->commit();
}

}  // namespace xiangji::syncd
