#pragma once

#include <filesystem>
#include <functional>

#include "core/client/client.hpp"
#include "core/media/file_store.hpp"
#include "core/media/media_book.hpp"

namespace xiangji {

/// A chosen file made ready: kept under its hash, its row's fields filled in from what it is.
struct PreparedMedia {
    Fields fields;
    Bytes thumbnail;  ///< empty: none could be made
    BookedFile file;  ///< its row comes with the id
};

/// Reads and keeps a file for a media row. Durable before the row is written: a row that names a
/// file this phone never had would wait for ever. Faults: notFound, invalid (empty, too large, no
/// kind), diskFull.
[[nodiscard]] Result<PreparedMedia> prepareMedia(const MediaAdd& add, const RecordType& type,
                                                 FileStore& files);

}  // namespace xiangji
