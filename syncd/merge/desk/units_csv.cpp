#include "syncd/merge/desk/units_csv.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/base/text.hpp"
#include "core/records/near_names.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::string_view kHeading = "area_code,name,parent_code,kind";
constexpr std::size_t kColumns = 4;

Error at(std::size_t line, const std::string& what) {
    return {Fault::invalid, "line " + std::to_string(line) + " of the units: " + what};
}

/// The cells of one line.
Result<std::vector<std::string>> cellsOf(std::string_view line, std::size_t number) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back().push_back(c);
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            cells.emplace_back();
        } else {
            cells.back().push_back(c);
        }
    }
    if (quoted) {
        return at(number, "a quote is not closed");
    }
    return cells;
}

/// 郭里村委会 is 郭里村 to everybody, 药都社区居民委员会 is 药都社区.
std::string shortNameOf(const std::string& name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kEndings{
        {{"社区居民委员会", "社区"},
         {"社区居委会", "社区"},
         {"村民委员会", "村"},
         {"村委会", "村"}}};
    for (const auto& [ending, kept] : kEndings) {
        if (name.size() > ending.size() && name.ends_with(ending)) {
            return name.substr(0, name.size() - ending.size()) + std::string(kept);
        }
    }
    return name;
}

struct Numbered {
    UnitLine unit;
    std::string parentCode;
    std::size_t line = 0;
};

Result<Numbered> unitAt(std::string_view text, std::size_t number, const Field& kinds) {
    XIANGJI_LET(cells, cellsOf(text, number));
    if (cells.size() != kColumns) {
        return at(number, std::to_string(cells.size()) + " columns instead of " +
                              std::to_string(kColumns) + " (" + std::string(kHeading) + ")");
    }
    for (auto& cell : cells) {
        const auto nfc = toNfc(std::string(trimmed(cell)));
        if (!nfc) {
            return at(number, "is not UTF-8 text; save the file as UTF-8");
        }
        cell = *nfc;
    }
    Numbered read;
    read.line = number;
    read.unit.code = cells[0];
    read.unit.name = cells[1];
    read.parentCode = cells[2];
    if (read.unit.code.empty() ||
        read.unit.code.find_first_not_of("0123456789") != std::string::npos) {
        return at(number, "area_code \"" + read.unit.code + "\" is not made of digits");
    }
    const Choice* kind = kinds.choice(cells[3]);
    if (kind == nullptr) {
        std::vector<std::string> names;
        for (const auto& choice : kinds.choices) {
            names.push_back(choice.name);
        }
        return at(number, "kind \"" + cells[3] + "\"; " + suggestion(cells[3], names));
    }
    read.unit.kind = kind->number;
    read.unit.id = unitId(read.unit.code);
    read.unit.shortName = shortNameOf(read.unit.name);
    return read;
}

}  // namespace

Id unitId(std::string_view areaCode) {
    return Id::ofHash("unit" + std::string(areaCode));
}

Result<std::vector<UnitLine>> readUnits(std::string_view csv, const RecordType& unit) {
    if (csv.starts_with("\xEF\xBB\xBF")) {
        csv.remove_prefix(3);
    }
    std::map<std::string, Numbered> byCode;
    std::size_t number = 0;
    while (!csv.empty()) {
        const auto end = std::min(csv.find('\n'), csv.size());
        std::string_view line = csv.substr(0, end);
        csv.remove_prefix(std::min(end + 1, csv.size()));
        ++number;
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        if (number == 1 && line != kHeading) {
            return at(1, "the heading is not \"" + std::string(kHeading) + "\"");
        }
        if (number == 1 || trimmed(line).empty()) {
            continue;
        }
        XIANGJI_LET(read, unitAt(line, number, *unit.field("kind")));
        if (const auto twice = byCode.find(read.unit.code); twice != byCode.end()) {
            return at(number, "area_code " + read.unit.code + " stands in line " +
                                  std::to_string(twice->second.line) + " already");
        }
        byCode.emplace(read.unit.code, std::move(read));
    }
    if (byCode.empty()) {
        return Error{Fault::invalid,
                     "the file of units has no lines; it needs at least the centre"};
    }
    std::vector<UnitLine> units;
    // Each kind hangs under a greater one, so the order of kinds is an order of the tree.
    for (const auto& kind : unit.field("kind")->choices) {
        for (auto& [code, read] : byCode) {
            if (read.unit.kind != kind.number) {
                continue;
            }
            const bool top = kind.number == unit.field("kind")->choices.front().number;
            const auto parent = byCode.find(read.parentCode);
            if (top != read.parentCode.empty()) {
                return at(read.line,
                          top ? "a " + kind.name + " hangs under nothing; leave parent_code empty"
                              : "a " + kind.name + " needs a parent_code");
            }
            if (!top && parent == byCode.end()) {
                return at(read.line, "parent_code " + read.parentCode + " is no unit of this file");
            }
            if (!top && parent->second.unit.kind >= kind.number) {
                return at(read.line, "a " + kind.name + " cannot hang under " +
                                         parent->second.unit.name + ", which is no greater unit");
            }
            read.unit.parent = top ? Id{} : parent->second.unit.id;
            units.push_back(read.unit);
        }
    }
    if (!units.front().parent.isNone()) {
        return Error{
            Fault::invalid,
            "the file of units has no centre; add the line of the unit that stands above all"};
    }
    return units;
}

}  // namespace xiangji::syncd
