#include "core/records/catalogue.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "core/base/hash.hpp"
#include "core/records/contradictions.hpp"
#include "core/records/near_names.hpp"
#include "core/records/record_type_reading.hpp"

extern "C" {
extern const unsigned char xiangji_record_descriptors_begin[];
extern const unsigned char xiangji_record_descriptors_end[];
}

namespace xiangji {

namespace {

namespace pb = google::protobuf;

struct FirstError : pb::DescriptorPool::ErrorCollector {
    std::string words;
    void AddError(const std::string&, const std::string&, const pb::Message*, ErrorLocation,
                  const std::string& message) override {
        words = words.empty() ? message : words;
    }
};

template <typename Range, typename Match>
auto* findIn(Range& range, Match match) {
    const auto found = std::find_if(range.begin(), range.end(), match);
    return found == range.end() ? nullptr : &*found;
}

}  // namespace

const Choice* Field::choice(std::int64_t wanted) const {
    return findIn(choices, [&](const Choice& c) { return c.number == wanted; });
}
const Choice* Field::choice(std::string_view wanted) const {
    return findIn(choices, [&](const Choice& c) { return c.name == wanted; });
}

const Field* RecordType::field(std::string_view wanted) const {
    const auto found = places_.find(wanted);
    return found == places_.end() ? nullptr : &fields[found->second];
}
const Field* RecordType::field(FieldNumber wanted) const {
    const auto at = std::ranges::lower_bound(numbers_, wanted);
    return at != numbers_.end() && *at == wanted
               ? &fields[static_cast<std::size_t>(at - numbers_.begin())]
               : nullptr;
}
void RecordType::noteFields() {
    for (const auto& field : fields) {
        places_.emplace(field.name, numbers_.size());
        numbers_.push_back(field.number);
    }
    constexpr std::pair<std::string_view, std::string_view> kSpans[] = {
        {"plan_start", "plan_end"}, {"start", "end"}, {"from", "to"}};
    for (const auto& [first, last] : kSpans) {
        const auto begins = places_.find(first);
        const auto ends = places_.find(last);
        if (begins != places_.end() && ends != places_.end()) {
            spans_.emplace_back(begins->second, ends->second);
        }
    }
    for (const auto& key : rules.natural_key()) {
        if (const auto at = places_.find(key); at != places_.end()) {
            keys_.push_back(at->second);
        }
    }
    if (const auto at = places_.find(rules.home()); at != places_.end()) {
        home_ = at->second;
    }
}
bool RecordType::isKey(const Field& field) const {
    return std::ranges::any_of(keys_,
                               [&](std::size_t at) { return fields[at].number == field.number; });
}
const State* RecordType::state(std::string_view wanted) const {
    return findIn(rules.lifecycle().states(), [&](const State& s) { return s.name() == wanted; });
}
const Action* RecordType::action(std::string_view wanted) const {
    return findIn(rules.lifecycle().actions(), [&](const Action& a) { return a.name() == wanted; });
}
std::string RecordType::initialState() const {
    return rules.lifecycle().states().empty() ? std::string() : rules.lifecycle().states(0).name();
}

const Catalogue& Catalogue::builtIn() {
    static const Catalogue catalogue = [] {
        const auto* begin = reinterpret_cast<const char*>(xiangji_record_descriptors_begin);
        const auto* end = reinterpret_cast<const char*>(xiangji_record_descriptors_end);
        auto read = Catalogue::read({begin, static_cast<std::size_t>(end - begin)});
        if (!read) {
            std::fprintf(stderr, "proto/records contradicts itself: %s\n",
                         read.error().detail.c_str());
            std::abort();
        }
        return *std::move(read);
    }();
    return catalogue;
}

Result<Catalogue> Catalogue::read(std::string_view descriptorSet) {
    pb::FileDescriptorSet files;
    if (!files.ParseFromArray(descriptorSet.data(), static_cast<int>(descriptorSet.size()))) {
        return Error{Fault::damaged, "the record types cannot be read"};
    }
    pb::DescriptorPool pool;
    Catalogue catalogue;
    std::set<std::string> names;
    std::set<TypeNumber> numbers;
    for (const auto& file : files.file()) {
        FirstError first;
        const auto* built = pool.BuildFileCollectingErrors(file, &first);
        if (built == nullptr) {
            return Error{Fault::invalid, file.name() + " cannot be understood: " + first.words};
        }
        for (int i = 0; i < built->message_type_count(); ++i) {
            if (!built->message_type(i)->options().HasExtension(record)) {
                continue;
            }
            const auto& message = *built->message_type(i);
            XIANGJI_LET(type, recordTypeOf(message));
            if (!names.insert(type.name).second || !numbers.insert(type.number).second) {
                return Error{Fault::invalid, type.name + ": its name or its number " +
                                                 std::to_string(type.number) + " is used twice"};
            }
            catalogue.level_ = std::max(catalogue.level_, type.rules.since());
            for (const auto& field : type.fields) {
                catalogue.level_ =
                    std::max({catalogue.level_, field.rules.since(), field.rules.sealed_since()});
            }
            catalogue.types_.push_back(std::move(type));
        }
    }
    std::sort(catalogue.types_.begin(), catalogue.types_.end(),
              [](const RecordType& a, const RecordType& b) { return a.number < b.number; });
    for (const auto& type : catalogue.types_) {
        XIANGJI_TRY(withoutContradiction(type, catalogue));
    }
    return catalogue;
}

const RecordType* Catalogue::find(std::string_view name) const {
    return findIn(types_, [&](const RecordType& t) { return t.name == name; });
}
const RecordType* Catalogue::find(TypeNumber number) const {
    const auto at =
        std::lower_bound(types_.begin(), types_.end(), number,
                         [](const RecordType& t, TypeNumber n) { return t.number < n; });
    return at != types_.end() && at->number == number ? &*at : nullptr;
}

Result<const RecordType*> Catalogue::require(std::string_view name) const {
    if (const auto* type = find(name); type != nullptr) {
        return type;
    }
    std::vector<std::string> names;
    for (const auto& type : types_) {
        names.push_back(type.name);
    }
    return Error{Fault::notFound, "there is no record type \"" + std::string(name) + "\"; " +
                                      suggestion(name, names)};
}

Result<const Field*> requireField(const RecordType& type, std::string_view name) {
    if (const auto* field = type.field(name); field != nullptr) {
        return field;
    }
    std::vector<std::string> names;
    for (const auto& field : type.fields) {
        names.push_back(field.name);
    }
    return Error{Fault::notFound, type.name + " has no field \"" + std::string(name) + "\"; " +
                                      suggestion(name, names)};
}

std::string roleName(Role role) {
    const auto* value = Role_descriptor()->FindValueByNumber(role);
    return value == nullptr ? "unknown" : choiceName(*value);
}

Label roleLabel(Role role) {
    const auto* descriptor = Role_descriptor()->FindValueByNumber(role);
    return descriptor == nullptr ? Label{} : descriptor->options().GetExtension(value).label();
}

Result<Role> roleNamed(std::string_view name) {
    std::vector<std::string> names;
    for (int i = 0; i < Role_descriptor()->value_count(); ++i) {
        const auto& candidate = *Role_descriptor()->value(i);
        if (candidate.number() == 0) {
            continue;
        }
        names.push_back(choiceName(candidate));
        if (names.back() == name) {
            return static_cast<Role>(candidate.number());
        }
    }
    return Error{Fault::notFound,
                 "there is no role \"" + std::string(name) + "\"; " + suggestion(name, names)};
}

Result<Id> naturalId(const RecordType& type, const Fields& fields) {
    Bytes keys = type.name;
    for (const auto at : type.keys()) {
        const Field& field = type.fields[at];
        const auto cell = fields.find(field.number);
        if (cell == fields.end() || isUnset(cell->second)) {
            return Error{Fault::invalid, field.name + " (" + field.rules.label().zh() +
                                             "): required; it names the row"};
        }
        Bytes key;
        if (const auto* integer = std::get_if<std::int64_t>(&cell->second)) {
            key = std::to_string(*integer);
        } else if (const auto* text = std::get_if<std::string>(&cell->second)) {
            key = *text;
        } else if (const auto* blob = std::get_if<Blob>(&cell->second)) {
            key = blob->bytes();
        }
        keys = hashOfParts({keys, key});
    }
    return Id::ofHash(keys);
}

}  // namespace xiangji
