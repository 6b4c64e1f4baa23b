// One phone's core over a home that is there: opens it, does what a person does all day, says how
// much memory that took at most.  xiangji_bench_phone_core HOME
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "core/client/client.hpp"
#include "core/client/key_file.hpp"
#include "core/net/tls_link.hpp"

namespace xiangji::bench {
namespace {

constexpr std::size_t kAPage = 50;

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

double mostMb() {
    std::ifstream file("/proc/self/status");
    double kilobytes = 0;
    for (std::string word; file >> word;) {
        if (word == "VmHWM:") {
            file >> kilobytes;
        }
    }
    return kilobytes / 1024;
}

void aDay(const std::filesystem::path& home) {
    SystemClock clock;
    SystemRandom random;
    KeyFile keys(home / "keys");
    TlsLinkMaker links;
    const auto client = must(Client::open(home, {clock, random, keys, links}));
    for (const char* name : {"activity", "service_record"}) {
        const auto& type = *Catalogue::builtIn().find(name);
        Query query;
        query.orderBy = type.field(type.rules.when())->number;
        query.descending = true;
        query.most = kAPage;
        const auto rows = must(client->list(type, query));
        (void)must(client->count(type, query));
        for (const auto& row : rows) {
            (void)must(client->row(type, row.id));
        }
        if (rows.size() < kAPage) {
            throw std::runtime_error(std::string("too few rows of ") + name);
        }
        const Field& text = *type.field(type.name == "activity" ? "summary" : "comment");
        must(client->write({Edit{.type = &type,
                                 .id = rows.front().id,
                                 .fields = {{text.number, std::string("改正：到场三十人。")}}}}));
    }
    (void)must(client->status());
    (void)must(client->conflicts());
}

}  // namespace
}  // namespace xiangji::bench

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "xiangji_bench_phone_core HOME\n";
        return 2;
    }
    xiangji::bench::aDay(argv[1]);
    std::cout << xiangji::bench::mostMb() << std::endl;
    return 0;
}
