#include "tests/bench/workload.hpp"

#include <fstream>
#include <stdexcept>

#include "core/base/civil_time.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji::bench {

namespace {

constexpr std::size_t kHelpers = 30;
constexpr Instant kMinuteMs = 60'000;

const RecordType& activityType() {
    static const RecordType& type = *Catalogue::builtIn().find("activity");
    return type;
}
const RecordType& serviceType() {
    static const RecordType& type = *Catalogue::builtIn().find("service_record");
    return type;
}

FieldNumber numberOf(const RecordType& type, std::string_view field) {
    return type.field(field)->number;
}

void putCell(wire::Change& change, FieldNumber field, const Value& value,
             wire::Cell::Op op = wire::Cell::OP_WRITE) {
    auto& cell = *change.add_cells();
    cell.set_field(field);
    cell.set_op(op);
    putValue(cell, value);
}

wire::Change blank(const RecordType& type, const Id& id, wire::Verb verb) {
    wire::Change change;
    change.set_type(type.number);
    change.set_row(id.bytes());
    change.set_verb(verb);
    return change;
}

}  // namespace

Bytes SeededRandom::bytes(std::size_t count) {
    Bytes result(count, '\0');
    for (auto& octet : result) {
        octet = static_cast<char>(engine_() & 0xff);
    }
    return result;
}

const std::vector<std::string>& notes() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> lines;
        std::ifstream file(XIANGJI_BENCH_NOTES);
        for (std::string line; std::getline(file, line);) {
            lines.push_back(line);
        }
        if (lines.empty()) {
            throw std::runtime_error("no notes at " XIANGJI_BENCH_NOTES);
        }
        return lines;
    }();
    return all;
}

Scribe::Scribe(std::uint64_t seed, const Id& person, const Id& unit, Notes notes)
    : random_(seed), person_(person), unit_(unit), notes_(notes) {
    for (std::size_t i = 0; i < kHelpers; ++i) {
        helpers_.push_back(Id::uuid7(kMorning, random_));
    }
}

std::vector<wire::Change> Scribe::changes(std::size_t count) {
    std::vector<wire::Change> changes;
    while (changes.size() < count) {
        const auto dice = random_.under(100);
        if (dice < 70 || rows_.empty()) {
            changes.push_back(insert());
        } else {
            changes.push_back(dice < 95 || activities_.empty() ? edit() : voiding());
        }
    }
    return changes;
}

std::vector<wire::Change> Scribe::inserts(std::size_t count) {
    std::vector<wire::Change> changes;
    while (changes.size() < count) {
        changes.push_back(insert());
    }
    return changes;
}

std::vector<wire::Change> Scribe::edits(std::size_t count) {
    std::vector<wire::Change> changes;
    while (changes.size() < count) {
        changes.push_back(edit());
    }
    return changes;
}

const std::string& Scribe::oneOf(const std::vector<std::string>& all) {
    if (notes_ == Notes::all) {
        return all[random_.under(all.size())];
    }
    return all[random_.under(all.size() / 2) * 2 + (notes_ == Notes::odd ? 1 : 0)];
}

const std::string& Scribe::note() {
    return oneOf(notes());
}

const std::string& Scribe::title() {
    static const std::vector<std::string> kTitles = {
        "防溺水宣讲", "暑假作业辅导", "亲情连线", "红色电影放映", "科普小实验",
        "端午包粽子", "敬老走访",     "义诊",     "普法讲座",     "农技课堂"};
    return oneOf(kTitles);
}

const std::string& Scribe::place() {
    static const std::vector<std::string> kPlaces = {
        "郭里村文化广场", "曲水村祠堂",   "临江镇中心小学", "永泰镇农家书屋", "大桥街道活动中心",
        "黄土岗镇晒谷场", "义成镇卫生院", "店下镇水库大坝", "观上镇戏台",     "昌付镇老年活动室"};
    return oneOf(kPlaces);
}

wire::Change Scribe::made(const RecordType& type, const Id& id, const Fields& fields) {
    auto change = blank(type, id, wire::VERB_INSERT);
    Fields whole = fields;
    whole[common::kHomeOrg] = refTo(unit_);
    whole[common::kAuthorPerson] = refTo(person_);
    whole[common::kCreatedDevMs] = now_;
    whole[common::kStatus] = type.initialState();
    for (const auto& [number, value] : whole) {
        const bool isSet = type.field(number)->isSet;
        putCell(change, number, value, isSet ? wire::Cell::OP_ADD : wire::Cell::OP_WRITE);
    }
    rows_.push_back({&type, id});
    return change;
}

wire::Change Scribe::insert() {
    now_ += kMinuteMs + static_cast<Instant>(random_.under(kMinuteMs));
    const bool isActivity = activities_.empty() || random_.under(100) < 40;
    return isActivity ? activity() : serviceRecord();
}

wire::Change Scribe::activity() {
    const auto& type = activityType();
    const Instant start = now_ + static_cast<Instant>(random_.under(72)) * 60 * kMinuteMs;
    const Id id = Id::uuid7(now_, random_);
    activities_.push_back(id);
    return made(
        type, id,
        {{numberOf(type, "title"), title() + "第" + std::to_string(1 + random_.under(40)) + "场"},
         {numberOf(type, "type"), static_cast<std::int64_t>(1 + random_.under(13))},
         {numberOf(type, "org"), refTo(unit_)},
         {numberOf(type, "place"), place()},
         {numberOf(type, "plan_start"), start},
         {numberOf(type, "plan_end"), start + 120 * kMinuteMs},
         {numberOf(type, "service_target"), static_cast<std::int64_t>(1 + random_.under(5))},
         {numberOf(type, "beneficiaries"), static_cast<std::int64_t>(random_.under(200))},
         {numberOf(type, "summary"), note()}});
}

wire::Change Scribe::serviceRecord() {
    const auto& type = serviceType();
    for (;;) {
        const Fields fields{
            {numberOf(type, "person"), refTo(helpers_[random_.under(helpers_.size())])},
            {numberOf(type, "activity"), refTo(activities_[random_.under(activities_.size())])},
            {numberOf(type, "service_date"),
             civilDate(now_ + static_cast<Instant>(random_.under(60)) * 24 * 60 * kMinuteMs)},
            {numberOf(type, "quality"), static_cast<std::int64_t>(1 + random_.under(5))},
            {numberOf(type, "comment"), note()}};
        const Id id = *naturalId(type, fields);
        if (seen_.insert(id).second) {
            return made(type, id, fields);
        }
    }
}

wire::Change Scribe::edit() {
    const Row row = rows_[random_.under(rows_.size())];
    auto change = blank(*row.type, row.id, wire::VERB_EDIT);
    const bool isActivity = row.type == &activityType();
    const auto which = random_.under(3);  // 0: the note, 1: the number, 2: both
    if (which != 0) {
        putCell(change, numberOf(*row.type, isActivity ? "beneficiaries" : "quality"),
                static_cast<std::int64_t>(1 + random_.under(isActivity ? 200 : 5)));
    }
    if (which != 1) {
        putCell(change, numberOf(*row.type, isActivity ? "summary" : "comment"), note());
    }
    return change;
}

wire::Change Scribe::voiding() {
    const auto place = random_.under(activities_.size());
    const Id id = activities_[place];
    activities_.erase(activities_.begin() + static_cast<std::ptrdiff_t>(place));
    std::erase_if(rows_, [&](const Row& row) { return row.id == id; });
    auto change = blank(activityType(), id, wire::VERB_VOID);
    change.set_reason(notes_ == Notes::odd ? "日子写错了，重新登记" : "重复登记，以另一条为准");
    return change;
}

}  // namespace xiangji::bench
