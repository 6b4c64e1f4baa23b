#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "syncd/central/reader.hpp"

namespace xiangji::syncd {

/// The units at one moment: names for cells, and what an address's `unit=` means.
class UnitTree {
 public:
    explicit UnitTree(std::vector<SeenUnit> units);

    [[nodiscard]] const std::vector<SeenUnit>& units() const { return units_; }
    [[nodiscard]] const SeenUnit* find(const Id& id) const;
    /// By area code or id. Empty text is the whole tree: a none Id.
    [[nodiscard]] Result<Id> named(std::string_view text) const;
    /// "临江镇 · 河溪村站": the unit after its parent, the centre left out; empty for none.
    [[nodiscard]] std::string pathName(const Id& id) const;
    [[nodiscard]] std::string name(const Id& id) const;

 private:
    std::vector<SeenUnit> units_;
    std::map<Id, std::size_t> byId_;
    std::map<std::string, std::size_t, std::less<>> byCode_;
};

/// The unit to read rows of a type by: what belongs to everyone (festivals) is not cut by unit,
/// units themselves are.
[[nodiscard]] Id unitFor(const RecordType& type, const Id& wanted);

}  // namespace xiangji::syncd
