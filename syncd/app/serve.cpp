#include "syncd/app/serve.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <iostream>

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/records/catalogue.hpp"
#include "core/records/field_seal.hpp"
#include "syncd/app/advertise.hpp"
#include "syncd/app/control.hpp"
#include "syncd/app/control_socket.hpp"
#include "syncd/app/data_folder.hpp"
#include "syncd/app/erasure_file.hpp"
#include "syncd/app/json_text.hpp"
#include "syncd/app/nightly_archive.hpp"
#include "syncd/app/open_central.hpp"
#include "syncd/app/revocation_file.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/office/office.hpp"
#include "syncd/session/server.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

constexpr rlim_t kOtherFiles = 128;  ///< database, office, log: what is not a phone

/// As many connections as there may be files, up to the door's own limit.
std::size_t mostConnections(std::size_t wanted) {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) {
        return wanted;
    }
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const auto left = files.rlim_max > 2 * kOtherFiles ? files.rlim_max - kOtherFiles : kOtherFiles;
    if (left < wanted) {
        spdlog::warn(
            "this system allows {} open files: {} phones at once instead of {} (LimitNOFILE)",
            files.rlim_max, left, wanted);
    }
    return std::min<std::size_t>(wanted, left);
}

json::object told(const DoorView& door) {
    return {{"connections", door.connections},
            {"closedByAddress", door.closedByAddress},
            {"sentAwayByShare", door.sentAwayByShare},
            {"cutByNewer", door.cutByNewer}};
}

std::string answerLine(Control& control, const std::string& line) {
    json::error_code fault;
    const auto question = json::parse(line, fault);
    if (fault || !question.is_object()) {
        return controlLine(Error{Fault::invalid, "a question is one JSON object"});
    }
    const auto answer = control.answer(question.get_object());
    if (answer && textIn(question.get_object(), "ask") == "archive") {
        spdlog::info("archive, by order: {}", json::serialize(*answer));
    }
    return controlLine(answer);
}

}  // namespace

Outcome serve(const ServeOrder& order) {
    // From here on a signal means "end cleanly", also while we are still opening.
    boost::asio::io_context io{1};
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&io](const boost::system::error_code& fault, int signal) {
        if (!fault) {
            spdlog::info("ending ({})", signal == SIGTERM ? "SIGTERM" : "SIGINT");
            io.stop();
        }
    });

    // The folder is ours alone until the end.
    XIANGJI_LET(listen, HostPort::parse(order.listen));
    XIANGJI_LET(folder, DataFolder::open(order.data));
    XIANGJI_LET(keys, folder.keys());

    // What is known, and who writes it.
    const auto& catalogue = Catalogue::builtIn();
    SystemClock clock;
    SystemRandom random;
    XIANGJI_LET(central, openCentral(folder));
    XIANGJI_LET(revocations, RevocationFile::open(folder.revocations()));
    XIANGJI_LET(erasures, ErasureFile::open(folder.erasures()));
    XIANGJI_LET(desk, Desk::open({*central,
                                  clock,
                                  random,
                                  catalogue,
                                  keys.server,
                                  {.folder = folder.mediaFolder()},
                                  revocations.get(),
                                  keys.formerServers,
                                  erasures.get()}));

    // Three doors: the office's page, the phones', and the township's own commands'.
    ProtectedSeat seat{
        [&desk](const AccessEntry& entry) { return desk->noteAccess(entry); },
        [seal = FieldSeal(keys.server)](const CellPlace& place, std::string_view lying) {
            return seal.opened(place, lying);
        }};
    XIANGJI_LET(office, Office::open(io, {order.office}, central->reader(), catalogue, clock,
                                     std::move(seat)));
    ServerSettings settings;
    settings.listen = listen;
    settings.mostConnections = mostConnections(settings.mostConnections);
    XIANGJI_LET(phones, Server::open(settings, keys.tls, *desk));
    XIANGJI_LET(reachedAt, advertised(order.advertise, phones->address()));
    XIANGJI_TRY(folder.keepAddress(reachedAt));
    WireKeys wireKeys(folder.keyFolder(), keys.tls,
                      [&phones](const TlsIdentity& identity) { phones->show(identity); });
    Control control(*desk, reachedAt, wireKeys, [&phones] { return told(phones->view()); });
    XIANGJI_LET(commands, ControlSocket::open(folder.path(), [&control](const std::string& line) {
                    return answerLine(control, line);
                }));
    std::optional<NightlyArchive> nightly;
    if (order.archiveKeepDays) {
        nightly.emplace(*desk, clock, *order.archiveKeepDays);
    }
    phones->start();

    spdlog::info("phones at {}, invitations say {}, office page at http://{}/",
                 phones->address().text(), reachedAt.text(), office->address());
    std::cout << json::serialize(json::object{{"sync", phones->address().text()},
                                              {"office", office->address()}})
              << std::endl;

    io.run();

    // Phones first, so that what is in flight still has its desk; the rest ends in the reverse
    // order of its beginning.
    phones->stop();
    office->stop();
    return {};
}

}  // namespace xiangji::syncd
