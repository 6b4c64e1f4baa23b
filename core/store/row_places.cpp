#include "core/store/row_places.hpp"

#include <algorithm>

#include "wire/kept.pb.h"

namespace xiangji {

namespace {

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
        if (const auto id = Id::fromBytes(row.row())) {
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
    note(kept);
    std::ranges::sort(taken, {}, &Place::lsn);
    return taken;
}

void RowPlaces::note(const std::vector<Place>& places) {
    if (places.empty()) {
        return;
    }
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
