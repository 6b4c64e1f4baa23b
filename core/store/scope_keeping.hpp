#pragma once

#include <optional>

#include "core/records/row_scope.hpp"
#include "core/store/phone_database.hpp"
#include "core/store/recorder.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// What a phone holds, kept to what the centre says it may hold. Runs in the caller's transaction:
/// what is known of the scope and the rows that follow from it change together or not at all.
/// Throws SqlFault.
class ScopeKeeping {
 public:
    explicit ScopeKeeping(PhoneDatabase& database) : database_(database) {}

    /// Another scope, as a wire::Scope: what came into it is noted to be read whole, what left it
    /// goes, with all that lies beside it and drafts about it. A row of which something waits to be
    /// sent or decided stays until that is done. False if the bytes are no scope.
    [[nodiscard]] bool take(const Bytes& scope);
    /// Nothing may be held any more, except what everybody may: the phone was taken out of service.
    void takeNothing();
    /// Parts of the scope still to be read whole, in order.
    [[nodiscard]] wire::Backfills backfills();
    void keep(const wire::Backfills& backfills);
    /// Another life of the log, which shares the old one's up to `shared`: what is being read whole
    /// begins anew, or need not be. Rows that came before stay as they were then.
    void readWholeAgain(bool needed, std::uint64_t shared);
    /// Rows that come by what the centre lets it see now, while this phone goes by an earlier word:
    /// what that does not cover is gone; what enters the scope later comes with it.
    void fit(wire::Recalled& recalled);
    /// Rows here that the centre does not show: it lost them, or goes by another word on what this
    /// phone may hold just now. Where that is over before the phone hears of it they would not
    /// enter again. So what there is of their types is read whole. To be asked before they go.
    void readAgainWhatIsDenied(const wire::Recalled& recalled);
    /// False if one of these rows may be at the centre already, in a part that was not read whole
    /// yet: two phones mean one row by its natural key, and this person has not seen the other's.
    [[nodiscard]] bool seen(const std::vector<RecordedRow>& rows);

 private:
    void change(const RowScope& scope, const Bytes& bytes);
    void purge(const RowScope& scope);
    void purge(const RecordType& type, const RowScope& scope);

    PhoneDatabase& database_;
};

}  // namespace xiangji
