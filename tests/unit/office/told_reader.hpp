#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/civil_time.hpp"
#include "syncd/central/reader.hpp"

namespace xiangji::syncd {

/// A Reader that knows what it is told: for tests of the office page, which needs no database.
class ToldReader : public Reader {
 public:
    void tell(SeenUnit unit) {
        changing([&] { units_.push_back(std::move(unit)); });
    }
    void tell(SeenRow row) {
        changing([&] {
            row.lsn = lsn_ + 1;
            RowState state{.fields = row.fields};
            for (const auto& conflict : conflicts_) {
                if (conflict.row == row.id) {
                    auto& heads = state.heads[{conflict.field->number, {}}];
                    heads.push_back({{}, conflict.shown.value});
                    for (const auto& other : conflict.others) {
                        heads.push_back({{}, other.value});
                    }
                }
            }
            row.shown = shownToOthers(*row.type, state);
            rows_[row.type->number].push_back(std::move(row));
        });
    }
    void tell(SeenConflict conflict) {
        changing([&] { conflicts_.push_back(std::move(conflict)); });
    }

    Result<std::vector<SeenRow>> rows(const RecordType& type, const RowsWanted& wanted) override {
        const std::lock_guard lock(mutex_);
        auto found = matching(type, wanted);
        const auto first = std::min(wanted.skip, found.size());
        const auto end = std::min(first + wanted.most, found.size());
        return std::vector(found.begin() + static_cast<std::ptrdiff_t>(first),
                           found.begin() + static_cast<std::ptrdiff_t>(end));
    }
    Result<std::uint64_t> count(const RecordType& type, const RowsWanted& wanted) override {
        const std::lock_guard lock(mutex_);
        return static_cast<std::uint64_t>(matching(type, wanted).size());
    }
    Result<std::vector<SeenConflict>> conflicts(const Id& unit) override {
        const std::lock_guard lock(mutex_);
        std::vector<SeenConflict> found;
        for (const auto& conflict : conflicts_) {
            const SeenRow* row = find(*conflict.type, conflict.row);
            if (unit.isNone() || (row != nullptr && liesUnder(homeOf(*row), unit))) {
                found.push_back(conflict);
            }
        }
        return found;
    }
    Result<std::vector<SeenUnit>> units() override {
        const std::lock_guard lock(mutex_);
        return units_;
    }
    std::string titleOf(const RecordType& type, const Id& id) override {
        const std::lock_guard lock(mutex_);
        const SeenRow* row = find(type, id);
        const Field* title = type.field(type.rules.title());
        const auto cell = row == nullptr || title == nullptr ? Fields::const_iterator{}
                                                             : row->fields.find(title->number);
        if (row == nullptr || title == nullptr || cell == row->fields.end()) {
            return {};
        }
        const auto* text = std::get_if<std::string>(&cell->second);
        return text == nullptr ? std::string() : *text;
    }
    Result<std::uint64_t> headLsn() override {
        const std::lock_guard lock(mutex_);
        return lsn_;
    }

 private:
    template <typename Change>
    void changing(Change change) {
        const std::lock_guard lock(mutex_);
        change();
        ++lsn_;
    }

    static Id homeOf(const SeenRow& row) {
        const auto home = row.fields.find(common::kHomeOrg);
        return home == row.fields.end() ? Id{} : idIn(home->second);
    }
    const SeenRow* find(const RecordType& type, const Id& id) const {
        const auto all = rows_.find(type.number);
        if (all == rows_.end()) {
            return nullptr;
        }
        const auto found = std::ranges::find(all->second, id, &SeenRow::id);
        return found == all->second.end() ? nullptr : &*found;
    }
    bool liesUnder(Id unit, const Id& top) const {
        while (!unit.isNone()) {
            if (unit == top) {
                return true;
            }
            const auto found = std::ranges::find(units_, unit, &SeenUnit::id);
            unit = found == units_.end() ? Id{} : found->parent;
        }
        return false;
    }
    static std::optional<Instant> when(const SeenRow& row) {
        const Field* field = row.type->field(row.type->rules.when());
        const auto cell = field == nullptr ? row.fields.end() : row.fields.find(field->number);
        if (cell == row.fields.end()) {
            return std::nullopt;
        }
        if (const auto* date = std::get_if<std::string>(&cell->second)) {
            return startOfCivilDate(*date);
        }
        const auto* instant = std::get_if<std::int64_t>(&cell->second);
        return instant == nullptr ? std::nullopt : std::optional(*instant);
    }
    std::vector<SeenRow> matching(const RecordType& type, const RowsWanted& wanted) const {
        std::vector<SeenRow> found;
        const auto all = rows_.find(type.number);
        for (const auto& row : all == rows_.end() ? std::vector<SeenRow>{} : all->second) {
            const auto at = when(row);
            const bool inUnit = wanted.unit.isNone() || liesUnder(homeOf(row), wanted.unit);
            const bool inTime = (!wanted.fromMs || (at && *at >= *wanted.fromMs)) &&
                                (!wanted.toMs || (at && *at < *wanted.toMs));
            const bool meant = wanted.row.isNone() || wanted.row == row.id;
            if (inUnit && inTime && meant && (wanted.voidedToo || !row.voided)) {
                found.push_back(row);
            }
        }
        std::ranges::sort(found, [](const SeenRow& a, const SeenRow& b) {
            return std::pair(when(a), a.id) > std::pair(when(b), b.id);
        });
        return found;
    }

    std::mutex mutex_;
    std::uint64_t lsn_ = 0;
    std::vector<SeenUnit> units_;
    std::map<TypeNumber, std::vector<SeenRow>> rows_;
    std::vector<SeenConflict> conflicts_;
};

}  // namespace xiangji::syncd
