#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/net/host_port.hpp"
#include "syncd/app/wire_keys.hpp"
#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

/// Answers what the township's commands ask, the same whether a running `serve` is asked over its
/// socket or the command opened the folder itself. A question is one JSON object with "ask":
///   {"ask":"status"}                                             → the object that `syncd status
///   --json` prints
///   {"ask":"invite","unit":…,"role":…,"name":…,"uses":1,"hours":0.25,"advertise":"host:port" or
///   absent} → {"invitation":…}
///   {"ask":"parcel","parcel":base64url of a wire::Parcel}        → {"answers":[base64url of
///   wire::Parcel …],"words":why it was not taken, or ""}
///   {"ask":"confirm"|"revoke","device":"ID"}                     → {"device":{…}}
///   {"ask":"backup","dir":"/absolute"}                           → its manifest
///   {"ask":"archive",…}                                          → see archive_order.hpp
///   {"ask":"recovery"}                                           → {"proposals":[…]}
///   {"ask":"accept"|"dismiss","proposals":["ID",…]} or "all":true → {"count":N}
///   {"ask":"audit","head":{"lsn":…,"hash":…} or absent}          → what `syncd audit verify
///   --json` prints
///   {"ask":"key"|"keyNext"} or {"ask":"keyRotate","next":PEM of the key or absent}
///   → {"pin":hex,"backupPin":hex or "","before":N,"nextLiesHere":bool}
///   {"ask":"quarantine"}                                         → {"items":[…]}, see
///   aside_json.hpp
///   {"ask":"quarantineShow","id":"ID"}                           → {"item":{…}}
///   {"ask":"quarantineRetry","id":"ID"}                          →
///   {"verdicts":[{verdict,reason,words}]}
class Control {
 public:
    /// What the phones' door tells of itself, as JSON.
    using Door = std::function<boost::json::object()>;

    /// `reachedAt`: for invitations; a host that is empty means that nobody knows it yet. No
    /// `door`: there is none while the folder is opened by a command.
    Control(Desk& desk, HostPort reachedAt, WireKeys& keys, Door door = {})
        : desk_(desk), reachedAt_(std::move(reachedAt)), keys_(keys), door_(std::move(door)) {}

    [[nodiscard]] Result<boost::json::object> answer(const boost::json::object& question);

 private:
    [[nodiscard]] Result<boost::json::object> status();
    [[nodiscard]] Result<boost::json::object> media();
    [[nodiscard]] Result<boost::json::object> invite(const boost::json::object& question);
    [[nodiscard]] Result<boost::json::object> backup(const boost::json::object& question);
    [[nodiscard]] Result<boost::json::object> quarantine(const std::string& ask,
                                                         const boost::json::object& question);
    [[nodiscard]] Result<boost::json::object> parcel(const boost::json::object& question);
    /// A device by its id, a beginning of it, or its fingerprint.
    [[nodiscard]] Result<Id> device(const boost::json::object& question);

    Desk& desk_;
    HostPort reachedAt_;
    WireKeys& keys_;
    Door door_;
};

/// A line of the control socket, and back: {"ok":{…}} or {"error":{"fault":…,"detail":…}}.
[[nodiscard]] std::string controlLine(const Result<boost::json::object>& answer);
[[nodiscard]] Result<boost::json::object> readControlLine(std::string_view line);

}  // namespace xiangji::syncd
