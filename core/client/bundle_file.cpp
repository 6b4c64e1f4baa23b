#include "core/client/bundle_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/client/database_key.hpp"
#include "core/client/device_key.hpp"
#include "core/client/home_lock.hpp"
#include "core/store/rescued_outbox.hpp"
#include "core/sync/carrying.hpp"
#include "core/sync/parcel.hpp"

namespace xiangji {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

Error failed(const std::filesystem::path& file) {
    const int code = errno;
    return {code == ENOSPC   ? Fault::diskFull
            : code == ENOENT ? Fault::notFound
                             : Fault::failed,
            file.string() + ": " + std::strerror(code)};
}

/// A file that has its name only once it is whole.
class NewFile {
 public:
    explicit NewFile(std::filesystem::path file)
        : file_(std::move(file)), beside_(file_.string() + ".part") {
        descriptor_ =
            ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    }
    ~NewFile() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
            ::unlink(beside_.c_str());
        }
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    [[nodiscard]] Outcome put(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written <= 0) {
                return failed(file_);
            }
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }
    [[nodiscard]] Outcome finish() {
        if (descriptor_ < 0 || ::fsync(descriptor_) != 0 ||
            ::rename(beside_.c_str(), file_.c_str()) != 0) {
            return failed(file_);
        }
        ::close(descriptor_);
        descriptor_ = -1;
        return {};
    }
    [[nodiscard]] Outcome opened() const { return descriptor_ < 0 ? failed(file_) : Outcome(); }

 private:
    std::filesystem::path file_;
    std::filesystem::path beside_;
    int descriptor_ = -1;
};

/// Whom a rescued outbox is for: as the database says, else as the keys' folder remembers.
Outcome findCentre(RescuedOutbox& rescued, KeySeat& keys) {
    if (!rescued.server.isNone() && !rescued.serverKey.empty()) {
        return {};
    }
    XIANGJI_LET(centre, keys.load(std::string(kCentreKey)));
    if (!centre || centre->size() != Id::kSizeBytes + SigningKey::kPublicBytes) {
        return Error{Fault::damaged,
                     "the database no longer says to which centre this phone belongs; keep the "
                     "folder and bring it to the township's office"};
    }
    rescued.server = Id::fromBytes(centre->substr(0, Id::kSizeBytes)).value_or(Id{});
    rescued.serverKey = centre->substr(Id::kSizeBytes);
    return {};
}

Result<BundleWritten> writeRescued(const RescuedOutbox& rescued, const SigningKey& key,
                                   Random& random, NewFile& out) {
    PhoneState state;
    state.server = rescued.server;
    BundleWritten written;
    XIANGJI_TRY(out.put(bundleHead()));
    std::vector<Waiting> batch;
    std::size_t bytes = 0;
    const auto send = [&]() -> Outcome {
        XIANGJI_LET(parcel, sealedPost(postOf(state, batch, key), key, rescued.serverKey, random));
        XIANGJI_LET(part, bundlePart(parcel));
        written.envelopes += batch.size();
        written.bytes += part.size();
        batch.clear();
        bytes = 0;
        return out.put(part);
    };
    for (const auto& waiting : rescued.waiting) {
        if (!batch.empty() &&
            (bytes + waiting.body.size() > kParcelBodyBytes || batch.size() == kParcelEnvelopes)) {
            XIANGJI_TRY(send());
        }
        bytes += waiting.body.size();
        batch.push_back(waiting);
    }
    if (!batch.empty()) {
        XIANGJI_TRY(send());
    }
    XIANGJI_TRY(out.put(bundleEnd()));
    XIANGJI_TRY(out.finish());
    written.whole = rescued.whole;
    return written;
}

}  // namespace

Result<BundleWritten> writeBundleFile(Client& client, const std::filesystem::path& file) {
    NewFile out(file);
    XIANGJI_TRY(out.opened());
    XIANGJI_LET(written,
                client.writeBundle([&](std::string_view bytes) { return out.put(bytes); }));
    XIANGJI_TRY(out.finish());
    return written;
}

Result<BundleRead> readBundleFile(Client& client, const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return failed(file);
    }
    return client.readBundle([&]() -> Result<Bytes> {
        Bytes piece(kPieceBytes, '\0');
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        if (in.bad()) {
            return failed(file);
        }
        piece.resize(static_cast<std::size_t>(in.gcount()));
        return piece;
    });
}

Result<BundleWritten> rescueBundleFile(const std::filesystem::path& home, ClientSeats seats,
                                       const std::filesystem::path& file, int lockWaitMs) {
    XIANGJI_LET(lock, HomeLock::take(home, lockWaitMs));
    XIANGJI_LET(seed, seats.keys.load(std::string(kDeviceKey)));
    if (!seed) {
        return Error{Fault::notFound,
                     "the key of this phone is not there, so nothing can be signed in its name; "
                     "keep the folder and bring it to the township's office"};
    }
    XIANGJI_LET(key, SigningKey::fromSeed(*seed));
    XIANGJI_LET(fileKey, keyOfFile(home / "phone.db", seats.keys));
    XIANGJI_LET(rescued, rescueOutbox(home / "phone.db", fileKey ? &*fileKey : nullptr));
    XIANGJI_TRY(findCentre(rescued, seats.keys));
    NewFile out(file);
    XIANGJI_TRY(out.opened());
    return writeRescued(rescued, key, seats.random, out);
}

}  // namespace xiangji
