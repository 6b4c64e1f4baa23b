#include "syncd/merge/raw_changes.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "core/base/bytes.hpp"
#include "wire/envelope.pb.h"

namespace xiangji::syncd {

std::vector<std::string_view> changesIn(std::string_view changeset) {
    using Format = google::protobuf::internal::WireFormatLite;
    constexpr auto kChange =
        Format::MakeTag(wire::Changeset::kChangesFieldNumber, Format::WIRETYPE_LENGTH_DELIMITED);
    std::vector<std::string_view> changes;
    google::protobuf::io::CodedInputStream input(octets(changeset).data(),
                                                 static_cast<int>(changeset.size()));
    while (const auto tag = input.ReadTag()) {
        std::uint32_t size = 0;
        if (tag != kChange) {
            if (!Format::SkipField(&input, tag)) {
                return {};
            }
        } else if (input.ReadVarint32(&size)) {
            const auto at = static_cast<std::size_t>(input.CurrentPosition());
            if (!input.Skip(static_cast<int>(size))) {
                return {};
            }
            changes.push_back(changeset.substr(at, size));
        } else {
            return {};
        }
    }
    return input.ConsumedEntireMessage() ? changes : std::vector<std::string_view>();
}

}  // namespace xiangji::syncd
