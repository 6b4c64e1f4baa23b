#pragma once

namespace xiangji {

/// The name of a way to files for `sqlite3_open_v2` under which the write-ahead log is written in
/// long pieces. SQLite writes each page of a transaction in two small ones, and for whoever commits
/// thousands of pages at a time that costs as much as the pages do. What is held back is written
/// before anything is synced, read, measured or cut, so it only serves a connection that syncs at
/// every commit (`synchronous=FULL`): no reader is ever told of a page that is not in the file. All
/// other files are the system's own.
[[nodiscard]] const char* longWrites();

}  // namespace xiangji
