#include "core/client/home_keys.hpp"

#include <memory>
#include <optional>
#include <vector>

#include "core/base/text.hpp"
#include "core/client/home_secrets.hpp"
#include "core/client/locked_keys.hpp"

namespace xiangji {

namespace {

constexpr const char* kPlaceName = "place";
constexpr std::string_view kFileWord = "file";
constexpr std::string_view kServiceWord = "secret-service";
constexpr std::size_t kMarkBytes = 16;

/// All that a home keeps, in the order in which it moves.
const std::vector<std::string>& names() {
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> all{std::string(kLockName)};
        all.insert(all.end(), homeSecrets().begin(), homeSecrets().end());
        return all;
    }();
    return kNames;
}

Error unreadable() {
    return {Fault::damaged,
            "keys/place cannot be read, so nobody knows where this home's key lies; nothing was "
            "changed; put the file back from a copy"};
}

}  // namespace

const char* keyPlaceName(KeyPlace place) {
    return place == KeyPlace::file ? "file" : "secret-service";
}

/// One place: the files, or what the system's store has under a mark.
struct HomeKeys::Spot {
    KeyPlace place = KeyPlace::file;
    std::string mark;

    [[nodiscard]] std::string text() const {
        return place == KeyPlace::file ? std::string(kFileWord)
                                       : std::string(kServiceWord) + ' ' + mark;
    }
    [[nodiscard]] static std::optional<Spot> parse(std::string_view text) {
        if (text == kFileWord) {
            return Spot{};
        }
        if (!text.starts_with(kServiceWord) ||
            text.size() != kServiceWord.size() + 1 + 2 * kMarkBytes) {
            return std::nullopt;
        }
        return Spot{KeyPlace::secretService, std::string(text.substr(kServiceWord.size() + 1))};
    }
};

/// What `place` says: which place counts, and which other one a move has begun to fill (`to`) or
/// has yet to empty (`from`).
struct HomeKeys::Told {
    Spot at;
    std::optional<Spot> to;
    std::optional<Spot> from;
    bool written = true;  ///< false: there is no such file
};

Result<HomeKeys::Told> HomeKeys::told() {
    XIANGJI_LET(text, files_.load(kPlaceName));
    if (!text) {
        return Told{.written = false};
    }
    const std::string_view whole = *text;
    const auto end = whole.find('\n');
    const auto at = Spot::parse(whole.substr(0, end));
    if (end == std::string_view::npos || !at) {
        return unreadable();
    }
    Told told{.at = *at};
    auto rest = whole.substr(end + 1);
    if (rest.empty()) {
        return told;
    }
    if (rest.back() != '\n') {
        return unreadable();
    }
    rest.remove_suffix(1);
    const bool filling = rest.starts_with("to ");
    const auto other = Spot::parse(rest.substr(std::min(rest.size(), rest.find(' ') + 1)));
    if (!other || (!filling && !rest.starts_with("from "))) {
        return unreadable();
    }
    (filling ? told.to : told.from) = other;
    return told;
}

Outcome HomeKeys::tell(const Told& told) {
    std::string text = told.at.text() + '\n';
    if (told.to) {
        text += "to " + told.to->text() + '\n';
    } else if (told.from) {
        text += "from " + told.from->text() + '\n';
    }
    return files_.save(kPlaceName, text);
}

std::shared_ptr<KeySeat> HomeKeys::seatOf(const Spot& spot) {
    return spot.place == KeyPlace::file ? std::shared_ptr<KeySeat>(&files_, [](KeySeat*) {})
                                        : system_.seat(spot.mark, title_);
}

/// Finishes what a move that was ended left over: half-filled copies go, and so do the old ones,
/// once the place that counts shows that it has each of them. Where it has not, the old one counts
/// again: nothing of it is gone yet.
Outcome HomeKeys::tidy(Told& told) {
    if (!told.to && !told.from) {
        return {};
    }
    const Spot other = told.to ? *told.to : *told.from;
    const auto old = seatOf(other);
    if (told.from) {
        const auto now = seatOf(told.at);
        for (const auto& name : names()) {
            XIANGJI_LET(left, old->load(name));
            XIANGJI_LET(kept, left ? now->load(name) : left);
            if (left && !kept) {
                told = {.at = other};
                return tell(told);
            }
        }
    }
    for (const auto& name : names()) {
        XIANGJI_TRY(old->drop(name));
    }
    told = {.at = told.at};
    return tell(told);
}

/// What the place says, after leftovers in files are gone. Those in the system's store wait for
/// `move` or `place`: a home with its keys in files never waits for a bus.
Result<HomeKeys::Told> HomeKeys::settled() {
    XIANGJI_LET(now, told());
    const auto& other = now.to ? now.to : now.from;
    if (other && other->place == KeyPlace::file) {
        XIANGJI_TRY(tidy(now));
    }
    return now;
}

Result<HomeKeys::Spot> HomeKeys::choose() {
    for (const auto& name : names()) {
        XIANGJI_LET(there, files_.load(name));
        if (there) {
            return Spot{};
        }
    }
    return system_.ready() ? Spot{KeyPlace::secretService, toHex(random_.bytes(kMarkBytes))}
                           : Spot{};
}

Result<std::optional<Bytes>> HomeKeys::load(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    XIANGJI_LET(now, settled());
    return seatOf(now.at)->load(name);
}

Outcome HomeKeys::save(const std::string& name, const Bytes& secret) {
    const std::scoped_lock lock(mutex_);
    XIANGJI_LET(now, settled());
    if (now.written) {
        return seatOf(now.at)->save(name, secret);
    }
    XIANGJI_LET(chosen, choose());
    // The place first: a key must not lie where nothing says that it does.
    XIANGJI_TRY(tell({.at = chosen}));
    const auto saved = seatOf(chosen)->save(name, secret);
    if (saved || chosen.place == KeyPlace::file) {
        return saved;
    }
    // It looked ready and took nothing: this home has no key yet, so files are as good a beginning.
    XIANGJI_TRY(tell({}));
    return files_.save(name, secret);
}

Outcome HomeKeys::drop(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    XIANGJI_LET(now, settled());
    return seatOf(now.at)->drop(name);
}

Result<KeyPlace> HomeKeys::place() {
    const std::scoped_lock lock(mutex_);
    XIANGJI_LET(now, settled());
    return now.at.place;
}

Outcome HomeKeys::systemReady() {
    const std::scoped_lock lock(mutex_);
    return system_.ready();
}

Outcome HomeKeys::copy(const Spot& from, const Spot& to) {
    const auto here = seatOf(from);
    const auto there = seatOf(to);
    for (const auto& name : names()) {
        XIANGJI_LET(secret, here->load(name));
        if (!secret) {
            XIANGJI_TRY(there->drop(name));
            continue;
        }
        XIANGJI_TRY(there->save(name, *secret));
        XIANGJI_LET(back, there->load(name));
        if (back != secret) {
            return Error{Fault::failed,
                         "the key that was written there is not what is read back; it stays where "
                         "it is, nothing was changed"};
        }
    }
    return {};
}

Outcome HomeKeys::move(KeyPlace to) {
    const std::scoped_lock lock(mutex_);
    XIANGJI_LET(now, settled());
    if (to == KeyPlace::secretService && (now.at.place != to || now.to || now.from)) {
        XIANGJI_TRY(system_.ready());
    }
    XIANGJI_TRY(tidy(now));
    if (now.at.place == to) {
        return now.written ? Outcome() : tell(now);
    }
    const Spot target{to, to == KeyPlace::file ? "" : toHex(random_.bytes(kMarkBytes))};
    XIANGJI_TRY(tell({.at = now.at, .to = target}));
    if (const auto copied = copy(now.at, target); !copied) {
        Told back{.at = now.at, .to = target};
        (void)tidy(back);  // Else at the next use.
        return copied;
    }
    Told turned{.at = target, .from = now.at};
    XIANGJI_TRY(tell(turned));
    return tidy(turned);
}

}  // namespace xiangji
