#include "tests/bench/daemon.hpp"

#include <unistd.h>

#include <boost/json.hpp>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include "core/net/host_port.hpp"
#include "syncd/app/data_folder.hpp"
#include "syncd/app/init.hpp"
#include "syncd/central/sqlite/sqlite_central.hpp"
#include "tests/bench/bench_centre.hpp"

namespace xiangji::bench {

namespace {

constexpr std::chrono::minutes kPatience{5};
constexpr double kKilobytesAMegabyte = 1024;

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

boost::json::object objectOf(const std::string& line) {
    return boost::json::parse(line).as_object();
}

/// Furnishes a township's folder and makes the phones known there.
syncd::CentralIdentity furnished(const std::filesystem::path& data,
                                 const std::filesystem::path& units,
                                 const std::vector<Sender>& senders) {
    std::ofstream(units) << benchUnits();
    must(syncd::initTownship(data, units));
    const auto folder = must(syncd::DataFolder::open(data));
    const auto keys = must(folder.keys());
    const auto central = must(syncd::openSqliteCentral(folder.database(), Catalogue::builtIn()));
    enrol(*central, keys.server, SystemClock().nowMs(), senders);
    return must(central->identity()).value();
}

}  // namespace

Daemon::Daemon(std::uint64_t seed, std::size_t phones, std::size_t envelopesEach) {
    const auto data = folder_.path() / "data";
    const auto identity = furnished(data, folder_.path() / "units.csv", sendersOf(seed, phones));
    syncd_ = std::make_unique<test::Process>(std::vector<std::string>{
        XIANGJI_SYNCD, "serve", "--data", data.string(), "--listen", "0.0.0.0:0", "--office",
        "127.0.0.1:0", "--advertise", "127.0.0.1:1", "--log-level", "error"});
    const auto told = objectOf(syncd_->line());
    const auto port = must(HostPort::parse(std::string(told.at("sync").as_string()))).port;
    phones_ = std::make_unique<test::Process>(std::vector<std::string>{
        XIANGJI_BENCH_PHONES, std::to_string(port), identity.server.text(), identity.epoch.text(),
        std::to_string(seed), std::to_string(phones), std::to_string(envelopesEach)});
    (void)phones_->line(kPatience);
}

Daemon::~Daemon() {
    // By themselves: programs that count what they do write it down at their end.
    phones_->closeInput();
    (void)phones_->endsWithin(test::Process::kPatience);
    syncd_->signal(SIGTERM);
    (void)syncd_->endsWithin(test::Process::kPatience);
}

std::string Daemon::host() {
    // Another address each time: the system remembers ended connections for a minute.
    return "127.0." + std::to_string(++visits_) + ".1";
}

Daemon::Visit Daemon::push() {
    const double before = cpuSeconds();
    phones_->write("go " + host() + "\n");
    const auto told = objectOf(phones_->line(kPatience));
    Visit visit;
    visit.cpuSeconds = cpuSeconds() - before;
    visit.receipts = told.at("receipts").to_number<std::size_t>();
    visit.drainSeconds = told.at("drain_s").to_number<double>();
    visit.p50Seconds = told.at("p50_s").to_number<double>();
    visit.p99Seconds = told.at("p99_s").to_number<double>();
    (void)phones_->line(kPatience);
    return visit;
}

void Daemon::stay() {
    phones_->write("stay " + host() + "\n");
    (void)phones_->line(kPatience);
}

double Daemon::cpuSeconds() const {
    std::ifstream file("/proc/" + std::to_string(syncd_->pid()) + "/stat");
    std::string word;
    double ticks = 0;
    for (int place = 1; place <= 15 && file >> word; ++place) {
        ticks += place >= 14 ? std::stod(word) : 0;  // utime and stime
    }
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double Daemon::memoryMb() const {
    std::ifstream file("/proc/" + std::to_string(syncd_->pid()) + "/status");
    for (std::string word; file >> word;) {
        if (word == "VmRSS:") {
            double kilobytes = 0;
            file >> kilobytes;
            return kilobytes / kKilobytesAMegabyte;
        }
    }
    throw std::runtime_error("the daemon has ended");
}

}  // namespace xiangji::bench
