#include "core/store/recorded_changes.hpp"

#include <sqlite3.h>

#include <bit>

namespace xiangji {

namespace {

constexpr unsigned kTableHead = 'T';
constexpr unsigned kUntouched = 0;
constexpr int kMostSizeOctets = 5;
constexpr std::size_t kUsualFields = 16;

[[noreturn]] void unreadable() {
    throw SqlFault({Fault::failed, "what was recorded cannot be read; nothing was saved"});
}

}  // namespace

std::string_view RecordedChanges::take(std::size_t size) {
    if (size > left_.size()) {
        unreadable();
    }
    const auto taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
}

unsigned RecordedChanges::octet() {
    return static_cast<unsigned char>(take(1).front());
}

std::uint64_t RecordedChanges::integer() {
    std::uint64_t number = 0;
    for (const char octet : take(sizeof(number))) {
        number = number << 8 | static_cast<unsigned char>(octet);
    }
    return number;
}

/// SQLite's variable-length integer, as far as sizes go.
std::size_t RecordedChanges::size() {
    std::size_t number = 0;
    for (int i = 0; i < kMostSizeOctets; ++i) {
        const unsigned next = octet();
        number = number << 7 | (next & 0x7fU);
        if (next < 0x80U) {
            return number;
        }
    }
    unreadable();
}

void RecordedChanges::tableHead() {
    columns_ = size();
    static_cast<void>(take(columns_));  // which of them are the key: the first, always
    const auto end = left_.find('\0');
    if (end == std::string_view::npos) {
        unreadable();
    }
    type_ = catalogue_.find(take(end));
    static_cast<void>(take(1));
}

std::optional<Value> RecordedChanges::cell() {
    switch (octet()) {
        case kUntouched:
            return std::nullopt;
        case SQLITE_INTEGER:
            return static_cast<std::int64_t>(integer());
        case SQLITE_FLOAT:
            return std::bit_cast<double>(integer());
        case SQLITE_TEXT:
            return std::string(take(size()));
        case SQLITE_BLOB:
            return Blob{take(size())};
        case SQLITE_NULL:
            return Value{};
        default:
            unreadable();
    }
}

Fields RecordedChanges::record(Id& id, bool unsetToo) {
    Fields fields;
    if (const auto key = cell()) {
        id = idIn(*key);
    }
    for (std::size_t column = 1; column < columns_; ++column) {
        auto value = cell();
        if (!value || (!unsetToo && isUnset(*value)) || column > type_->fields.size()) {
            continue;
        }
        if (fields.empty()) {
            fields.reserve(kUsualFields);
        }
        fields.emplace_hint(fields.end(), type_->fields[column - 1].number, *std::move(value));
    }
    return fields;
}

std::optional<RecordedRow> RecordedChanges::next() {
    if (left_.empty()) {
        return std::nullopt;
    }
    unsigned operation = octet();
    if (operation == kTableHead) {
        tableHead();
        operation = octet();
    }
    static_cast<void>(octet());  // whether a trigger did it: there are none
    if (type_ == nullptr) {
        unreadable();
    }
    RecordedRow row;
    row.type = type_;
    switch (operation) {
        case SQLITE_INSERT:
            row.kind = RecordedRow::Kind::inserted;
            row.after = record(row.id, false);
            return row;
        case SQLITE_UPDATE:
            row.before = record(row.id, true);
            row.after = record(row.id, true);
            return row;
        case SQLITE_DELETE:
            row.kind = RecordedRow::Kind::removed;
            row.before = record(row.id, false);
            return row;
        default:
            unreadable();
    }
}

}  // namespace xiangji
