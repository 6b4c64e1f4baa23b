// Files: what a phone that joined may ask about them, in any order, as a row of requests each after
// its length (2 bytes).
#include "core/base/hash.hpp"
#include "core/sync/envelope.hpp"
#include "tests/fuzz/door.hpp"
#include "tests/unit/desk/hand_phone.hpp"

using namespace xiangji;
using namespace xiangji::syncd;

namespace {

/// One row whose file is to come.
struct World {
    World() {
        using namespace syncd::test;
        const auto named = [](const std::string& field, const std::string& name) -> Value {
            return std::int64_t{fieldOf(typeOf("media"), field).choice(name)->number};
        };
        const auto verdict =
            phone.tell(phone.insert("media", Id::ofHash("media"),
                                    {{"kind", named("kind", "photo")},
                                     {"sha256", Blob{sha256(Bytes(3, 'x'))}},
                                     {"bytes", std::int64_t{3}},
                                     {"faces_minor", named("faces_minor", "none")}}));
        fuzz::require(verdict.verdict() == wire::VERDICT_TAKEN);
    }
    syncd::test::SmallCentre centre;
    syncd::test::HandPhone phone{centre, "tutor", syncd::test::kLinjiang};
};

bool aboutFiles(const wire::Request& request) {
    return request.has_media_offer() || request.has_media_chunk() || request.has_media_proof() ||
           request.has_media_wanted();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static World world;
    auto rest = fuzz::asText(bytes, size);
    while (rest.size() > 2) {
        const auto length = std::size_t{static_cast<std::uint8_t>(rest[0])} * 256 +
                            static_cast<std::uint8_t>(rest[1]);
        wire::Request request;
        const bool read = parseOutside(request, rest.substr(2, length));
        rest.remove_prefix(std::min(rest.size(), length + 2));
        if (!read || !aboutFiles(request)) {
            continue;
        }
        const auto reply = world.centre.ask(world.phone.caller, request);
        fuzz::require(reply.answer_case() != wire::Reply::ANSWER_NOT_SET);
        fuzz::require(reply.media_piece().bytes().size() <= 3);
        for (const auto& standing : reply.media_standings().items()) {
            fuzz::require(standing.held() <= 3);
        }
    }
    return 0;
}
