#include "syncd/app/ask_township.hpp"

#include <boost/json/serialize.hpp>

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/base/text.hpp"
#include "core/records/catalogue.hpp"
#include "syncd/app/control.hpp"
#include "syncd/app/control_socket.hpp"
#include "syncd/app/data_folder.hpp"
#include "syncd/app/open_central.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

Result<json::object> askFolder(const DataFolder& folder, const json::object& question) {
    XIANGJI_LET(keys, folder.keys());
    XIANGJI_LET(known, folder.address());
    SystemClock clock;
    SystemRandom random;
    XIANGJI_LET(central, openCentral(folder));
    XIANGJI_LET(desk, Desk::open({*central,
                                  clock,
                                  random,
                                  Catalogue::builtIn(),
                                  keys.server,
                                  {.folder = folder.mediaFolder()}}));
    const auto reached = known.value_or(HostPort{});
    return Control(*desk, {reached.host, reached.port, keys.tls.pin()}).answer(question);
}

/// What came from the command line may be any bytes; a line of JSON is text.
Outcome mustBeText(const json::object& question) {
    for (const auto& [key, value] : question) {
        if (const auto* text = value.if_string();
            text != nullptr && !toNfc(std::string_view(*text))) {
            return Error{Fault::invalid, std::string(key) + ": is not UTF-8 text; type it again"};
        }
    }
    return {};
}

}  // namespace

Result<json::object> askTownship(const std::filesystem::path& data, const json::object& question) {
    XIANGJI_TRY(mustBeText(question));
    std::error_code ignored;
    for (bool again = true;; again = false) {
        if (std::filesystem::is_directory(data, ignored)) {
            XIANGJI_LET(line, askControlSocket(data, json::serialize(question)));
            if (line) {
                return readControlLine(*line);
            }
        }
        auto folder = DataFolder::open(data);
        if (folder) {
            return askFolder(*folder, question);
        }
        // Held, but nobody listened: perhaps a serve that was just starting. It has had the time of
        // a lock's wait.
        if (folder.error().fault != Fault::busy || !again) {
            return folder.error();
        }
    }
}

}  // namespace xiangji::syncd
