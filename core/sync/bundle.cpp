#include "core/sync/bundle.hpp"

#include <optional>

#include "core/sync/envelope.hpp"
#include "core/sync/link.hpp"

namespace xiangji {

namespace {

constexpr std::string_view kMark = "XJBUNDLE";
constexpr char kForm = 1;
constexpr std::size_t kLengthBytes = 4;

Bytes lengthOf(std::size_t size) {
    Bytes length;
    for (int shift = 24; shift >= 0; shift -= 8) {
        length.push_back(static_cast<char>(size >> shift & 0xffU));
    }
    return length;
}

/// A source as a stream: so many bytes at a time, fewer only at its end.
class Stream {
 public:
    explicit Stream(const BundleSource& source) : source_(source) {}

    Result<Bytes> take(std::size_t count) {
        while (held_.size() - at_ < count && !ended_) {
            XIANGJI_LET(more, source_());
            ended_ = more.empty();
            held_.erase(0, at_);
            at_ = 0;
            held_ += more;
        }
        const auto piece = held_.substr(at_, count);
        at_ += piece.size();
        return piece;
    }

 private:
    const BundleSource& source_;
    Bytes held_;
    std::size_t at_ = 0;
    bool ended_ = false;
};

Outcome checkHead(Stream& stream) {
    XIANGJI_LET(head, stream.take(kMark.size() + 1));
    if (!head.starts_with(kMark) || head.size() != kMark.size() + 1) {
        return Error{Fault::invalid,
                     "this is no Xiangji bundle; it is written with: xiangji bundle write FILE"};
    }
    if (head.back() != kForm) {
        return Error{Fault::unsupported,
                     "this bundle was written by a newer Xiangji; update this program; the file is "
                     "untouched"};
    }
    return {};
}

}  // namespace

Bytes bundleHead() {
    return Bytes(kMark) + kForm;
}

Result<Bytes> bundlePart(const wire::Parcel& parcel) {
    const Bytes bytes = parcel.SerializeAsString();
    if (bytes.empty() || bytes.size() > kMaxFrameBytes) {
        return Error{Fault::invalid, "a parcel of " + std::to_string(bytes.size()) +
                                         " bytes does not go into a bundle (1 MiB at most)"};
    }
    return lengthOf(bytes.size()) + bytes;
}

Bytes bundleEnd() {
    return lengthOf(0);
}

Result<BundleFound> readBundle(const BundleSource& source,
                               const std::function<Outcome(const wire::Parcel&)>& take) {
    Stream stream(source);
    XIANGJI_TRY(checkHead(stream));
    BundleFound found;
    for (;;) {
        XIANGJI_LET(length, stream.take(kLengthBytes));
        if (length.size() != kLengthBytes) {
            return found;
        }
        std::size_t size = 0;
        for (const char octet : length) {
            size = size << 8U | static_cast<unsigned char>(octet);
        }
        if (size == 0) {
            XIANGJI_LET(after, stream.take(1));
            found.whole = after.empty();
            return found;
        }
        if (size > kMaxFrameBytes) {
            // From a wrong length on nothing can be found again.
            ++found.spoiled;
            return found;
        }
        XIANGJI_LET(bytes, stream.take(size));
        if (bytes.size() != size) {
            return found;
        }
        wire::Parcel parcel;
        if (!parseOutside(parcel, bytes)) {
            ++found.spoiled;
            continue;
        }
        ++found.parcels;
        XIANGJI_TRY(take(parcel));
    }
}

std::string wordsFor(const BundleFound& found) {
    if (found.whole && found.spoiled == 0) {
        return {};
    }
    return std::string(found.whole ? "part of the bundle was changed on its way"
                                   : "the bundle was cut or changed on its way") +
           "; what of it is whole (" + std::to_string(found.parcels) +
           " parcels) was taken; ask for it again: nothing is lost, its author still has it, and "
           "nothing counts twice";
}

}  // namespace xiangji
