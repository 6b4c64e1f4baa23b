#include "syncd/central/sqlite/marked_rows.hpp"

#include "core/store/schema.hpp"
#include "syncd/central/row_marks.hpp"

namespace xiangji::syncd {

std::size_t roughSizeOf(const RowState& state) {
    std::size_t size = 64;
    const auto add = [&size](const Value& value) {
        const auto* text = std::get_if<std::string>(&value);
        const auto* blob = std::get_if<Blob>(&value);
        size += 12 + (text != nullptr ? text->size() : 0) +
                (blob != nullptr ? blob->bytes().size() : 0);
    };
    for (const auto& [field, value] : state.fields) {
        add(value);
    }
    for (const auto& [key, heads] : state.heads) {
        for (std::size_t i = 0; heads.size() > 1 && i < heads.size(); ++i) {
            add(heads[i].value);
            size += 64;
        }
    }
    return size;
}

Fields fieldsFrom(const Statement& query, const RecordType& type) {
    Fields fields;
    int column = 1;
    for (const auto& field : type.fields) {
        if (!query.isNull(column)) {
            fields.emplace_hint(fields.end(), field.number, query.value(column));
        }
        ++column;
    }
    return fields;
}

std::string MarkedRows::columns() const {
    return columnList(type_) + ", _marks, _lsn";
}

RowState MarkedRows::stateAt(const Statement& query) const {
    const int after = static_cast<int>(type_.fields.size()) + 1;
    RowState state;
    state.fields = fieldsFrom(query, type_);
    if (const auto outcome = unpackMarks(query.blobView(after), type_, state); !outcome) {
        throw SqlFault(outcome.error());
    }
    state.lsn = query.unsignedInteger(after + 1);
    return state;
}

std::optional<RowState> MarkedRows::row(const Id& id) const {
    auto query =
        connection_.statement("SELECT " + columns() + " FROM \"" + type_.name + "\" WHERE id = ?1");
    query.bind(1, id);
    return query.step() ? std::optional(stateAt(query)) : std::nullopt;
}

}  // namespace xiangji::syncd
