#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace xiangji::sim {

/// What can happen in a world.
enum class Deed {
    join,           ///< a phone joins by an invitation
    found,          ///< a leader makes the rows that all others meet at
    write,          ///< a person saves something; the phone may die in the middle
    undo,           ///< a person takes the last thing saved on a phone back
    sync,           ///< a phone syncs; the network, the phone or the centre may fail in the middle
    restart,        ///< a phone's app ends and starts
    clock,          ///< a phone's clock jumps
    centreRestart,  ///< the centre's process ends and starts, or its power goes
    confirm,        ///< the office confirms a pending phone
    revoke,         ///< the office takes a phone out of service
    copy,           ///< somebody copies a phone's files …
    setBack,        ///< … and a phone is set back to that copy
    stranger,       ///< a bad phone sends something made by hand
    full,           ///< a disk is full until it is not
    grant,          ///< the centre's administrator gives somebody a role, or ends one
    bundle,         ///< a phone writes a bundle, and somebody pockets it
    carry,          ///< a pocketed bundle is read: by a phone, or at the desk
    backUp,         ///< the centre is backed up
    restore,        ///< the centre falls and is put back to a backup
    archive,        ///< the centre moves old lines of its log into segments
    recover,        ///< the office takes over what a restore left as proposals, or drops it
    move,           ///< the office moves a row, or a unit in the tree
    quarrel,        ///< two people change one thing, and the first may take it back
    ask,   ///< somebody asks for what is the office's to change, and is answered, even twice
    pass,  ///< time passes
};

/// One thing that happens. Everything it draws by chance follows from its own salt, so that it
/// stays what it is when others are taken out of the story.
struct Event {
    Deed deed = Deed::pass;
    int who = 0;  ///< a phone's number; kNobody = the centre
    std::uint64_t salt = 0;
    bool meanwhile = false;  ///< happens in the middle of the sync before it, where there is one
    bool operator==(const Event&) const = default;
};

struct Story {
    std::uint64_t seed = 0;
    int phones = 0;
    std::vector<Event> events;
};

/// The story of a seed: who is there and what happens.
[[nodiscard]] Story storyOf(std::uint64_t seed);

}  // namespace xiangji::sim
