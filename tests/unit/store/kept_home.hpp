#pragma once

#include "core/base/random.hpp"
#include "core/store/local_transaction.hpp"
#include "tests/support/scratch_folder.hpp"
#include "wire/envelope.pb.h"

namespace xiangji::test {

inline const RecordType& typeNamed(const char* name) {
    return *Catalogue::builtIn().find(name);
}
inline const RecordType& activity() {
    return typeNamed("activity");
}

/// A phone's database in a folder of its own.
struct Store {
    ScratchFolder folder;
    std::unique_ptr<PhoneDatabase> database =
        *PhoneDatabase::open(folder.path() / "phone.db", Catalogue::builtIn());
    SystemRandom random;
    Id device = Id::ofHash("device");

    [[nodiscard]] Id newId() { return Id::uuid7(1000, random); }
    [[nodiscard]] std::uint64_t outboxCount() const {
        auto query = database->connection().statement("SELECT count(*) FROM _outbox");
        query.step();
        return query.unsignedInteger(0);
    }
    [[nodiscard]] wire::EnvelopeBody body(std::uint64_t seq) const {
        auto query = database->connection().statement("SELECT body FROM _outbox WHERE seq = ?1");
        query.bind(1, seq).step();
        wire::EnvelopeBody body;
        body.ParseFromString(query.blob(0));
        return body;
    }
    [[nodiscard]] wire::Changeset changeset(std::uint64_t seq) const {
        wire::Changeset changeset;
        changeset.ParseFromString(body(seq).changeset());
        return changeset;
    }
    void openAgain() {
        database.reset();
        database = *PhoneDatabase::open(folder.path() / "phone.db", Catalogue::builtIn());
    }
    std::uint64_t insert(const RecordType& type, const Id& id, const Fields& fields) {
        LocalTransaction transaction(*database);
        transaction.table(type).insert(id, fields);
        transaction.note({.type = &type, .row = id});
        return transaction.commit(device, 1000);
    }
};

inline Fields titled(const char* title) {
    return {{activity().field("title")->number, std::string(title)}};
}

}  // namespace xiangji::test
