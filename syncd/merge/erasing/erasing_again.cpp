#include "syncd/merge/erasing/erasing_again.hpp"

#include <algorithm>
#include <map>

#include "syncd/merge/effect.hpp"

namespace xiangji::syncd {

namespace {

/// The order that whom a late line names was erased by; none where the book has it not.
Result<std::optional<Erasure>> orderOf(ErasureBook* book, const RowName& whom) {
    if (book != nullptr) {
        XIANGJI_LET(erasures, book->all());
        for (const auto& one : erasures) {
            if (one.type == whom.first && one.row == whom.second) {
                return std::optional(one);
            }
        }
    }
    return std::optional<Erasure>();
}

/// Somebody whom nothing but a refused line named, and whom the same person wrote down.
Result<bool> isLeftAlone(Transaction& transaction, const Catalogue& catalogue,
                         const DueErasure& due, const RecordType& type) {
    XIANGJI_LET(row, transaction.central().row(type, due.row.second));
    if (!row || !isMade(*row) || row->erased) {
        return false;
    }
    const auto author = row->fields.find(common::kAuthorPerson);
    if (author == row->fields.end() || idIn(author->second) != *due.ofAuthor) {
        return false;
    }
    XIANGJI_LET(named, ErasurePlan(transaction, catalogue).isNamed(type, due.row.second));
    return !named;
}

}  // namespace

Outcome bookErased(ErasureBook* book, const Erasure& order, const Erasing& done) {
    if (book == nullptr) {
        return {};
    }
    for (const auto& [type, row] : done.forGood()) {
        XIANGJI_TRY(book->add({type, row, order.atMs, order.by}));
    }
    return {};
}

Outcome eraseAgain(const Desk::Seats& seats, const CentralIdentity& identity,
                   Authority& authority) {
    if (seats.erasures == nullptr) {
        return {};
    }
    XIANGJI_LET(erasures, seats.erasures->all());
    for (const auto& erasure : erasures) {
        const RecordType* type = seats.catalogue.find(erasure.type);
        if (type == nullptr) {
            continue;
        }
        XIANGJI_LET(row, seats.central.rowNow(*type, erasure.row));
        if (row && isErasedRow(*row)) {
            continue;
        }
        XIANGJI_LET(transaction, Transaction::begin(seats.central, authority, seats.clock.nowMs()));
        Erasing hand(*transaction, seats.catalogue, identity, seats.serverKey);
        if (const auto done = hand.erase(erasure); !done) {
            return done.error();
        }
        // The order may have been cut off before all that it reached was put down.
        XIANGJI_TRY(bookErased(seats.erasures, erasure, hand));
        XIANGJI_TRY(transaction->commit());
    }
    return {};
}

Outcome eraseDue(Transaction& transaction, const Desk::Seats& seats,
                 const CentralIdentity& identity) {
    const auto due = transaction.takeDue();
    if (due.empty()) {
        return {};
    }
    // What is kept is read once for all that one erased person brought.
    std::map<RowName, std::vector<ErasurePlan::Row>> byWhom;
    std::map<RowName, std::string> words;
    for (const auto& one : due) {
        const RecordType& type = *seats.catalogue.find(one.row.first);
        if (one.ofAuthor) {
            XIANGJI_LET(alone, isLeftAlone(transaction, seats.catalogue, one, type));
            if (!alone) {
                continue;
            }
        }
        byWhom[one.whom].push_back({&type, one.row.second, one.depth});
        words[one.whom] = one.words.empty() ? words[one.whom] : one.words;
    }
    for (const auto& [whom, rows] : byWhom) {
        XIANGJI_LET(order, orderOf(seats.erasures, whom));
        Erasing hand(transaction, seats.catalogue, identity, seats.serverKey);
        XIANGJI_LET(written, hand.carryOut(rows, order ? tombstone(*order) : words[whom]));
        for (const auto& row : rows) {
            if (written != 0 && row.depth == Depth::row && seats.erasures != nullptr) {
                XIANGJI_TRY(seats.erasures->add({row.type->number, row.row, transaction.nowMs(),
                                                 order ? order->by : std::string("syncd")}));
            }
        }
    }
    return {};
}

}  // namespace xiangji::syncd
