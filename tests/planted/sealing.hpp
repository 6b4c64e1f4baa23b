#pragma once

#include "core/records/validate.hpp"
#include "core/store/row_table.hpp"
#include "tests/planted/on_phone.hpp"

// Faults in sealed fields.

namespace xiangji::planted {

/// What the centre sends sealed is not taken.
class BoxesLost final : public SpoiledShelf {
 public:
    using SpoiledShelf::SpoiledShelf;
    Outcome takePage(const wire::Page& page) override {
        auto spoiled = page;
        for (auto& row : *spoiled.mutable_rows()) {
            auto& cells = *row.mutable_cells();
            cells.erase(std::remove_if(cells.begin(), cells.end(),
                                       [](const auto& cell) { return !cell.sealed().empty(); }),
                        cells.end());
        }
        return SpoiledShelf::takePage(spoiled);
    }
};

/// After a transaction a text that was given for a sealed field lies there as it was given.
class LiesOpen final : public sim::Planted {
 public:
    void wrote(PhoneDatabase& database) override {
        (void)guarded([&] {
            for (const auto& type : database.catalogue().types()) {
                RowTable table(database.connection(), type);
                for (const auto& row : table.rows({})) {
                    open(database, table, type, row.id, row.fields);
                }
            }
        });
    }

 private:
    static void open(PhoneDatabase& database, RowTable& table, const RecordType& type, const Id& id,
                     const Fields& fields) {
        for (const auto& [number, value] : fields) {
            if (const auto& field = *type.field(number);
                field.rules.sealed() && field.kind == Kind::text) {
                const CellPlace place{type.number, id, number};
                table.update(id, {{number, database.seal()->shown(place, field.kind, value)}});
            }
        }
    }
};

/// An app that seals more takes what lies there for sealed.
class UpdateSealsNothing final : public sim::Planted {
 public:
    void opens(PhoneDatabase& database) override {
        std::string names;
        for (const auto& type : database.catalogue().types()) {
            for (const auto& field : type.fields) {
                names += field.rules.sealed() ? type.name + "." + field.name + "\n" : "";
            }
        }
        (void)guarded([&] { database.know("sealed_fields", names); });
    }
};

}  // namespace xiangji::planted
