#include "syncd/merge/desk/media_access.hpp"

#include <algorithm>
#include <limits>

#include "core/records/set_value.hpp"
#include "syncd/merge/standing.hpp"

namespace xiangji::syncd {

namespace {

Value valueIn(const RecordType& type, const Fields& fields, std::string_view name) {
    const auto found = fields.find(type.field(name)->number);
    return found == fields.end() ? Value{} : found->second;
}

std::int64_t integerIn(const RecordType& type, const Fields& fields, std::string_view name) {
    const Value value = valueIn(type, fields, name);
    const auto* integer = std::get_if<std::int64_t>(&value);
    return integer == nullptr ? 0 : *integer;
}

Id commonId(const Fields& fields, FieldNumber number) {
    const auto found = fields.find(number);
    return found == fields.end() ? Id{} : idIn(found->second);
}

std::int64_t choiceOf(const RecordType& type, std::string_view field, std::string_view choice) {
    return type.field(field)->choice(choice)->number;
}

}  // namespace

Result<std::optional<MediaRow>> MediaAccess::row(const Id& id) {
    XIANGJI_LET(state, central_.rowNow(media_, id));
    if (!state) {
        return std::optional<MediaRow>();
    }
    const auto& fields = state->fields;
    const Value sha = valueIn(media_, fields, "sha256");
    const auto* named = std::get_if<Blob>(&sha);
    return std::optional(MediaRow{
        .id = id,
        .sha256 = named == nullptr ? Bytes() : Bytes(named->bytes()),
        .bytes = static_cast<std::uint64_t>(integerIn(media_, fields, "bytes")),
        .author = commonId(fields, common::kAuthorPerson),
        .home = commonId(fields, common::kHomeOrg),
        .uploadState = integerIn(media_, fields, "upload_state"),
        .voided = state->voided(),
        .mayShowMinors =
            integerIn(media_, fields, "faces_minor") != choiceOf(media_, "faces_minor", "none"),
        .consent = idIn(valueIn(media_, fields, "consent_ref"))});
}

bool MediaAccess::maySend(const MediaRow& row, const DeviceRow& device) {
    return device.state == DeviceState::active && row.author == device.person;
}

Result<std::optional<std::string>> MediaAccess::whyNotFetch(
    const MediaRow& row, const DeviceRow& device, std::shared_ptr<const Authority> authority,
    Instant nowMs) {
    using Why = std::optional<std::string>;
    const auto scope = scopeOf(device, authority, nowMs);
    if (std::find(scope.units.begin(), scope.units.end(), row.home) == scope.units.end() ||
        !scope.mayRead(media_, row.home)) {
        return Why("");
    }
    if (row.voided) {
        return Why("the row is void; its file is no longer shown");
    }
    if (!row.mayShowMinors) {
        return Why();
    }
    const Id township = authority->townshipOf(row.home, *catalogue_.find("unit"));
    const auto grants = authority->grantsOf(device.person, nowMs);
    if (std::any_of(grants.begin(), grants.end(), [&](const HeldRole& held) {
            return held.reads(nowMs) && authority->liesIn(held.unit, township);
        })) {
        return Why();
    }
    XIANGJI_LET(published, maybePublished(row));
    return published ? Why()
                     : Why("minors may be seen in it: it stays in its township until their "
                           "guardians agree to its being published");
}

Result<bool> MediaAccess::maybePublished(const MediaRow& row) {
    if (row.consent.isNone()) {
        return false;
    }
    XIANGJI_LET(consent, central_.rowNow(consents_, row.consent));
    if (!consent || consent->voided() || integerIn(consents_, consent->fields, "refused") != 0 ||
        integerIn(consents_, consent->fields, "withdrawn_ms") != 0) {
        return false;
    }
    const Value scopes = valueIn(consents_, consent->fields, "scope");
    XIANGJI_LET(agreed, elementsOf(scopes, false));
    if (!agreed.contains(Value{choiceOf(consents_, "scope", "photo_publish")})) {
        return false;
    }
    // A withdrawal is a row of its own about the same child: the class is append-only.
    RowsWanted all;
    all.most = std::numeric_limits<std::uint32_t>::max();
    XIANGJI_LET(rows, central_.reader().rows(consents_, all));
    const Value child = valueIn(consents_, consent->fields, "child");
    const auto signedMs = integerIn(consents_, consent->fields, "signed_ms");
    return std::none_of(rows.begin(), rows.end(), [&](const SeenRow& other) {
        const auto withdrawnMs = integerIn(consents_, other.fields, "withdrawn_ms");
        return valueIn(consents_, other.fields, "child") == child && withdrawnMs != 0 &&
               withdrawnMs >= signedMs;
    });
}

}  // namespace xiangji::syncd
