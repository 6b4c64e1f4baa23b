#include "syncd/app/control.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "core/base/clock.hpp"
#include "core/base/text.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/app/access_note.hpp"
#include "syncd/app/archive_order.hpp"
#include "syncd/app/aside_json.hpp"
#include "syncd/app/audit_json.hpp"
#include "syncd/app/backup.hpp"
#include "syncd/app/erasure_order.hpp"
#include "syncd/app/json_text.hpp"
#include "syncd/app/recovery_desk.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

constexpr std::size_t kShortestBeginning = 4;

/// The catalogue's own limits are the desk's to check.
Outcome mustBeAName(std::string_view name) {
    if (trimmed(name).empty()) {
        return Error{Fault::invalid, "name: say whom you invite"};
    }
    if (std::ranges::any_of(name, [](unsigned char c) { return c < ' ' || c == 0x7f; })) {
        return Error{Fault::invalid, "name: one line without tabs; type it again"};
    }
    return {};
}

json::object told(const DeviceView& device) {
    json::object object;
    object["id"] = device.device.text();
    object["fingerprint"] = device.fingerprint;
    object["person"] = device.personName;
    object["unit"] = device.unitName;
    object["role"] = device.role;
    object["state"] = device.state;
    object["joinedMs"] = device.joinedMs;
    object["lastContactMs"] =
        device.lastContactMs ? json::value(*device.lastContactMs) : json::value(nullptr);
    object["lastSeq"] = device.lastSeq;
    object["cursor"] = device.cursor;
    return object;
}

std::string verdictName(wire::Verdict verdict) {
    switch (verdict) {
        case wire::VERDICT_TAKEN:
            return "taken";
        case wire::VERDICT_TAKEN_WITH_CONFLICT:
            return "taken with conflict";
        case wire::VERDICT_HELD:
            return "held";
        case wire::VERDICT_REFUSED:
            return "refused";
        case wire::VERDICT_QUARANTINED:
            return "quarantined";
        default:
            return "unknown";
    }
}

bool isMeant(const DeviceView& device, const std::string& wanted) {
    const auto id = device.device.text();
    return id == wanted || device.fingerprint == wanted ||
           (wanted.size() >= kShortestBeginning && id.starts_with(wanted));
}

}  // namespace

Result<json::object> Control::answer(const json::object& question) {
    const auto ask = textIn(question, "ask");
    if (ask == "status") {
        return status();
    }
    if (ask == "media") {
        return media();
    }
    if (ask == "invite") {
        return invite(question);
    }
    if (ask == "parcel") {
        return parcel(question);
    }
    if (ask == "confirm" || ask == "revoke") {
        XIANGJI_LET(meant, device(question));
        XIANGJI_LET(view, ask == "confirm" ? desk_.confirm(meant) : desk_.revoke(meant));
        return json::object{{"device", told(view)}};
    }
    if (ask == "backup") {
        return backup(question);
    }
    if (ask == "archive") {
        return archiveByOrder(desk_, question, SystemClock().nowMs());
    }
    if (ask == "recovery" || ask == "accept" || ask == "dismiss") {
        return RecoveryDesk(desk_).answer(ask, question);
    }
    if (ask == "key" || ask == "keyRotate" || ask == "keyNext") {
        return keys_.answer(ask, textIn(question, "next"));
    }
    if (ask == "audit") {
        XIANGJI_LET(outside, outsideHead(question));
        XIANGJI_LET(report, desk_.audit(outside));
        return auditTold(report);
    }
    if (ask == "erase") {
        return eraseByOrder(desk_, question);
    }
    if (ask == "scrub") {
        return finishErasing(desk_);
    }
    if (ask == "accesses") {
        XIANGJI_LET(book, desk_.accessBook());
        return accessesTold(book);
    }
    if (ask == "quarantine" || ask == "quarantineShow" || ask == "quarantineRetry") {
        return quarantine(ask, question);
    }
    return Error{Fault::unsupported, "the running syncd does not know \"" + ask +
                                         "\"; it is of another version: restart it"};
}

Result<json::object> Control::quarantine(const std::string& ask, const json::object& question) {
    XIANGJI_LET(items, desk_.aside());
    if (ask == "quarantine") {
        json::array list;
        for (const auto& item : items) {
            list.push_back(asideJson(item));
        }
        return json::object{{"items", std::move(list)}};
    }
    const auto wanted = textIn(question, "id");
    const auto isNamed = [&](const AsideView& item) {
        return wanted.size() >= kShortestBeginning && item.id.text().starts_with(wanted);
    };
    const auto found = std::ranges::find_if(items, isNamed);
    if (found == items.end()) {
        return Error{Fault::notFound,
                     "nothing \"" + wanted + "\" is put aside; see: syncd quarantine list"};
    }
    if (std::ranges::count_if(items, isNamed) > 1) {
        return Error{Fault::invalid, "\"" + wanted + "\" fits several; write more of the id"};
    }
    if (ask == "quarantineShow") {
        XIANGJI_TRY(noteCommand(desk_, question,
                                {.act = question.contains("exported") ? "exported" : "opened",
                                 .type = found->type == nullptr ? "" : found->type->name,
                                 .row = found->row,
                                 .reason = "what could not be merged"}));
        return json::object{{"item", wholeAsideJson(*found, Catalogue::builtIn())}};
    }
    XIANGJI_LET(verdicts, desk_.retryAside(*found));
    json::array list;
    for (const auto& verdict : verdicts) {
        list.push_back(json::object{{"verdict", verdictName(verdict.verdict())},
                                    {"reason", verdict.reason()},
                                    {"words", verdict.words()}});
    }
    return json::object{{"verdicts", std::move(list)}};
}

Result<json::object> Control::status() {
    XIANGJI_LET(status, desk_.status());
    json::object object;
    object["server"] = status.server.text();
    object["epoch"] = status.epoch.text();
    object["lsn"] = status.lsn;
    object["headHash"] = toHex(status.headHash);
    object["oldestInLog"] = status.oldestInLog;
    object["logLines"] = status.oldestInLog == 0 ? 0 : status.lsn + 1 - status.oldestInLog;
    object["segments"] = status.segments;
    object["conflicts"] = status.conflicts;
    object["held"] = status.held;
    object["quarantine"] = status.quarantined;
    object["proposals"] = status.proposals;
    auto& rows = object["rows"].emplace_object();
    for (const auto& [type, count] : status.rows) {
        rows[type] = count;
    }
    auto& devices = object["devices"].emplace_array();
    json::value oldest = nullptr;
    for (const auto& device :
         status.devices) {  // Oldest contact first: the first that lacks something is the one.
        devices.push_back(told(device));
        if (oldest.is_null() && device.state != "revoked" && device.cursor < status.lsn) {
            oldest = told(device);
        }
    }
    object["oldestUnsynced"] = std::move(oldest);
    object["door"] = door_ ? json::value(door_()) : json::value(nullptr);
    return object;
}

Result<json::object> Control::media() {
    XIANGJI_LET(view, desk_.mediaView());
    json::object object;
    object["files"] = view.files;
    object["bytes"] = view.bytes;
    object["awaited"] = view.awaited;
    object["unreferenced"] = json::array(view.unreferenced.begin(), view.unreferenced.end());
    return object;
}

Result<json::object> Control::invite(const json::object& question) {
    auto reachedAt = reachedAt_;
    if (const auto advertise = textIn(question, "advertise"); !advertise.empty()) {
        XIANGJI_LET(wanted, HostPort::parse(advertise));
        reachedAt = wanted;
    }
    if (reachedAt.host.empty() || reachedAt.port == 0) {
        return Error{Fault::invalid,
                     "nobody knows yet where phones reach this centre; start syncd serve once, or "
                     "say it with --advertise HOST:PORT"};
    }
    InviteOrder order{.unitCode = textIn(question, "unit"),
                      .role = textIn(question, "role"),
                      .personName = textIn(question, "name")};
    XIANGJI_TRY(mustBeAName(order.personName));
    const auto* uses = question.if_contains("uses");
    const auto* hours = question.if_contains("hours");
    json::error_code fault;
    order.uses = uses != nullptr ? uses->to_number<int>(fault) : order.uses;
    if (!fault) {
        order.hours = hours != nullptr ? hours->to_number<double>(fault) : order.hours;
    }
    if (fault) {
        return Error{Fault::invalid, "uses and hours are numbers"};
    }
    const auto pins = keys_.pins();
    XIANGJI_LET(invitation,
                desk_.invite(order, {reachedAt.host, reachedAt.port, pins.pin, pins.backupPin}));
    return json::object{{"invitation", invitation.text()}};
}

Result<json::object> Control::backup(const json::object& question) {
    const std::filesystem::path folder = textIn(question, "dir");
    if (!folder.is_absolute()) {
        return Error{Fault::invalid, "a backup needs a folder to be made"};
    }
    // Everything leaves the centre: first the line, so that the copy has it too.
    XIANGJI_LET(status, desk_.status());
    std::uint64_t rows = 0;
    for (const auto& [type, count] : status.rows) {
        rows += count;
    }
    XIANGJI_TRY(noteCommand(desk_, question,
                            {.act = "backup", .rows = rows, .reason = "to " + placeWords(folder)}));
    XIANGJI_LET(made, makeBackup(
                          folder, [this](const auto& file) { return desk_.copyTo(file); },
                          desk_.ownDevice(), SystemClock().nowMs()));
    return toldBackup(made);
}

Result<json::object> Control::parcel(const json::object& question) {
    const auto bytes = fromBase64Url(textIn(question, "parcel"));
    wire::Parcel parcel;
    if (!bytes || !parseOutside(parcel, *bytes)) {
        return Error{Fault::invalid, "this is no parcel of a bundle"};
    }
    XIANGJI_LET(delivered, desk_.deliver(parcel));
    json::array answers;
    for (const auto& answer : delivered.answers()) {
        answers.push_back(json::string(toBase64Url(answer.SerializeAsString())));
    }
    return json::object{{"answers", std::move(answers)}, {"words", delivered.words()}};
}

Result<Id> Control::device(const json::object& question) {
    const auto wanted = textIn(question, "device");
    XIANGJI_LET(status, desk_.status());
    const DeviceView* found = nullptr;
    for (const auto& device : status.devices) {
        if (!isMeant(device, wanted)) {
            continue;
        }
        if (found != nullptr) {
            return Error{Fault::invalid,
                         "\"" + wanted +
                             "\" fits several devices; write more of the id (syncd device list)"};
        }
        found = &device;
    }
    if (found == nullptr) {
        return Error{Fault::notFound,
                     "there is no device \"" + wanted + "\"; see: syncd device list"};
    }
    return found->device;
}

std::string controlLine(const Result<json::object>& answer) {
    json::object line;
    if (answer) {
        line["ok"] = *answer;
    } else {
        line["error"] = json::object{{"fault", static_cast<int>(answer.error().fault)},
                                     {"detail", answer.error().detail}};
    }
    return json::serialize(line);
}

Result<json::object> readControlLine(std::string_view line) {
    const Error strange{Fault::failed, "the running syncd answers something strange; restart it"};
    json::error_code fault;
    const auto read = json::parse(json::string_view(line.data(), line.size()), fault);
    const auto* object = fault ? nullptr : read.if_object();
    if (object == nullptr) {
        return strange;
    }
    if (const auto* good = object->if_contains("ok"); good != nullptr && good->is_object()) {
        return good->get_object();
    }
    if (const auto* bad = object->if_contains("error"); bad != nullptr && bad->is_object()) {
        const auto* number = bad->get_object().if_contains("fault");
        const bool known = number != nullptr && number->is_int64() && number->get_int64() >= 0 &&
                           number->get_int64() <= static_cast<int>(Fault::failed);
        return Error{known ? static_cast<Fault>(number->get_int64()) : Fault::failed,
                     textIn(bad->get_object(), "detail")};
    }
    return strange;
}

}  // namespace xiangji::syncd
