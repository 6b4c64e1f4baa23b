#include "tests/planted/answers.hpp"
#include "tests/planted/archive.hpp"
#include "tests/planted/bundles.hpp"
#include "tests/planted/log.hpp"
#include "tests/planted/moving.hpp"
#include "tests/planted/on_phone.hpp"
#include "tests/planted/restoring.hpp"
#include "tests/planted/rows.hpp"
#include "tests/planted/sealing.hpp"
#include "tests/planted/sight.hpp"
#include "tests/sim/runner/planted_list.hpp"

namespace xiangji::sim {

namespace {

using namespace xiangji::planted;

template <typename Fault, typename... Arguments>
PlantedFault fault(std::string name, std::string breaks, Arguments... arguments) {
    return {std::move(name), std::move(breaks),
            [arguments...] { return std::make_unique<Fault>(arguments...); }};
}
template <typename Write>
PlantedFault writes(std::string name, std::string breaks) {
    return fault<PlantedCentral<SpoiledWrites<Write>>>(std::move(name), std::move(breaks));
}

}  // namespace

const std::vector<PlantedFault>& plantedFaults() {
    static const std::vector<PlantedFault> faults{
        fault<Sound>(kSoundName, "nothing: the seams are filled with what passes everything on"),
        fault<PlantedCentral<AckBeforeCommit>>("ack_before_commit",
                                               "the centre answers before its commit"),
        fault<SyncIgnored>("centre_sync_ignored", "the centre's disk does not sync", true),
        fault<SyncIgnored>("phone_sync_ignored", "a phone's disk does not sync", false),
        fault<OutboxAfterCommit>("outbox_after_commit",
                                 "an envelope is written after its transaction"),
        writes<ReceiptNotKept>("receipt_not_kept", "receipts are not stored"),
        writes<TakenTwice>("taken_twice", "an envelope that comes again takes effect again"),
        writes<SavepointKept>("savepoint_kept", "half of an all-or-none group stays"),
        writes<BadEnvelopeStopsAll>("bad_envelope_stops", "a bad envelope makes its push fail"),
        writes<ConflictDropped>("conflict_dropped", "of two values written apart one is lost"),
        writes<OldestStampShows>("oldest_stamp_shows", "the older of two values shows"),
        writes<LastArrivalShows>("last_arrival_shows", "the value that came last shows"),
        writes<VoidResurrected>("void_resurrected", "an edit brings a void row back"),
        writes<FlagLost>("flag_lost", "an edit apart from a void is not marked"),
        writes<FlagSettled>("flag_settled", "a settlement takes the mark of an edit apart away"),
        writes<StateStays>("state_stays", "a lifecycle step is taken and has no effect"),
        writes<RemoveWins>("remove_wins", "a removal wins over an add it had not seen"),
        writes<ClampIgnored>("clamp_ignored", "a clock far ahead counts in the log"),
        writes<ChainUnlinked>("chain_unlinked", "the log's hash chain has breaks"),
        writes<HistoryLosesCell>("history_loses_cell", "the history lacks a written cell"),
        writes<RefusedNotKept>("refused_not_kept", "refused envelopes are thrown away"),
        writes<QuarantineNotKept>("quarantine_not_kept", "forks and forgeries are thrown away"),
        writes<HeldForgotten>("held_forgotten", "what was held is never decided"),
        writes<RevokedLetIn>("revoked_let_in", "what a revoked phone sends takes effect"),
        fault<PlantedCentral<ScopeLeak>>("scope_leak", "a pull shows rows of other units"),
        fault<PlantedCentral<RoleLeak>>("role_leak", "a pull shows types beyond the role"),
        fault<PlantedCentral<PendingSeesAll>>("pending_sees_all",
                                              "a pending phone is served like a confirmed one"),
        fault<PlantedCentral<RolesForAll>>("roles_for_all",
                                           "after a restart everybody is an administrator"),
        fault<PlantedCentral<FeedSkips>>("feed_skips", "a page's last row is left out"),
        fault<PlantedStore<StoreLosesCell>>("store_loses_cell", "SQLite's rows lack a cell"),
        fault<PlantedShelf<CursorAhead>>("cursor_ahead", "a phone's cursor passes a row"),
        fault<PlantedShelf<CopiedSkips>>("copied_skips", "a copied home lacks what others do"),
        fault<PlantedShelf<OverlayLost>>("overlay_lost", "a pull forgets a phone's own edits"),
        fault<PlantedShelf<ReceiptUnmatched>>("receipt_unmatched",
                                              "a receipt drops an envelope it does not match"),
        fault<PlantedShelf<DroppedWhenSent>>("dropped_when_sent",
                                             "an envelope leaves the outbox when it is sent"),
        fault<PlantedShelf<HeldNeverAsked>>("held_never_asked",
                                            "a phone never asks after what was held"),
        fault<PlantedShelf<RoleGrowthMissed>>("role_growth_missed",
                                              "a new role brings no older rows"),
        fault<PlantedShelf<RefusalUnheard>>("refusal_unheard", "a refused edit stays on the phone"),
        fault<PlantedShelf<OverlayNeverEnds>>("overlay_never_ends",
                                              "a delivered edit hides the centre's value for ever"),
        fault<SegmentNotSynced>("segment_not_synced",
                                "old lines leave the log before their segment is durable"),
        writes<ArchivesBadly<SegmentMisnamed>>("segment_misnamed",
                                               "the database names another file for old lines"),
        writes<ArchivesBadly<SegmentHeadLost>>("segment_head_lost",
                                               "a segment's end is not kept with its name"),
        writes<ForkForgotten>("fork_forgotten", "a restored centre forgets where it forked off"),
        writes<OriginForgotten>("origin_forgotten", "what comes back counts as written now"),
        fault<BookForgotten>("book_forgotten", "a restore forgets who was taken out of service"),
        fault<PlantedShelf<VerdictsForgotten>>("verdicts_forgotten",
                                               "what a phone gives back is decided anew"),
        fault<PlantedShelf<AnswersForgotten>>("answers_forgotten",
                                              "an answer that is given back is decided anew"),
        fault<PlantedShelf<LaterForgotten>>(
            "later_forgotten", "what comes back of rows that are there is decided anew"),
        fault<PlantedShelf<ResupplySkipped>>("resupply_skipped",
                                             "a phone gives a restored centre nothing back"),
        fault<PlantedShelf<RecallSkipped>>("recall_skipped",
                                           "a phone keeps others' lost rows to itself"),
        fault<PlantedBundles<DroppedWhenSent>>("dropped_when_bundled",
                                               "what went into a bundle leaves the outbox"),
        fault<PlantedBundles<ForgedReceiptTaken>>("forged_receipt_taken",
                                                  "a receipt in a bundle is taken unchecked"),
        fault<UndoOverwrites>("undo_overwrites", "an undo writes over what came since"),
        fault<UndoSettles>("undo_settles", "an undo decides what others had written apart"),
        fault<UndoHalves>("undo_halves", "an undo takes back only a part"),
        writes<AnsweredTwice>("answered_twice", "a second answer to a proposal takes effect"),
        writes<AnswerUnheard>("answer_unheard", "an answered proposal stays open"),
        writes<AcceptanceShort>("acceptance_short",
                                "an accepted proposal writes less than it says"),
        writes<HeldChangeForgotten>("held_change_forgotten",
                                    "a change that waits for a row waits on when it comes"),
        writes<DependantsStay>("dependants_stay", "what belongs to a row stays when it moves"),
        writes<MoveWithoutHome>("move_without_home",
                                "a row that moves stays in the scope it was in"),
        fault<PlantedCentral<LeaveUnsaid>>("leave_unsaid",
                                           "nobody hears that a row moved out of his scope"),
        writes<HeldChangeDropped>("held_change_dropped", "a change that waits is not kept"),
        fault<PlantedShelf<BoxesLost>>("boxes_lost", "what the centre sends sealed is not taken"),
        fault<LiesOpen>("lies_open", "what was given for a sealed field lies in the clear"),
        fault<UpdateSealsNothing>("update_seals_nothing",
                                  "an update leaves what lay in the clear as it lies"),
    };
    return faults;
}

}  // namespace xiangji::sim
