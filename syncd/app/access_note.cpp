#include "syncd/app/access_note.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdlib>

#include "core/base/bytes.hpp"
#include "core/base/text.hpp"
#include "syncd/app/json_text.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

std::string userName() {
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> room{};
    const bool read = ::getpwuid_r(::getuid(), &entry, room.data(), room.size(), &found) == 0;
    return read && found != nullptr ? found->pw_name : "user " + std::to_string(::getuid());
}

}  // namespace

Outcome noteCommand(Desk& desk, const json::object& question, AccessEntry entry) {
    entry.who = textIn(question, "who");
    entry.door = "command";
    if (const auto reason = textIn(question, "reason"); !reason.empty()) {
        entry.reason = reason;
    }
    return desk.noteAccess(entry);
}

std::string whoAsks() {
    const char* behind = std::getenv("SUDO_USER");
    return behind == nullptr || *behind == '\0' ? userName()
                                                : std::string(behind) + " (" + userName() + ")";
}

std::string placeWords(const std::filesystem::path& folder) {
    constexpr std::size_t kMostChars = 180;
    const auto text = toNfc(folder.string());
    const bool plain =
        text && std::ranges::none_of(*text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
    if (!plain) {
        return "a folder whose name is no plain text";
    }
    std::string_view end = *text;
    while (codePoints(end) > kMostChars) {
        end.remove_prefix(1);
        while (!end.empty() && (static_cast<unsigned char>(end.front()) & 0xC0U) == 0x80U) {
            end.remove_prefix(1);
        }
    }
    return (end.size() == text->size() ? "" : "…") + std::string(end);
}

json::object accessesTold(const AccessBook& book) {
    json::array lines;
    for (const auto& line : book.lines) {
        const auto& entry = line.entry;
        lines.push_back(json::object{
            {"number", line.number},
            {"atMs", line.atMs},
            {"who", entry.who},
            {"door", entry.door},
            {"act", entry.act},
            {"type", entry.type.empty() ? json::value(nullptr) : json::value(entry.type)},
            {"row", entry.row.isNone() ? json::value(nullptr) : json::value(entry.row.text())},
            {"fields", entry.fields},
            {"rows", entry.rows},
            {"reason", entry.reason}});
    }
    return {{"lines", std::move(lines)},
            {"head", json::object{{"number", book.head.number}, {"hash", toHex(book.head.hash)}}}};
}

}  // namespace xiangji::syncd
