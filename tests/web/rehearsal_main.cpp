// An office over a township that knows what it is told, for browsers to try. Arguments: the units'
// CSV. Prints {"office":"host:port"} when it listens. A line "add TITLE" on standard input tells
// one more activity of today and answers "ok"; the end of input ends it.

#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <iostream>
#include <thread>

#include "syncd/office/office.hpp"
#include "tests/web/told_township.hpp"

namespace {

using namespace xiangji;
using namespace xiangji::syncd;

void addActivity(ToldTownship& township, const std::string& title) {
    township.tell("activity", title, township.stationCodes().front(),
                  {{"title", title},
                   {"type", township.choice("activity", "type", "law")},
                   {"plan_start", ToldTownship::at("2026-06-19T14:55+08:00")}});
}

/// Whoever opens something is written to standard error.
ProtectedSeat rehearsedSeat() {
    return {[](const AccessEntry& entry) -> Outcome {
                std::cerr << "noted " << entry.who << ": " << entry.reason << std::endl;
                return {};
            },
            [](const CellPlace&, std::string_view lying) -> Result<std::string> {
                return std::string(lying);
            }};
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: xiangji_office_rehearsal UNITS.csv\n", stderr);
        return 2;
    }
    ToldTownship township(arguments[1]);
    tellBusyJune(township);
    HolidayClock clock;
    boost::asio::io_context io;
    auto office = Office::open(io, {"127.0.0.1:0"}, township.reader(), Catalogue::builtIn(), clock,
                               rehearsedSeat());
    if (!office) {
        std::fprintf(stderr, "%s\n", office.error().detail.c_str());
        return 1;
    }
    std::thread serving([&io] { io.run(); });
    std::cout << "{\"office\":\"" << (*office)->address() << "\"}" << std::endl;
    constexpr std::string_view kAdd = "add ";
    for (std::string line; std::getline(std::cin, line);) {
        if (line.starts_with(kAdd)) {
            addActivity(township, line.substr(kAdd.size()));
            std::cout << "ok" << std::endl;
        }
    }
    (*office)->stop();
    serving.join();
    return 0;
}
