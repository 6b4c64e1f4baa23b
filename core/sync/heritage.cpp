#include "core/sync/heritage.hpp"

#include <algorithm>

#include "core/sync/epoch_record.hpp"

namespace xiangji {

namespace {

Error otherHistory(std::uint64_t lsn) {
    return {Fault::untrusted,
            "the centre's history is not the one this phone holds a proof of (at LSN " +
                std::to_string(lsn) +
                "): it was changed, or an old copy was put in its place; nothing was sent and "
                "nothing is lost, tell the township's office to run syncd audit verify"};
}

/// Adds lives from their records, and the first of all, which needs none.
Outcome addLives(Lineage& lineage,
                 const google::protobuf::RepeatedPtrField<wire::EpochRecord>& records,
                 const PhoneState& state) {
    for (const auto& record : records) {
        XIANGJI_LET(epoch, openedEpoch(record, state.server, state.serverKey));
        lineage.add(std::move(epoch));
    }
    return {};
}

/// The centre's log has this very head.
bool answers(const wire::Welcome& welcome, const wire::Witness& held) {
    return std::ranges::any_of(welcome.witnesses(), [&](const wire::Witness& own) {
        return own.epoch() == held.epoch() && own.lsn() == held.lsn() && own.hash() == held.hash();
    });
}

void addFirst(Lineage& lineage, const Id& own) {
    const auto lives = lineage.all();
    for (const auto& life : lives) {
        lineage.add({.id = life.parent});
    }
    lineage.add({.id = own});
}

}  // namespace

bool showsHistory(const PhoneState& state, const wire::Welcome& welcome) {
    return std::ranges::all_of(state.witnesses, [&](const wire::Witness& held) {
        return held.epoch() != state.epoch.bytes() || answers(welcome, held);
    });
}

Result<Lsn> sharedHistory(const PhoneState& state, const wire::Welcome& welcome) {
    const Id now = Id::fromBytes(welcome.epoch()).value_or(Id{});
    Lineage lineage;
    XIANGJI_TRY(addLives(lineage, {state.lineage.begin(), state.lineage.end()}, state));
    XIANGJI_TRY(addLives(lineage, welcome.lineage(), state));
    addFirst(lineage, state.epoch);
    const auto shared = lineage.shared(state.epoch, now);
    if (!shared) {
        return Error{Fault::untrusted,
                     "the centre goes on from a history that has nothing to do with the one this "
                     "phone knows; nothing was sent and nothing is lost, tell the township's "
                     "office"};
    }
    for (const auto& witness : state.witnesses) {
        const auto reach = lineage.shared(Id::fromBytes(witness.epoch()).value_or(Id{}), now);
        if (!reach || witness.lsn() > *reach) {
            continue;  // of a history that a restore has cut off
        }
        if (!answers(welcome, witness)) {
            return otherHistory(witness.lsn());
        }
    }
    return *shared;
}

}  // namespace xiangji
