#include "tests/web/told_township.hpp"

#include <fstream>
#include <sstream>

namespace xiangji::syncd {

namespace {

Id unitId(const std::string& code) {
    return code.empty() ? Id{} : Id::ofHash("unit " + code);
}

}  // namespace

ToldTownship::ToldTownship(const std::string& unitsCsv) {
    std::ifstream file(unitsCsv);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream parts(line);
        std::string code, name, parent, kind;
        std::getline(parts, code, ',');
        std::getline(parts, name, ',');
        std::getline(parts, parent, ',');
        std::getline(parts, kind, '\r');
        reader_.tell(SeenUnit{.id = unitId(code),
                              .code = code,
                              .name = name,
                              .kind = kind,
                              .parent = unitId(parent)});
        if (kind == "station") {
            stationCodes_.push_back(code);
        }
        tell("unit", "unit " + code, code,
             {{"kind", choice("unit", "kind", kind)},
              {"name", name},
              {"area_code", code},
              {"parent", parent.empty() ? Value{} : refTo(unitId(parent))}});
    }
}

SeenRow ToldTownship::made(const std::string& type, const std::string& seed,
                           const std::string& unitCode, const Cells& cells) const {
    SeenRow row{.type = catalogue_.find(type), .id = Id::ofHash(seed)};
    row.fields[common::kHomeOrg] = refTo(unitId(unitCode));
    if (const std::string initial = row.type->initialState(); !initial.empty()) {
        row.fields[common::kStatus] = initial;
    }
    if (const Field* home = row.type->homeField(); home != nullptr && home->rules.ref() == "unit") {
        row.fields[home->number] = refTo(unitId(unitCode));
    }
    for (const auto& [name, value] : cells) {
        row.fields[row.type->field(name)->number] = value;
    }
    return row;
}

Id ToldTownship::tell(const std::string& type, const std::string& seed, const std::string& unitCode,
                      const Cells& cells, const std::string& author) {
    SeenRow row = made(type, seed, unitCode, cells);
    row.authorName = author;
    const Id id = row.id;
    reader_.tell(std::move(row));
    return id;
}

Id ToldTownship::tellVoided(const std::string& type, const std::string& seed,
                            const std::string& unitCode, const Cells& cells) {
    SeenRow row = made(type, seed, unitCode, cells);
    row.authorName = "陈晓";
    row.voided = true;
    row.editedAfterVoid = true;
    const Id id = row.id;
    reader_.tell(std::move(row));
    return id;
}

void ToldTownship::tellInConflict(const std::string& type, const std::string& seed,
                                  const std::string& unitCode, Cells cells,
                                  const std::string& field, const Written& shown,
                                  const Written& other) {
    cells[field] = shown.value;
    SeenRow row = made(type, seed, unitCode, cells);
    row.authorName = shown.author;
    row.conflict = true;
    const Field* title = row.type->field(row.type->rules.title());
    reader_.tell(SeenConflict{
        .type = row.type,
        .row = row.id,
        .title = std::get<std::string>(row.fields[title->number]),
        .field = row.type->field(field),
        .shown = {.value = shown.value,
                  .authorName = shown.author,
                  .atMs = *parseInstant(shown.at)},
        .others = {
            {.value = other.value, .authorName = other.author, .atMs = *parseInstant(other.at)}}});
    reader_.tell(std::move(row));
}

Value ToldTownship::choice(const std::string& type, const std::string& field,
                           const std::string& name) const {
    return catalogue_.find(type)->field(field)->choice(name)->number;
}

}  // namespace xiangji::syncd
