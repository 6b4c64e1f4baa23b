#pragma once

#include "syncd/office/answer.hpp"
#include "syncd/office/cell_text.hpp"
#include "syncd/office/span.hpp"

namespace xiangji::syncd {

struct ExportWanted {
    const RecordType* type = nullptr;
    Id unit;
    Span span;
    bool voidedToo = false;

    /// One file holds at most this many rows; a longer list is refused with words, never cut
    /// silently.
    static constexpr std::size_t kMostRows = 50'000;
};

/// The rows as a CSV file for spreadsheets: UTF-8 with byte order mark, CRLF, the office's columns
/// under the catalogue's labels, civil times in Asia/Shanghai, every cell safe (csv.hpp). Named by
/// type, unit and days, in Chinese (RFC 5987) with an ASCII name beside it.
struct ExportedFile {
    Answer answer;
    std::uint64_t rows = 0;
};
[[nodiscard]] Result<ExportedFile> exportCsv(Reader& reader, const ExportWanted& wanted,
                                             CellText& texts);

/// `attachment; filename="activity_360982_2026-06-01.csv"; filename*=UTF-8''…`
[[nodiscard]] std::string attachmentNamed(const std::string& asciiName, const std::string& name);

}  // namespace xiangji::syncd
