#include "mobile/cli/watch.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <iostream>

#include "core/base/civil_time.hpp"
#include "core/client/retry_policy.hpp"
#include "mobile/cli/view_json.hpp"

namespace xiangji::cli {

namespace {

constexpr Instant kLookMs = 1'000;

/// Signals that end a watch, taken out of the program's hands while it lasts.
class Ending {
 public:
    Ending() {
        ::sigemptyset(&signals_);
        ::sigaddset(&signals_, SIGINT);
        ::sigaddset(&signals_, SIGTERM);
        ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    }
    /// True: asked to end within this time.
    [[nodiscard]] bool within(Instant ms) const {
        const timespec wait{.tv_sec = ms / 1000, .tv_nsec = (ms % 1000) * 1'000'000};
        return ::sigtimedwait(&signals_, nullptr, &wait) > 0;
    }

 private:
    sigset_t signals_{};
};

/// What changes whenever somebody saves something in a home: the log, or the file it is taken into.
std::array<std::int64_t, 3> traceOf(const std::string& home) {
    std::array<std::int64_t, 3> trace{};
    std::size_t place = 0;
    for (const char* name : {"phone.db-wal", "phone.db"}) {
        struct stat found{};
        if (::stat((std::filesystem::path(home) / name).c_str(), &found) == 0) {
            trace.at(place) = found.st_mtim.tv_sec * 1'000'000'000LL + found.st_mtim.tv_nsec;
            trace.at(2) += found.st_size;
        }
        ++place;
    }
    return trace;
}

void tell(const Shell& shell, const SyncReport& report, const RetryPolicy& policy, Instant now,
          Instant nextMs) {
    if (shell.json) {
        auto json = syncJson(report);
        json["at"] = now;
        json["nextMs"] = nextMs;
        print(json);
    } else {
        std::string line = civilInstant(now) + "  ";
        line += report.end == SyncEnd::done ? "sent " + std::to_string(report.sent) +
                                                  ", received " + std::to_string(report.received) +
                                                  ", files " + std::to_string(report.filesSent)
                                            : "failed (" + std::to_string(policy.failures()) +
                                                  " in a row): " + report.words;
        line += "; waiting " + std::to_string(report.waiting) + ", files waiting " +
                std::to_string(report.filesWaiting);
        line += report.filesWords.empty() ? "" : " (" + report.filesWords + ")";
        print(line + "; next in " + std::to_string((nextMs + 999) / 1000) + " s");
    }
    std::cout.flush();
}

}  // namespace

void watch(Shell& shell) {
    (void)shell.client();  // finds the home, or says why not
    const Ending ending;
    SystemClock clock;
    SystemRandom random;
    RetryPolicy policy(clock, random);
    for (;;) {
        SyncReport report{.end = SyncEnd::failed, .words = "another program has this home open"};
        if (const auto home = shell.reopened()) {
            report = (*home)->sync(nullptr);
        } else if (home.error().fault != Fault::busy) {
            throw Failure{home.error()};
        }
        shell.close();
        auto leftMs = policy.afterRun(runEndOf(report), report.comeBackSeconds);
        tell(shell, report, policy, clock.nowMs(), leftMs);
        for (auto trace = traceOf(shell.home); leftMs > 0; leftMs -= kLookMs) {
            if (ending.within(std::min(leftMs, kLookMs))) {
                return;
            }
            if (const auto now = traceOf(shell.home); now != trace) {
                trace = now;
                leftMs = std::min(leftMs, policy.afterNews() + kLookMs);
            }
        }
        if (ending.within(0)) {
            return;
        }
    }
}

}  // namespace xiangji::cli
