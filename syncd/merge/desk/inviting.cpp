#include "syncd/merge/desk/inviting.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/hash.hpp"
#include "core/base/text.hpp"
#include "core/records/near_names.hpp"
#include "core/records/validate.hpp"

namespace xiangji::syncd {

namespace {

constexpr int kMostUses = 1'000;
constexpr double kMostHours = 24.0 * 366;
constexpr double kMsAnHour = 3'600'000.0;
constexpr std::size_t kMostCodesNamed = 5;

/// Units whose code begins most like the wanted one.
std::string nearCodes(const std::vector<SeenUnit>& units, std::string_view wanted) {
    std::vector<std::pair<std::size_t, const SeenUnit*>> near;
    for (const auto& unit : units) {
        const auto common =
            std::mismatch(unit.code.begin(), unit.code.end(), wanted.begin(), wanted.end()).first -
            unit.code.begin();
        near.emplace_back(static_cast<std::size_t>(common), &unit);
    }
    std::sort(near.begin(), near.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second->code < b.second->code;
    });
    std::string words;
    for (std::size_t i = 0; i < near.size() && i < kMostCodesNamed; ++i) {
        words +=
            (words.empty() ? "near: " : ", ") + near[i].second->code + " " + near[i].second->name;
    }
    return words.empty() ? "there are no units yet; run syncd init with --units" : words;
}

}  // namespace

Result<CheckedOrder> checkOrder(const InviteOrder& order, Reader& reader,
                                const Catalogue& catalogue) {
    CheckedOrder checked;
    XIANGJI_LET(units, reader.units());
    const auto unit = std::find_if(units.begin(), units.end(), [&](const SeenUnit& seen) {
        return seen.code == order.unitCode;
    });
    if (unit == units.end()) {
        return Error{Fault::notFound, "there is no unit with the code \"" + order.unitCode +
                                          "\"; " + nearCodes(units, order.unitCode)};
    }
    checked.unit = unit->id;
    checked.unitName = unit->name;
    XIANGJI_LET(role, roleNamed(order.role));
    checked.role = role;
    if (order.uses < 1 || order.uses > kMostUses) {
        return Error{Fault::invalid, "uses: " + std::to_string(order.uses) + ", from 1 to " +
                                         std::to_string(kMostUses)};
    }
    checked.uses = static_cast<std::uint32_t>(order.uses);
    if (!std::isfinite(order.hours) || order.hours <= 0 || order.hours > kMostHours) {
        return Error{Fault::invalid, "hours: more than 0 and at most " +
                                         std::to_string(static_cast<int>(kMostHours))};
    }
    checked.lastingMs = static_cast<Instant>(order.hours * kMsAnHour);
    const auto name = toNfc(std::string(trimmed(order.personName)));
    if (!name) {
        return Error{Fault::invalid, "name: is not UTF-8 text; type it again"};
    }
    checked.personName = *name;
    const RecordType& person = *catalogue.find("person");
    if (!checked.personName.empty()) {
        XIANGJI_TRY(validateValue(person, *person.field("name"), checked.personName));
    }
    return checked;
}

Result<Invitation> writeInvitation(Transaction& transaction, const CheckedOrder& order,
                                   const Bytes& secret, const Address& reachedAt,
                                   const Id& server) {
    InvitationRow row;
    row.secretHash = hashOf(secret);
    row.unit = order.unit;
    row.role = order.role;
    row.personName = order.personName;
    row.uses = order.uses;
    row.untilMs = transaction.nowMs() + order.lastingMs;
    XIANGJI_TRY(transaction.central().putInvitation(row));
    // A name stands only in an invitation for one: of several holders each says their own.
    return Invitation{.address = reachedAt,
                      .secret = secret,
                      .unitName = order.unitName,
                      .personName = order.uses == 1 ? order.personName : std::string(),
                      .role = static_cast<std::uint32_t>(order.role),
                      .untilMs = row.untilMs,
                      .server = server};
}

}  // namespace xiangji::syncd
