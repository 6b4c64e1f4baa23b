#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "core/base/result.hpp"
#include "core/net/host_port.hpp"
#include "syncd/app/files.hpp"
#include "syncd/app/key_folder.hpp"

namespace xiangji::syncd {

/// A township's data folder, held by this process alone while the object lives:
///   central.db            the central database (and its -wal, -shm while in use)
///   central.db-archive/   segments of its log (../archiving.md)
///   keys/                 by what it is known (key_folder.hpp)
///   address               HOST:PORT that the last `serve` put into invitations
///   control.sock          where a running `serve` listens to the other commands
///   media/                files of media rows (core/media/file_store.hpp)
///   lock                  whose lock says that somebody is at work here
///   unfinished            only while `init` works; whatever lies here then may be thrown away
///   revocations.log       who was taken out of service, whatever becomes of the database
///   erasures.log          which rows were erased by order, the same
///   central.db.new        (and central.db.new-archive/) what `restore` prepares; exchanging says
///   that it takes its place now aside-TIME/           databases that a restore has replaced
/// Folders are 0700, files 0600.
class DataFolder {
 public:
    /// A furnished folder. Waits a little for a command that is just finishing. Faults: notFound,
    /// refused (another user's, or keys that others can read), busy (somebody else holds it),
    /// damaged (something is missing).
    [[nodiscard]] static Result<DataFolder> open(const std::filesystem::path& path);

    /// A folder whose keys are there, whatever became of its database.
    [[nodiscard]] static Result<DataFolder> openForRestore(const std::filesystem::path& path);

    /// An empty or missing folder, for `init`: marks it unfinished. What an interrupted `init` left
    /// is removed first. Faults: refused (it holds something else), busy, diskFull.
    [[nodiscard]] static Result<DataFolder> prepare(const std::filesystem::path& path);
    /// `init` succeeded: from here on the folder is a township's.
    [[nodiscard]] Outcome finish();
    /// `init` failed: the folder is as it was before prepare().
    void abandon();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path database() const { return path_ / "central.db"; }

    [[nodiscard]] std::filesystem::path revocations() const { return path_ / "revocations.log"; }
    [[nodiscard]] std::filesystem::path erasures() const { return path_ / "erasures.log"; }

    /// Where a restore prepares the database that will take the place of the present one.
    [[nodiscard]] std::filesystem::path fresh() const { return path_ / "central.db.new"; }
    void dropFresh() const;
    /// Moves what lies here aside (the answer says where; empty where nothing did) and the prepared
    /// database into its place. Once begun it is finished, by whoever opens the folder next.
    [[nodiscard]] Result<std::filesystem::path> exchange() const;

    [[nodiscard]] Outcome keepKeys(const TownshipKeys& keys) const;
    [[nodiscard]] Result<TownshipKeys> keys() const;
    [[nodiscard]] KeyFolder keyFolder() const;

    [[nodiscard]] Outcome keepAddress(const HostPort& address) const;
    /// Nothing before the first `serve`.
    [[nodiscard]] std::filesystem::path mediaFolder() const { return path_ / "media"; }
    [[nodiscard]] Result<std::optional<HostPort>> address() const;

 private:
    DataFolder(std::filesystem::path path, Descriptor lock)
        : path_(std::move(path)), lock_(std::move(lock)) {}
    void removeLeftovers() const;
    [[nodiscard]] Outcome finishExchange() const;

    std::filesystem::path path_;
    Descriptor lock_;
    bool madeIt_ = false;  ///< prepare() made the folder itself
};

}  // namespace xiangji::syncd
