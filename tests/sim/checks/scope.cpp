#include "tests/sim/checks/scope.hpp"

#include <algorithm>

#include "core/base/packing.hpp"

namespace xiangji::sim {

namespace {

constexpr Instant kClockGraceMs = 5 * 60 * 1000;
constexpr int kDeepest = 16;
constexpr std::size_t kMostBytes = std::size_t{64} << 20U;

Value at(const RowState& row, const Field* field) {
    const auto found = row.fields.find(field->number);
    return found == row.fields.end() ? Value{} : found->second;
}

std::int64_t integer(const Value& value) {
    const auto* held = std::get_if<std::int64_t>(&value);
    return held == nullptr ? 0 : *held;
}

}  // namespace

std::vector<Granted> Scope::grantsOf(const Id& person) const {
    const RecordType& type = *catalogue_.find("role_grant");
    std::vector<Granted> grants;
    const auto first = store_.rows.lower_bound({type.number, Id{}});
    for (auto entry = first; entry != store_.rows.end() && entry->first.first == type.number;
         ++entry) {
        const auto& row = entry->second;
        if (row.voided() || idIn(at(row, type.field("person"))) != person) {
            continue;
        }
        Granted granted{.unit = idIn(at(row, type.field("org"))),
                        .role = static_cast<Role>(integer(at(row, type.field("role")))),
                        .fromMs = integer(at(row, type.field("from"))),
                        .toMs = integer(at(row, type.field("to"))),
                        .offlineUntilMs = integer(at(row, type.field("offline_until")))};
        const auto lasts = [&](Instant endMs) { return endMs == 0 || nowMs_ < endMs; };
        if (granted.fromMs <= nowMs_ + kClockGraceMs && lasts(granted.toMs) &&
            lasts(granted.offlineUntilMs)) {
            grants.push_back(granted);
        }
    }
    return grants;
}

bool Scope::lies(const Id& unit, const Id& top) const {
    const RecordType& type = *catalogue_.find("unit");
    Id id = unit;
    for (int depth = 0; depth < kDeepest && !id.isNone(); ++depth) {
        if (id == top) {
            return true;
        }
        const auto* row = store_.row(type.number, id);
        id = row == nullptr ? Id{} : idIn(at(*row, type.field("parent")));
    }
    return false;
}

const std::vector<Role>& Scope::rolesAt(const Id& person, const Id& unit) const {
    const auto [known, fresh] = roles_.try_emplace({person, unit});
    auto& roles = known->second;
    if (!fresh) {
        return roles;
    }
    for (const auto& granted : grantsOf(person)) {
        if (lies(unit, granted.unit)) {
            roles.push_back(granted.role);
        }
    }
    return roles;
}

bool Scope::maySee(const syncd::DeviceRow& device, const RecordType& type, const Id& id,
                   const RowState& row) const {
    if (type.rules.scope() == SCOPE_EVERYONE) {
        return true;
    }
    if (device.state != syncd::DeviceState::active) {
        return false;
    }
    const Id unit = type.name == "unit" ? id : idIn(at(row, type.field(common::kHomeOrg)));
    const auto& roles = rolesAt(device.person, unit);
    const auto& readers = type.rules.read();
    return std::any_of(roles.begin(), roles.end(), [&](Role role) {
        return readers.empty() || std::find(readers.begin(), readers.end(), role) != readers.end();
    });
}

bool Scope::mayHave(const syncd::DeviceRow& device, const RecordType& type, const RowState& row,
                    const Field& field) {
    const auto at = [&](FieldNumber number) {
        const auto found = row.fields.find(number);
        return found == row.fields.end() ? Value{} : found->second;
    };
    const auto is = [&](const char* state) {
        return at(common::kStatus) == Value(std::string(state));
    };
    constexpr std::int64_t kGiven = 2;
    bool consents = true;
    bool quarrel = false;
    if (type.name == "child") {
        const auto number = type.field("consent_state")->number;
        std::vector<Value> said{at(number)};
        if (const auto heads = row.heads.find({number, {}}); heads != row.heads.end()) {
            for (const auto& head : heads->second) {
                said.push_back(head.value);
            }
        }
        quarrel = field.number == number && std::ranges::any_of(said, [&](const Value& word) {
                      return word != said.front();
                  });
        consents = !is("consent_pending") && !is("anonymised") &&
                   std::ranges::all_of(said, [&](const Value& word) {
                       return word == Value(kGiven) || (is("active") && isUnset(word));
                   });
    }
    return consents || quarrel || field.common || field.name == "alias" ||
           (!device.person.isNone() && idIn(at(common::kAuthorPerson)) == device.person);
}

bool Scope::mayOpen(const syncd::DeviceRow& device, const Fields& row, const Field& field) const {
    const auto idAt = [&](FieldNumber number) {
        const auto found = row.find(number);
        return found == row.end() ? Id{} : idIn(found->second);
    };
    if (device.state != syncd::DeviceState::active || device.person.isNone()) {
        return false;
    }
    const auto& roles = rolesAt(device.person, idAt(common::kHomeOrg));
    const auto& readers = field.rules.readers();
    return idAt(common::kAuthorPerson) == device.person ||
           std::ranges::any_of(roles, [&](Role role) {
               return std::find(readers.begin(), readers.end(), role) != readers.end();
           });
}

std::optional<std::string> Scope::leak(const syncd::DeviceRow& device, const RecordType& type,
                                       const RowState& row, const wire::Cell& cell) const {
    const Field* field = type.field(cell.field());
    if (field == nullptr) {
        return std::nullopt;
    }
    if (field->rules.sealed() && cell.value_case() != wire::Cell::VALUE_NOT_SET) {
        return "the sealed field " + field->name + " goes to a phone in the clear";
    }
    if (field->rules.sealed() && !mayOpen(device, row.fields, *field)) {
        return "the sealed field " + field->name + " goes to a phone of nobody who reads it";
    }
    if (!mayHave(device, type, row, *field)) {
        return field->name + " of a child without consent goes to a phone";
    }
    return std::nullopt;
}

std::optional<std::string> Scope::leak(const Id& id, const wire::Request& request,
                                       const wire::Reply& reply) const {
    const auto device = store_.devices.find(id);
    if (device == store_.devices.end()) {
        return reply.has_page() || reply.has_snapshot() || reply.has_history()
                   ? std::optional<std::string>("an unknown phone is answered")
                   : std::nullopt;
    }
    const auto seen = [&](TypeNumber number, const Bytes& bytes) {
        const RecordType* type = catalogue_.find(number);
        const Id row = Id::fromBytes(bytes).value_or(Id{});
        const auto* state = type == nullptr ? nullptr : store_.row(number, row);
        return state != nullptr && maySee(device->second, *type, row, *state);
    };
    wire::SnapshotRows whole;
    if (const auto bytes = unpacked(reply.snapshot().rows(), kMostBytes)) {
        whole.ParseFromString(*bytes);
    }
    for (const auto* rows : {&reply.page().rows(), &whole.rows(), &reply.recalled().rows()}) {
        for (const auto& row : *rows) {
            const RecordType* type = catalogue_.find(row.type());
            if (!row.gone() && !seen(row.type(), row.row())) {
                return (type == nullptr ? "an unknown type" : type->name) +
                       " outside of its scope goes to a phone";
            }
            const auto* state = store_.row(row.type(), Id::fromBytes(row.row()).value_or(Id{}));
            std::vector<const wire::Cell*> cells;
            for (const auto& cell : row.cells()) {
                cells.push_back(&cell);
            }
            for (const auto& conflict : row.conflicts()) {
                cells.push_back(&conflict.shown().cell());
                for (const auto& other : conflict.others()) {
                    cells.push_back(&other.cell());
                }
            }
            for (const auto* cell : state == nullptr ? decltype(cells)() : cells) {
                if (auto words = leak(device->second, *type, *state, *cell)) {
                    return words;
                }
            }
        }
    }
    const auto* told = catalogue_.find(request.history().type());
    for (const auto& entry : reply.history().entries()) {
        for (const auto& cell : entry.cells()) {
            const Field* field = told == nullptr ? nullptr : told->field(cell.field());
            if (field != nullptr && field->rules.sealed() &&
                cell.value_case() != wire::Cell::VALUE_NOT_SET) {
                return "a history tells what the sealed field " + field->name + " held";
            }
        }
    }
    if (!reply.history().entries().empty() &&
        !seen(request.history().type(), request.history().row())) {
        return "the history of a row outside of its scope goes to a phone";
    }
    return std::nullopt;
}

}  // namespace xiangji::sim
