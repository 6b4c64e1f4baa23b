#include "syncd/app/ask_township.hpp"

#include <boost/json/serialize.hpp>

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/base/text.hpp"
#include "core/records/catalogue.hpp"
#include "syncd/app/access_note.hpp"
#include "syncd/app/control.hpp"
#include "syncd/app/control_socket.hpp"
#include "syncd/app/data_folder.hpp"
#include "syncd/app/erasure_file.hpp"
#include "syncd/app/open_central.hpp"
#include "syncd/app/revocation_file.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

/// A folder that is ours for as long as this lives.
struct Township::Opened {
    [[nodiscard]] static Result<std::unique_ptr<Opened>> open(DataFolder folder) {
        XIANGJI_LET(keys, folder.keys());
        XIANGJI_LET(known, folder.address());
        XIANGJI_LET(central, openCentral(folder));
        XIANGJI_LET(revocations, RevocationFile::open(folder.revocations()));
        XIANGJI_LET(erasures, ErasureFile::open(folder.erasures()));
        auto opened = std::make_unique<Opened>(std::move(folder), std::move(central));
        opened->revocations = std::move(revocations);
        opened->erasures = std::move(erasures);
        XIANGJI_LET(desk, Desk::open({*opened->central,
                                      opened->clock,
                                      opened->random,
                                      Catalogue::builtIn(),
                                      keys.server,
                                      {.folder = opened->folder.mediaFolder()},
                                      opened->revocations.get(),
                                      keys.formerServers,
                                      opened->erasures.get()}));
        opened->desk = std::move(desk);
        opened->reachedAt = known.value_or(HostPort{});
        opened->keys = std::make_unique<WireKeys>(opened->folder.keyFolder(), keys.tls);
        return opened;
    }
    Opened(DataFolder held, std::unique_ptr<Central> database)
        : folder(std::move(held)), central(std::move(database)) {}

    DataFolder folder;
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<Central> central;
    std::unique_ptr<RevocationFile> revocations;
    std::unique_ptr<ErasureFile> erasures;
    std::unique_ptr<Desk> desk;
    std::unique_ptr<WireKeys> keys;
    HostPort reachedAt;
};

namespace {

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

Township::Township(std::filesystem::path data, std::chrono::seconds patience)
    : data_(std::move(data)), patience_(patience) {}
Township::~Township() = default;

Result<json::object> Township::ask(const json::object& asked) {
    json::object question = asked;
    question.emplace("who", whoAsks());
    XIANGJI_TRY(mustBeText(question));
    std::error_code ignored;
    for (bool again = true; !opened_; again = false) {
        if (std::filesystem::is_directory(data_, ignored)) {
            XIANGJI_LET(line, askControlSocket(data_, json::serialize(question), patience_));
            if (line) {
                return readControlLine(*line);
            }
        }
        auto folder = DataFolder::open(data_);
        if (folder) {
            XIANGJI_LET(opened, Opened::open(*std::move(folder)));
            opened_ = std::move(opened);
        } else if (folder.error().fault != Fault::busy || !again) {
            // Held, but nobody listened: perhaps a serve that was just starting. It has had the
            // time of a lock's wait.
            return folder.error();
        }
    }
    return Control(*opened_->desk, opened_->reachedAt, *opened_->keys).answer(question);
}

Result<json::object> askTownship(const std::filesystem::path& data, const json::object& question,
                                 std::chrono::seconds patience) {
    return Township(data, patience).ask(question);
}

}  // namespace xiangji::syncd
