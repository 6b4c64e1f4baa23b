#include "core/records/wire_values.hpp"

namespace xiangji {

namespace {

void putBytes(wire::Cell& cell, const Blob& blob) {
    const auto bytes = blob.bytes();
    cell.set_blob(bytes.data(), bytes.size());
}

}  // namespace

void putValue(wire::Cell& cell, const Value& value) {
    struct Put {
        wire::Cell& cell;
        void operator()(std::monostate) const { cell.clear_value(); }
        void operator()(std::int64_t integer) const { cell.set_integer(integer); }
        void operator()(double real) const { cell.set_real(real); }
        void operator()(const std::string& text) const { cell.set_text(text); }
        void operator()(const Blob& blob) const { putBytes(cell, blob); }
    };
    std::visit(Put{cell}, value);
}

void putValue(wire::Cell& cell, Value&& value) {
    if (auto* text = std::get_if<std::string>(&value)) {
        cell.set_text(std::move(*text));
    } else {
        putValue(cell, std::as_const(value));
    }
}

Value valueIn(const wire::Cell& cell) {
    switch (cell.value_case()) {
        case wire::Cell::kInteger:
            return std::int64_t{cell.integer()};
        case wire::Cell::kReal:
            return cell.real();
        case wire::Cell::kText:
            return cell.text();
        case wire::Cell::kBlob:
            return Blob{cell.blob()};
        case wire::Cell::VALUE_NOT_SET:
            return {};
    }
    return {};
}

bool suits(const Field& field, const Value& value) {
    if (isUnset(value)) {
        return true;
    }
    switch (field.kind) {
        case Kind::integer:
        case Kind::boolean:
        case Kind::choice:
            return std::holds_alternative<std::int64_t>(value);
        case Kind::real:
            return std::holds_alternative<double>(value);
        case Kind::text:
            return std::holds_alternative<std::string>(value);
        case Kind::reference:
            return std::holds_alternative<Blob>(value) &&
                   std::get<Blob>(value).bytes().size() == Id::kSizeBytes;
        case Kind::blob:
            return std::holds_alternative<Blob>(value);
    }
    return false;
}

}  // namespace xiangji
