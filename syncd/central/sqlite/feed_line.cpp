#include "syncd/central/sqlite/feed_line.hpp"

#include "syncd/central/packed.hpp"

namespace xiangji::syncd {

Bytes packPlaces(std::span<const FeedPlace> places) {
    Packer packer;
    Lsn last = 0;
    for (const auto& place : places) {
        packer.number(place.lsn - last);
        packer.number(place.type);
        packer.id(place.row);
        packer.number(place.before == 0 ? 0 : place.lsn - place.before);
        last = place.lsn;
    }
    return packer.take();
}

std::vector<FeedPlace> unpackPlaces(std::string_view bytes) {
    std::vector<FeedPlace> places;
    Unpacker unpacker(bytes);
    Lsn last = 0;
    while (!unpacker.atEnd() && !unpacker.broken()) {
        FeedPlace place;
        place.lsn = last + unpacker.number();
        place.type = static_cast<TypeNumber>(unpacker.number());
        place.row = unpacker.id();
        const auto back = unpacker.number();
        place.before = back == 0 ? 0 : place.lsn - back;
        last = place.lsn;
        places.push_back(place);
    }
    if (unpacker.broken()) {
        throw SqlFault(
            {Fault::damaged, "a line of the feed cannot be read; the database is damaged"});
    }
    return places;
}

FeedLines::FeedLines(Connection& connection)
    : insert_(connection,
              "INSERT INTO _feed (unit, last_lsn, count, places) VALUES (?1, ?2, ?3, ?4)") {}

void FeedLines::write(const Id& unit, std::span<const FeedPlace> places) const {
    if (places.empty()) {
        return;
    }
    const Bytes bytes = packPlaces(places);
    auto query = insert_.use();
    query.bindView(1, unit).bind(2, places.back().lsn);
    query.bind(3, static_cast<std::int64_t>(places.size())).bindBlobView(4, bytes).run();
}

}  // namespace xiangji::syncd
