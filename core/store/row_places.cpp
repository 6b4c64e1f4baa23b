#include "core/store/row_places.hpp"

#include <algorithm>
#include <map>

#include "core/store/phone_database.hpp"
#include "wire/kept.pb.h"

namespace xiangji {

namespace {

constexpr std::int64_t kLeastFolded = 64;
constexpr std::size_t kPlacesALine = 2'000;

std::vector<RowPlaces::Place> placesIn(const Bytes& bytes) {
    wire::Places kept;
    if (!kept.ParseFromString(bytes) || kept.types_size() != kept.lsns_size() ||
        kept.rows().size() != static_cast<std::size_t>(kept.lsns_size()) * Id::kSizeBytes) {
        throw SqlFault({Fault::damaged, "where this phone's rows stood cannot be read"});
    }
    std::vector<RowPlaces::Place> places;
    std::string_view rows = kept.rows();
    for (int i = 0; i < kept.lsns_size(); ++i) {
        places.push_back(
            {kept.lsns(i), kept.types(i), *Id::fromBytes(rows.substr(0, Id::kSizeBytes))});
        rows.remove_prefix(Id::kSizeBytes);
    }
    return places;
}

}  // namespace

void RowPlaces::note(const google::protobuf::RepeatedPtrField<wire::PulledRow>& rows) {
    std::vector<Place> places;
    places.reserve(static_cast<std::size_t>(rows.size()));
    for (const auto& row : rows) {
        const auto id = Id::fromBytes(row.row());
        if (id && row.lsn() != 0) {  // 0: the centre does not show it, so it stands nowhere
            places.push_back({row.lsn(), row.type(), *id});
        }
    }
    note(places);
}

std::vector<RowPlaces::Place> RowPlaces::takeAfter(std::uint64_t lsn) {
    std::vector<Place> taken;
    std::vector<Place> kept;
    {
        auto query = connection_.statement("SELECT places FROM _places WHERE last_lsn > ?1");
        query.bind(1, lsn);
        while (query.step()) {
            for (const auto& place : placesIn(query.blob(0))) {
                (place.lsn > lsn ? taken : kept).push_back(place);
            }
        }
    }
    {
        auto query = connection_.statement("DELETE FROM _places WHERE last_lsn > ?1");
        query.bind(1, lsn).run();
    }
    if (!kept.empty()) {
        put(kept);
    }
    std::ranges::sort(taken, {}, &Place::lsn);
    return taken;
}

void RowPlaces::note(const std::vector<Place>& places) {
    if (!places.empty()) {
        put(places);
        foldWhenGrown();
    }
}

void RowPlaces::foldWhenGrown() {
    std::int64_t lines = 0;
    std::int64_t folded = 0;
    {
        // Lines are numbered on from the last; folding numbers them anew from one.
        auto query = connection_.statement(
            "SELECT (SELECT max(page) FROM _places), (SELECT value FROM _phone WHERE name = ?1)");
        query.bindText(1, known::kPlacesFolded);
        query.step();
        lines = query.integer(0);
        folded = query.isNull(1) ? 0 : query.integer(1);
    }
    if (lines < 2 * folded + kLeastFolded) {
        return;
    }
    std::map<std::pair<TypeNumber, Id>, Place> last;
    for (const auto& place : takeAfter(0)) {
        last[{place.type, place.row}] = place;
    }
    std::vector<Place> line;
    const auto keep = [&] {
        put(line);
        line.clear();
    };
    folded = 0;
    for (const auto& [row, place] : last) {
        line.push_back(place);
        if (line.size() == kPlacesALine) {
            keep();
            ++folded;
        }
    }
    if (!line.empty()) {
        keep();
        ++folded;
    }
    auto query =
        connection_.statement("INSERT OR REPLACE INTO _phone (name, value) VALUES (?1, ?2)");
    query.bindText(1, known::kPlacesFolded).bind(2, folded).run();
}

void RowPlaces::put(const std::vector<Place>& places) {
    wire::Places kept;
    std::uint64_t last = 0;
    kept.mutable_rows()->reserve(places.size() * Id::kSizeBytes);
    for (const auto& place : places) {
        kept.add_lsns(place.lsn);
        kept.add_types(place.type);
        kept.mutable_rows()->append(place.row.bytes());
        last = std::max(last, place.lsn);
    }
    auto query = connection_.statement("INSERT INTO _places (last_lsn, places) VALUES (?1, ?2)");
    query.bind(1, last).bindBlob(2, kept.SerializeAsString()).run();
}

}  // namespace xiangji
