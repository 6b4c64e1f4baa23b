#include "core/records/festivals.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "core/base/civil_time.hpp"

extern "C" {
extern const unsigned char xiangji_festivals_begin[];
extern const unsigned char xiangji_festivals_end[];
}

namespace xiangji {

namespace {

[[noreturn]] void broken(const std::string& line) {
    std::fprintf(stderr, "proto/festivals.csv has a wrong line: %s\n", line.c_str());
    std::abort();
}

Festival festivalOf(const std::string& line, const RecordType& type) {
    std::istringstream cells(line);
    Festival festival;
    std::string year;
    std::getline(cells, year, ',');
    std::getline(cells, festival.kind, ',');
    std::getline(cells, festival.date);
    const Field* kind = type.field("kind");
    const Choice* choice = kind->choice(std::string_view(festival.kind));
    if (choice == nullptr || !startOfCivilDate(festival.date) ||
        festival.date.substr(0, 4) != year) {
        broken(line);
    }
    festival.year = std::atoi(year.c_str());
    festival.label = choice->label;
    festival.fields[type.field("year")->number] = std::int64_t{festival.year};
    festival.fields[kind->number] = choice->number;
    festival.fields[type.field("name")->number] = choice->label.zh();
    festival.fields[type.field("date")->number] = festival.date;
    festival.id = *naturalId(type, festival.fields);
    return festival;
}

}  // namespace

const std::vector<Festival>& festivals() {
    static const std::vector<Festival> table = [] {
        const auto& type = *Catalogue::builtIn().find("festival");
        std::istringstream lines(std::string(reinterpret_cast<const char*>(xiangji_festivals_begin),
                                             reinterpret_cast<const char*>(xiangji_festivals_end)));
        std::vector<Festival> read;
        std::string line;
        std::getline(lines, line);  // the header
        while (std::getline(lines, line)) {
            read.push_back(festivalOf(line, type));
        }
        std::sort(read.begin(), read.end(),
                  [](const Festival& a, const Festival& b) { return a.date < b.date; });
        return read;
    }();
    return table;
}

const Festival* nextFestival(std::string_view date) {
    const auto& table = festivals();
    const auto at =
        std::lower_bound(table.begin(), table.end(), date,
                         [](const Festival& f, std::string_view d) { return f.date < d; });
    return at == table.end() ? nullptr : &*at;
}

const Festival* festivalOn(std::string_view date) {
    const auto* next = nextFestival(date);
    return next != nullptr && next->date == date ? next : nullptr;
}

}  // namespace xiangji
