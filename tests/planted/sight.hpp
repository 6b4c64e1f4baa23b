#pragma once

#include <algorithm>
#include <set>

#include "tests/planted/spoiled_central.hpp"
#include "tests/sim/levels.hpp"

// Faults in what the centre shows to whom.

namespace xiangji::planted {

class ScopeLeak final : public PassingCentral {
 public:
    using PassingCentral::PassingCentral;
    Result<syncd::FeedPage> feed(const syncd::FeedScope& scope, Lsn after, std::size_t mostRows,
                                 std::size_t mostBytes) override {
        auto wider = scope;
        for (const auto& unit : reader().units().valueOr({})) {
            wider.units.push_back(unit.id);
        }
        wider.mayRead = [](const RecordType&, const Id&) { return true; };
        return PassingCentral::feed(wider, after, mostRows, mostBytes);
    }
    Result<syncd::WholePage> whole(const std::vector<syncd::WholePart>& parts,
                                   const syncd::WholePlace& after, std::size_t mostRows,
                                   std::size_t mostBytes) override {
        auto wider = parts;
        for (auto& part : wider) {
            for (const auto& unit : reader().units().valueOr({})) {
                part.units.push_back(unit.id);
            }
            std::sort(part.units.begin(), part.units.end());
            const auto twice = std::unique(part.units.begin(), part.units.end());
            part.units.erase(twice, part.units.end());
        }
        return PassingCentral::whole(wider, after, mostRows, mostBytes);
    }
};

/// Within the units of a phone everybody reads everything.
class RoleLeak final : public PassingCentral {
 public:
    using PassingCentral::PassingCentral;
    Result<syncd::FeedPage> feed(const syncd::FeedScope& scope, Lsn after, std::size_t mostRows,
                                 std::size_t mostBytes) override {
        auto wider = scope;
        wider.mayRead = [](const RecordType&, const Id&) { return true; };
        return PassingCentral::feed(wider, after, mostRows, mostBytes);
    }
    Result<syncd::WholePage> whole(const std::vector<syncd::WholePart>& parts,
                                   const syncd::WholePlace& after, std::size_t mostRows,
                                   std::size_t mostBytes) override {
        std::set<Id> units;
        for (const auto& part : parts) {
            units.insert(part.units.begin(), part.units.end());
        }
        std::vector<syncd::WholePart> wider;
        for (const auto& type : sim::centreCatalogue().types()) {
            wider.push_back({&type, type.rules.scope() == SCOPE_EVERYONE,
                             std::vector<Id>(units.begin(), units.end())});
        }
        return PassingCentral::whole(wider, after, mostRows, mostBytes);
    }
};

class PendingSeesAll final : public PassingCentral {
 public:
    using PassingCentral::PassingCentral;
    Result<std::optional<syncd::DeviceRow>> deviceNow(const Id& id) override {
        XIANGJI_LET(device, PassingCentral::deviceNow(id));
        if (device && device->state == syncd::DeviceState::pending) {
            device->state = syncd::DeviceState::active;
        }
        return device;
    }
};

/// A page ends before its last row and says that it does not.
class FeedSkips final : public PassingCentral {
 public:
    using PassingCentral::PassingCentral;
    Result<syncd::FeedPage> feed(const syncd::FeedScope& scope, Lsn after, std::size_t mostRows,
                                 std::size_t mostBytes) override {
        XIANGJI_LET(page, PassingCentral::feed(scope, after, mostRows, mostBytes));
        if (page.rows.size() > 2) {
            page.rows.pop_back();
        }
        return page;
    }
    Result<syncd::WholePage> whole(const std::vector<syncd::WholePart>& parts,
                                   const syncd::WholePlace& after, std::size_t mostRows,
                                   std::size_t mostBytes) override {
        XIANGJI_LET(page, PassingCentral::whole(parts, after, mostRows, mostBytes));
        if (page.rows.size() > 2) {
            page.rows.pop_back();
        }
        return page;
    }
};

/// At a start of syncd every grant is read as the administrator's.
class RolesForAll final : public PassingCentral {
 public:
    explicit RolesForAll(syncd::Central& real) : PassingCentral(real), reader_(real.reader()) {}
    syncd::Reader& reader() override { return reader_; }

 private:
    class Spoiled final : public syncd::Reader {
     public:
        explicit Spoiled(syncd::Reader& real) : real_(real) {}
        Result<std::vector<syncd::SeenRow>> rows(const RecordType& type,
                                                 const syncd::RowsWanted& wanted) override {
            XIANGJI_LET(rows, real_.rows(type, wanted));
            for (auto& row : rows) {
                if (type.name == "role_grant") {
                    row.fields[type.field("role")->number] =
                        static_cast<std::int64_t>(ROLE_CENTRE_ADMIN);
                }
            }
            return rows;
        }
        Result<std::uint64_t> count(const RecordType& type,
                                    const syncd::RowsWanted& wanted) override {
            return real_.count(type, wanted);
        }
        Result<std::vector<syncd::SeenConflict>> conflicts(const Id& unit) override {
            return real_.conflicts(unit);
        }
        Result<std::vector<syncd::SeenUnit>> units() override { return real_.units(); }
        std::string titleOf(const RecordType& type, const Id& id) override {
            return real_.titleOf(type, id);
        }
        Result<std::uint64_t> headLsn() override { return real_.headLsn(); }

     private:
        syncd::Reader& real_;
    };
    Spoiled reader_;
};

/// The store's own mistake: a row is read back without its least cell.
class StoreLosesCell final : public PassingCentral {
 public:
    using PassingCentral::PassingCentral;
    Result<syncd::FeedPage> feed(const syncd::FeedScope& scope, Lsn after, std::size_t mostRows,
                                 std::size_t mostBytes) override {
        XIANGJI_LET(page, PassingCentral::feed(scope, after, mostRows, mostBytes));
        loseCells(page.rows);
        return page;
    }
    Result<syncd::WholePage> whole(const std::vector<syncd::WholePart>& parts,
                                   const syncd::WholePlace& after, std::size_t mostRows,
                                   std::size_t mostBytes) override {
        XIANGJI_LET(page, PassingCentral::whole(parts, after, mostRows, mostBytes));
        loseCells(page.rows);
        return page;
    }

 private:
    static void loseCells(std::vector<syncd::FeedRow>& rows) {
        for (auto& row : rows) {
            if (row.state.fields.size() > 6) {
                row.state.fields.erase(std::prev(row.state.fields.end()));
            }
        }
    }
};

}  // namespace xiangji::planted
