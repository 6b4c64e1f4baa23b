#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.hpp"
#include "core/store/file_key.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

/// What can still be read of a damaged phone database: its outbox, row by row around the damage.
struct RescuedOutbox {
    Id server;                     ///< none where that page is gone too
    Bytes serverKey;               ///< likewise empty
    std::vector<Waiting> waiting;  ///< by seq; each is what it was when it was saved, by its hash
    bool whole = true;             ///< false: reading met damage, some may be missing
};

/// `key`: the one under which the file lies encrypted. Changes nothing in the file. Faults: damaged
/// (not even the list of tables can be read), notFound.
[[nodiscard]] Result<RescuedOutbox> rescueOutbox(const std::filesystem::path& file,
                                                 const FileKey* key = nullptr);

}  // namespace xiangji
