#include "syncd/office/export.hpp"

#include <functional>
#include <map>

#include "syncd/office/csv.hpp"
#include "syncd/office/field_day.hpp"
#include "syncd/office/row_json.hpp"

namespace xiangji::syncd {

namespace {

struct Column {
    std::string heading;
    std::function<std::string(const SeenRow&)> cell;
};

/// The office's columns of the type, and what every row has.
std::vector<Column> columnsOf(const RecordType& type, CellText& texts,
                              const std::map<Id, std::int64_t>& pupils) {
    const bool english = texts.english();
    const auto words = [english](const char* zh, const char* en) {
        return std::string(english ? en : zh);
    };
    std::vector<Column> columns;
    columns.push_back({words("所属单位", "Unit"), [&texts](const SeenRow& row) {
                           const auto home = row.fields.find(common::kHomeOrg);
                           return home == row.fields.end()
                                      ? std::string()
                                      : texts.units().pathName(idIn(home->second));
                       }});
    for (const Field* field : texts.view().shown(type)) {
        if (field != homeColumn(type, texts.view()) && field->number != common::kVoidReason) {
            columns.push_back(
                {texts.label(columnLabel(*field)),
                 [&texts, field](const SeenRow& row) { return texts.text(row, *field); }});
        }
    }
    if (hasPupils(type)) {
        columns.push_back({words("到课人数", "Pupils present"), [&pupils](const SeenRow& row) {
                               const auto found = pupils.find(row.id);
                               return found == pupils.end() ? std::string()
                                                            : std::to_string(found->second);
                           }});
    }
    if (!type.initialState().empty()) {
        columns.push_back(
            {words("状态", "State"), [&texts](const SeenRow& row) { return texts.state(row); }});
    }
    columns.push_back(
        {words("记录人", "Written by"), [](const SeenRow& row) { return row.authorName; }});
    columns.push_back({words("填写不一致", "Conflict"), [words](const SeenRow& row) {
                           return row.conflict ? words("有", "Yes") : std::string();
                       }});
    if (const Field* reason = type.field(common::kVoidReason)) {
        columns.push_back(
            {words("作废原因", "Voided because"), [&texts, reason](const SeenRow& row) {
                 return row.voided ? texts.text(row, *reason) : std::string();
             }});
    }
    columns.push_back({words("编号", "Id"), [](const SeenRow& row) { return row.id.text(); }});
    return columns;
}

std::string percentEncoded(std::string_view text) {
    constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        if (kPlain.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            const auto octet = static_cast<unsigned char>(c);
            encoded += {'%', kHex[octet >> 4U], kHex[octet & 15U]};
        }
    }
    return encoded;
}

std::string attachment(const ExportWanted& wanted, const CellText& texts) {
    std::string days;
    if (!wanted.span.from.empty() || !wanted.span.to.empty()) {
        days = "_" + wanted.span.from +
               (wanted.span.from == wanted.span.to ? "" : "_" + wanted.span.to);
    }
    const SeenUnit* unit = texts.units().find(wanted.unit);
    const std::string code = unit == nullptr ? "" : "_" + unit->code;
    const std::string place = unit == nullptr ? "" : "_" + unit->name;
    return attachmentNamed(wanted.type->name + code + days + ".csv",
                           texts.label(wanted.type->rules.label()) + place + days + ".csv");
}

}  // namespace

std::string attachmentNamed(const std::string& asciiName, const std::string& name) {
    std::string plain;
    for (const char c : asciiName) {
        const bool safe = c > ' ' && c < '\x7f' && c != '"' && c != '\\' && c != '/';
        plain += safe ? c : '_';
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percentEncoded(name);
}

Result<ExportedFile> exportCsv(Reader& reader, const ExportWanted& wanted, CellText& texts) {
    RowsWanted all{.unit = wanted.unit,
                   .fromMs = wanted.span.fromMs,
                   .toMs = wanted.span.toMs,
                   .voidedToo = wanted.voidedToo,
                   .most = ExportWanted::kMostRows + 1};
    XIANGJI_LET(rows, reader.rows(*wanted.type, all));
    if (rows.size() > ExportWanted::kMostRows) {
        return Error{Fault::invalid,
                     "more than " + std::to_string(ExportWanted::kMostRows) +
                         " rows: choose fewer days or a smaller unit, and save several files"};
    }
    std::map<Id, std::int64_t> pupils;
    if (hasPupils(*wanted.type)) {
        XIANGJI_LET(counted, pupilsPresent(reader, texts.view().catalogue(), wanted.unit));
        pupils = std::move(counted);
    }
    const auto columns = columnsOf(*wanted.type, texts, pupils);
    std::vector<std::string> cells;
    for (const auto& column : columns) {
        cells.push_back(column.heading);
    }
    Answer answer{.mediaType = "text/csv; charset=utf-8"};
    answer.body = std::string(kByteOrderMark) + csvLine(cells);
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            cells[i] = columns[i].cell(row);
        }
        answer.body += csvLine(cells);
    }
    answer.headers.emplace_back("Content-Disposition", attachment(wanted, texts));
    return ExportedFile{std::move(answer), rows.size()};
}

}  // namespace xiangji::syncd
