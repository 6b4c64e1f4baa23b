#include "syncd/merge/raw_changes.hpp"

#include <google/protobuf/io/coded_stream.h>

#include "core/base/bytes.hpp"
#include "wire/envelope.pb.h"

namespace xiangji::syncd {

namespace {

constexpr std::uint32_t tagOf(int field, unsigned wireType) {
    return static_cast<std::uint32_t>(field) << 3U | wireType;
}

// Wire types of protobuf's encoding.
constexpr unsigned kVarint = 0;
constexpr unsigned kLengthDelimited = 2;
constexpr auto kChange = tagOf(wire::Changeset::kChangesFieldNumber, kLengthDelimited);
constexpr auto kAllOrNone = tagOf(wire::Changeset::kAllOrNoneFieldNumber, kVarint);

}  // namespace

std::vector<std::string_view> changesIn(std::string_view changeset) {
    std::vector<std::string_view> changes;
    google::protobuf::io::CodedInputStream input(octets(changeset).data(),
                                                 static_cast<int>(changeset.size()));
    while (const auto tag = input.ReadTag()) {
        std::uint32_t size = 0;
        if (tag == kAllOrNone && input.ReadVarint32(&size)) {
            continue;
        }
        if (tag != kChange || !input.ReadVarint32(&size)) {
            return {};
        }
        const auto at = static_cast<std::size_t>(input.CurrentPosition());
        if (!input.Skip(static_cast<int>(size))) {
            return {};
        }
        changes.push_back(changeset.substr(at, size));
    }
    return input.ConsumedEntireMessage() ? changes : std::vector<std::string_view>();
}

}  // namespace xiangji::syncd
