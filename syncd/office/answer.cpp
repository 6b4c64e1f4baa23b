#include "syncd/office/answer.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace xiangji::syncd {

namespace {

unsigned statusOf(Fault fault) {
    switch (fault) {
        case Fault::invalid:
        case Fault::unsupported:
            return 400;
        case Fault::notFound:
            return 404;
        case Fault::refused:
        case Fault::untrusted:
            return 403;
        case Fault::unreachable:
        case Fault::busy:
        case Fault::diskFull:
            return 503;
        case Fault::damaged:
        case Fault::failed:
            return 500;
    }
    return 500;
}

}  // namespace

Answer Answer::json(const boost::json::value& value, std::string tag) {
    return {.mediaType = "application/json; charset=utf-8",
            .body = boost::json::serialize(value),
            .tag = std::move(tag)};
}

Answer Answer::unchanged(std::string tag) {
    return {.status = 304, .tag = std::move(tag)};
}

Answer Answer::failure(const Error& error) {
    return failure(statusOf(error.fault), error.detail);
}

Answer Answer::failure(unsigned status, const std::string& detail) {
    Answer answer = json(boost::json::object{{"error", detail}}, {});
    answer.status = status;
    return answer;
}

}  // namespace xiangji::syncd
