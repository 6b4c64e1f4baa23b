#pragma once

#include "core/client/client.hpp"
#include "core/store/local_transaction.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// A person's operations carried out in one local transaction: filled in, checked (limits, roles,
/// lifecycle), written and noted. Throws SqlFault with words for the person; the transaction is
/// then given up as a whole.
class Operations {
 public:
    Operations(PhoneDatabase& database, LocalTransaction& transaction,
               const wire::Standing& standing, Random& random, Instant nowMs)
        : database_(database),
          transaction_(transaction),
          standing_(standing),
          random_(random),
          nowMs_(nowMs) {}

    Id carryOut(const Operation& operation);

 private:
    Id insert(const Insert& insert);
    Id edit(const RecordType& type, const Id& id, const Fields& fields, const Fields& row);
    Id act(const Act& act);
    Id voidRow(const Void& voiding);
    Id settle(const Settle& given);
    Id answer(const AnswerProposal& given);

    void propose(const RecordType& type, const Id& id, const Fields& asked, const Fields& row);
    [[nodiscard]] Id homeOf(const RecordType& type, const Fields& fields);
    [[nodiscard]] Fields require(const RecordType& type, const Id& id, std::string_view doing);
    /// Values of sealed fields as they are to lie in the database; the rest as it is.
    [[nodiscard]] Fields laid(const RecordType& type, const Id& id, Fields fields);
    [[nodiscard]] std::vector<Role> rolesFor(const Fields& row);

    PhoneDatabase& database_;
    LocalTransaction& transaction_;
    const wire::Standing& standing_;
    Random& random_;
    Instant nowMs_;
};

}  // namespace xiangji
