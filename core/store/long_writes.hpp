#pragma once

namespace xiangji {

/// The name of a way to files for `sqlite3_open_v2` under which the write-ahead log, and at a
/// checkpoint the database, are written in long pieces. SQLite writes each page of a transaction in
/// two small ones and each page of a checkpoint by itself, though most lie beside each other; for
/// whoever commits thousands of pages at a time that costs as much as the pages do. What is held
/// back is written before anything is synced, read, measured or cut, and of a checkpoint only where
/// it goes to the log's end, because then a sync tells whether all could be written. So it only
/// serves a connection that syncs at every commit (`synchronous=FULL`), on a file that nobody else
/// writes: no reader is ever told of a page that is not in its file. What was written so is begun
/// to go to the disk at once, that the sync waits the less. All other files are the system's own.
[[nodiscard]] const char* longWrites();

}  // namespace xiangji
