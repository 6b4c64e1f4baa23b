#include "syncd/merge/desk/accessing.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostNameChars = 40;
constexpr std::size_t kMostReasonChars = 200;

/// One line of text, NFC, without what a terminal could take for a command.
Result<std::string> said(std::string_view what, std::string_view text, std::size_t mostChars) {
    const auto read = toNfc(trimmed(text));
    const bool plain =
        read && std::ranges::none_of(*read, [](unsigned char c) { return c < ' ' || c == 0x7f; });
    if (!plain || read->empty() || codePoints(*read) > mostChars) {
        return Error{Fault::invalid, std::string(what) + ": one line, 1 to " +
                                         std::to_string(mostChars) +
                                         " characters; nothing was "
                                         "shown"};
    }
    return *read;
}

AuditFinding about(const AccessLine& line, std::string what) {
    return {.type = line.entry.type, .row = line.entry.row, .what = std::move(what)};
}

std::string named(std::uint64_t number) {
    return "access book, line " + std::to_string(number) + ": ";
}

}  // namespace

Outcome noteAccess(Transaction& transaction, const Id& server, const SigningKey& key,
                   AccessEntry entry) {
    XIANGJI_LET(who, said("who", entry.who, kMostNameChars));
    XIANGJI_LET(reason, said("reason", entry.reason, kMostReasonChars));
    entry.who = std::move(who);
    entry.reason = std::move(reason);
    XIANGJI_LET(before, transaction.central().accessHead());
    AccessLine line{
        .number = before.number + 1, .atMs = transaction.nowMs(), .entry = std::move(entry)};
    line.hash = accessHash(before.hash, line);
    AccessHead head{.number = line.number, .hash = line.hash};
    head.signature = key.sign(accessHeadMessage(server, head));
    return transaction.central().appendAccess(line, head);
}

void auditAccess(const AccessBook& book, const Id& server, const std::vector<Bytes>& serverKeys,
                 AuditReport& report, const std::function<void(AuditFinding)>& found) {
    Bytes before;
    std::uint64_t last = 0;
    for (const auto& line : book.lines) {
        if (line.number != last + 1) {
            found(about(line, named(last + 1) + "it is missing: it was removed"));
        } else if (accessHash(before, line) != line.hash) {
            found(about(line, named(line.number) +
                                  "it is not what was written: its hash does not follow from its "
                                  "content and the line before"));
        }
        before = line.hash;
        last = line.number;
    }
    report.accesses = book.lines.size();
    const bool signedByUs = std::ranges::any_of(serverKeys, [&](const Bytes& key) {
        return signatureHolds(accessHeadMessage(server, book.head), book.head.signature, key);
    });
    if (book.head.number == 0 && book.lines.empty()) {
        return;
    }
    if (!signedByUs) {
        found({.what = named(book.head.number) + "the book's end is not the one that was signed"});
    } else if (last != book.head.number) {
        found({.what = named(std::min(last, book.head.number) + 1) +
                       (last < book.head.number ? "it is missing: it was removed"
                                                : "it was not written by this centre")});
    } else if (before != book.head.hash) {
        found({.what = named(last) + "it is not the one that the book's signed end names"});
    }
}

}  // namespace xiangji::syncd
