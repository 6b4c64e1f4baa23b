#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/records/catalogue.hpp"

namespace xiangji::syncd {

/// One line of a unit tree.
struct UnitLine {
    Id id;      ///< follows from the code: the same unit everywhere
    Id parent;  ///< none for the centre
    std::string code;
    std::string name;
    std::string shortName;
    std::int64_t kind = 0;
};

[[nodiscard]] Id unitId(std::string_view areaCode);

/// Reads "area_code,name,parent_code,kind" (a heading line, UTF-8 with or without BOM, CRLF or LF,
/// RFC 4180 quotes). Parents come before what hangs below them in the answer, whatever their order
/// in the file. An error names the line and says why.
[[nodiscard]] Result<std::vector<UnitLine>> readUnits(std::string_view csv, const RecordType& unit);

}  // namespace xiangji::syncd
