#include "tests/house/rooms.hpp"

namespace xiangji::house {

std::span<const Room> rooms() {
    static const std::vector<Room> kRooms{
        {"core/base", {}},
        {"core/records", {"core/base", "proto"}},
        // sync declares the shelf and the satchel, store fills them.
        {"core/store",
         {"core/records", "core/base", "proto", "core/sync/shelf.hpp", "core/sync/satchel.hpp"}},
        {"core/merge", {"core/records", "core/base", "proto"}},
        {"core/rules", {"core/records", "core/base"}},
        {"core/sync", {"core/merge", "core/records", "core/base", "proto"}},
        {"core/media", {"core/store", "core/sync", "core/records", "core/base", "proto"}},
        {"core/client", {"core", "proto"}},
        // sync declares the link, net fills it.
        {"core/net", {"core/base", "proto", "core/sync/link.hpp"}},

        {"mobile/platform", {"core/base"}},
        {"mobile/models",
         {"core/client", "core/records", "core/base", "core/sync/invitation.hpp",
          "mobile/platform"}},
        {"mobile/ui", {}},
        {"mobile/app/drive", {"core/base", "mobile/platform"}},
        {"mobile/app",
         {"mobile/app/drive", "mobile/models", "mobile/platform", "mobile/ui", "core", "proto"}},
        {"mobile/cli", {"core", "proto"}},

        {"syncd/central", {"core/store", "core/records", "core/merge", "core/base", "proto"}},
        {"syncd/central/sqlite",
         {"syncd/central", "core/store", "core/records", "core/merge", "core/base", "proto"}},
        // What a phone writes, the desk reads: both sides share one form of envelope, invitation
        // and parcel, and one way to keep files.
        {"syncd/merge",
         {"syncd/central", "core/merge", "core/records", "core/base", "proto",
          "core/media/file_store.hpp", "core/media/limits.hpp", "core/media/possession.hpp",
          "core/sync/certificate.hpp", "core/sync/envelope.hpp", "core/sync/epoch_record.hpp",
          "core/sync/invitation.hpp", "core/sync/link.hpp", "core/sync/packed_envelope.hpp",
          "core/sync/parcel.hpp"}},
        {"syncd/session",
         {"syncd/merge", "syncd/central", "core/net", "core/base", "proto",
          "core/sync/envelope.hpp", "core/sync/link.hpp"}},
        {"syncd/office", {"syncd/central", "core/records", "core/base"}},
        {"syncd/app", {"syncd", "core", "proto"}},

        {"tests", {"core", "mobile", "syncd", "proto"}},
        {"tests/bench", {"core", "syncd", "proto", "tests"}},
        {"tests/sim", {"tests", "core", "syncd", "proto"}},
        // Faults fill the simulator's seams.
        {"tests/planted", {"tests", "core", "syncd", "proto"}},
    };
    return kRooms;
}

std::span<const Library> libraries() {
    static const std::vector<Library> kLibraries{
        // The bench's reference is SQLite's own apply of changesets; the simulator's disk is a file
        // system of SQLite's own kind.
        {"SQLite", {"sqlite3"}, {"core/store", "tests/bench", "tests/sim"}},
        {"Asio and Beast",
         {"boost/asio", "boost/beast"},
         {"core/net", "syncd/session", "syncd/office", "syncd/app", "tests", "tests/bench"}},
        {"Qt",
         {"Q", "qt"},
         {"mobile/app", "mobile/app/drive", "mobile/models", "mobile/platform", "mobile/ui",
          "tests"}},
    };
    return kLibraries;
}

const Room* roomOf(std::string_view path) {
    const Room* deepest = nullptr;
    for (const Room& room : rooms()) {
        const bool isInside = path.size() > room.folder.size() && path.starts_with(room.folder) &&
                              path[room.folder.size()] == '/';
        if (isInside && (deepest == nullptr || room.folder.size() > deepest->folder.size())) {
            deepest = &room;
        }
    }
    return deepest;
}

}  // namespace xiangji::house
