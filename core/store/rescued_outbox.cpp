#include "core/store/rescued_outbox.hpp"

#include <map>

#include "core/base/hash.hpp"
#include "core/store/connection.hpp"

namespace xiangji {

namespace {

constexpr std::uint64_t kMostProbes = 200'000;  // one look a number between two readable ends

class Rescue {
 public:
    explicit Rescue(Connection& sql) : sql_(sql) {}

    RescuedOutbox run() {
        const auto before = scan("SELECT seq, body, hash, held FROM _outbox ORDER BY seq");
        if (damaged_) {
            const auto after = scan("SELECT seq, body, hash, held FROM _outbox ORDER BY seq DESC");
            // Where the scan from the end met nothing either, a little beyond what is known.
            probe(before + 1, after != 0 ? after - 1 : before + kMostProbes / 100);
        }
        RescuedOutbox rescued;
        rescued.whole = !damaged_;
        rescued.server = Id::fromBytes(known("server")).value_or(Id{});
        rescued.serverKey = known("server_key");
        for (auto& [seq, waiting] : found_) {
            rescued.waiting.push_back(std::move(waiting));
        }
        return rescued;
    }

 private:
    void take(const Statement& query) {
        Waiting waiting{
            query.unsignedInteger(0), query.blob(1), query.blob(2), query.integer(3) != 0, {}};
        if (hashOf(waiting.body) == waiting.hash) {
            found_[waiting.seq] = std::move(waiting);
        } else {
            damaged_ = true;
        }
    }

    /// The last number that could be read; 0 = none.
    std::uint64_t scan(std::string_view text) {
        std::uint64_t last = 0;
        const auto read = guarded([&] {
            auto query = sql_.statement(text);
            while (query.step()) {
                last = query.unsignedInteger(0);
                take(query);
            }
        });
        damaged_ = damaged_ || !read;
        return last;
    }

    void probe(std::uint64_t from, std::uint64_t to) {
        to = std::min(to, from + kMostProbes);
        for (auto seq = from; seq <= to; ++seq) {
            (void)guarded([&] {  // one that cannot be read is what there is to expect here
                auto query =
                    sql_.statement("SELECT seq, body, hash, held FROM _outbox WHERE seq = ?1");
                query.bind(1, seq);
                if (query.step()) {
                    take(query);
                }
            });
        }
    }

    Bytes known(std::string_view name) {
        return guarded([&] {
                   auto query = sql_.statement("SELECT value FROM _phone WHERE name = ?1");
                   query.bindText(1, name);
                   return query.step() ? query.blob(0) : Bytes();
               })
            .valueOr({});
    }

    Connection& sql_;
    std::map<std::uint64_t, Waiting> found_;
    bool damaged_ = false;
};

}  // namespace

Result<RescuedOutbox> rescueOutbox(const std::filesystem::path& file, const FileKey* key) {
    XIANGJI_LET(connection, Connection::open(file, Connection::Mode::rescue, key));
    return Rescue(*connection).run();
}

}  // namespace xiangji
