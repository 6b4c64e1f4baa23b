#pragma once

#include <gtest/gtest.h>

#include <mutex>

#include "core/base/hash.hpp"
#include "core/store/local_transaction.hpp"
#include "core/store/phone_shelf.hpp"
#include "tests/fuzz/door.hpp"
#include "tests/support/scratch_folder.hpp"

namespace xiangji::fuzz {

/// A phone's database with a centre's key, to which bytes from that centre come.
struct FuzzedPhone {
    FuzzedPhone() {
        database->useSeal(device);
        database->know(known::kServer, refTo(Id::ofHash("server")));
        database->know(known::kServerKey, Blob{server.publicKey()});
        database->know(known::kEpoch, refTo(Id::ofHash("epoch")));
    }

    /// One activity saved: the envelope that waits for it.
    Waiting log() {
        const auto& activity = *Catalogue::builtIn().find("activity");
        LocalTransaction transaction(*database);
        const Id id = Id::ofHash("activity" + std::to_string(++rows));
        Fields fields;
        fields[common::kHomeOrg] = refTo(Id::ofHash("unit"));
        fields[common::kStatus] = activity.initialState();
        fields[activity.field("title")->number] = std::string("端午");
        transaction.table(activity).insert(id, fields);
        transaction.note({.type = &activity, .row = id});
        const auto seq = transaction.commit(Id::ofHash("device"), 1'781'827'200'000);
        auto waiting = shelf.unsent(seq, 1);
        require(waiting && waiting->size() == 1);
        return waiting->front();
    }

    [[nodiscard]] bool stillWaits(const Waiting& waiting) {
        const auto unsent = shelf.unsent(waiting.seq, 1);
        return unsent && !unsent->empty() && unsent->front().hash == waiting.hash;
    }

    /// Every table can be read, and the file is sound.
    void requireWhole() {
        if (++looks % 64 != 0) {
            return;
        }
        auto query = database->connection().statement("PRAGMA quick_check");
        require(query.step() && query.text(0) == "ok");
        for (const auto& type : Catalogue::builtIn().types()) {
            (void)RowTable(database->connection(), type).count({});
        }
        // Small again, so that a day's fuzzing does not fill the disk.
        if (looks % 4096 == 0) {
            database->connection().execute(
                "DELETE FROM _outbox; DELETE FROM _sent; DELETE FROM _overlay");
            for (const auto& type : Catalogue::builtIn().types()) {
                database->connection().execute("DELETE FROM \"" + type.name + "\"");
            }
        }
    }

    test::ScratchFolder folder;
    std::unique_ptr<PhoneDatabase> database =
        *PhoneDatabase::open(folder.path() / "phone.db", Catalogue::builtIn());
    SigningKey device = *SigningKey::fromSeed(hashOf("device"));
    SigningKey server = *SigningKey::fromSeed(hashOf("server"));
    std::mutex mutex;
    PhoneShelf shelf{*database, mutex, [] {}};
    int rows = 0;
    int looks = 0;
};

}  // namespace xiangji::fuzz
