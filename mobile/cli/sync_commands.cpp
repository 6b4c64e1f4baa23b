#include <unistd.h>

#include <boost/json.hpp>
#include <iostream>
#include <iterator>

#include "core/base/civil_time.hpp"
#include "core/sync/invitation.hpp"
#include "mobile/cli/commands.hpp"
#include "mobile/cli/view_json.hpp"
#include "mobile/cli/watch.hpp"

namespace xiangji::cli {

namespace {

std::string databaseWords(const Shell& shell, const Status& status) {
    if (status.encrypted) {
        return shell.words("整个加密", "encrypted as a whole");
    }
    const auto sealed = shell.words("只有敏感内容加密", "sensitive fields sealed");
    switch (status.clearBecause.value_or(Fault::failed)) {
        case Fault::unsupported:
            return sealed + shell.words("：这个版本的乡记不能整个加密",
                                        ": this build of Xiangji cannot encrypt all of it");
        case Fault::diskFull:
            return sealed + shell.words("：空间不够，没能整个加密；清出空间，下次打开会再试",
                                        ": there was no room to encrypt all of it; make room, the "
                                        "next opening tries again");
        case Fault::damaged:
            return sealed + shell.words("：数据库有损坏的地方，没能整个加密；请先同步",
                                        ": a page of it is damaged, so it was not encrypted; sync "
                                        "first");
        case Fault::busy:
        case Fault::invalid:
        case Fault::notFound:
        case Fault::refused:
        case Fault::unreachable:
        case Fault::untrusted:
        case Fault::failed:
            break;
    }
    return sealed + shell.words("：没能整个加密，下次打开会再试",
                                ": it could not be encrypted; the next opening tries again");
}

struct Words {
    std::string text;
    std::string name;
    bool watch = false;
};

int exitOf(SyncEnd end) {
    switch (end) {
        case SyncEnd::done:
            return kDone;
        case SyncEnd::unreachable:
            return kUnreachable;
        case SyncEnd::refused:
            return kRefused;
        case SyncEnd::failed:
            return kError;
    }
    return kError;
}

void tellAnew(const Shell& shell, const JoinReport& joined) {
    print(shell.words("换了新钥匙，仍属于 ", "It has a new key now; still at ") +
          joined.me.unitName + shell.words("，身份 ", " as ") + joined.me.personName + " (" +
          joined.me.fingerprint + ")");
    print(shell.words("中心没收下的，重新发送：", "Not taken by the centre and sent again: ") +
          std::to_string(joined.again));
    print(shell.words("旧钥匙 ", "The old key ") + joined.former.fingerprint +
          shell.words(" 仍然有效，另一部手机可以接着用；如果没有另一部，请实践所停用："
                      "syncd device revoke ",
                      " is still let in, so that another phone may go on with it; if there is "
                      "none, ask the office to end it: syncd device revoke ") +
          joined.former.device.text());
}

void tellJoined(const Shell& shell, const JoinReport& joined) {
    if (joined.anew) {
        tellAnew(shell, joined);
    } else {
        print((joined.renewed ? shell.words("地址和钥匙已更新，仍属于 ",
                                            "Address and key are renewed; still at ")
                              : shell.words("已加入 ", "Joined ")) +
              joined.me.unitName + shell.words("，身份 ", " as ") + joined.me.personName + " (" +
              joined.me.fingerprint + ")");
    }
    if (joined.me.pending) {
        print(
            shell.words("等待单位核对指纹 ", "Waiting for the office to confirm the fingerprint ") +
            joined.me.fingerprint + shell.words("；可以先记录。", "; you can log meanwhile."));
    }
}

void join(Shell& shell, const Words& words, int& exit) {
    std::string pasted = words.text;
    if (pasted == "-") {
        pasted.assign(std::istreambuf_iterator<char>(std::cin), {});
    }
    need(Invitation::find(pasted));  // before a home is made for it
    shell.makesHome = true;
    auto joined = shell.client().join(pasted, words.name);
    if (!joined) {
        const auto fault = joined.error().fault;
        throw Failure{joined.error(),
                      fault == Fault::unreachable || fault == Fault::busy    ? kUnreachable
                      : fault == Fault::refused || fault == Fault::untrusted ? kRefused
                                                                             : kError};
    }
    if (shell.json) {
        print(meJson(joined->me));
    } else {
        tellJoined(shell, *joined);
    }
    exit = exitOf(joined->firstSync.end);
    if (exit != kDone) {
        throw Failure{{Fault::unreachable, "joined, but the first sync did not finish: " +
                                               joined->firstSync.words + "; run sync again"},
                      exit};
    }
}

void sync(Shell& shell, int& exit) {
    const bool watched = !shell.json && ::isatty(STDERR_FILENO) == 1;
    const auto report = shell.client().sync([&](const SyncProgress& at) {
        if (watched) {
            std::cerr << '\r' << shell.words("已送 ", "sent ") << at.sent << '/' << at.toSend
                      << shell.words("，已收 ", ", received ") << at.received << '/'
                      << std::max(at.received, at.toReceive);
            if (at.toReceiveBytes > 0) {
                std::cerr << " (" << at.receivedBytes / 1024 << '/' << at.toReceiveBytes / 1024
                          << " KiB)";
            }
            std::cerr << "   ";
        }
    });
    if (watched) {
        std::cerr << '\n';
    }
    exit = exitOf(report.end);
    if (shell.json) {
        print(syncJson(report));
    } else if (report.end == SyncEnd::done) {
        print(shell.words("送达 ", "Delivered ") + std::to_string(report.sent) +
              shell.words("，收到 ", ", received ") + std::to_string(report.received) +
              shell.words(" 行，待发送 ", " rows, waiting ") + std::to_string(report.waiting) +
              (report.handedOn == 0 ? ""
                                    : shell.words("，替别人送到 ", ", delivered for others ") +
                                          std::to_string(report.handedOn)));
        if (report.filesSent + report.filesWaiting > 0) {
            print(shell.words("文件送达 ", "Files delivered ") + std::to_string(report.filesSent) +
                  shell.words("，待发送 ", ", waiting ") + std::to_string(report.filesWaiting) +
                  (report.filesWords.empty() ? "" : "  " + report.filesWords));
        }
        for (const auto& verdict : report.verdicts) {
            if (verdict.state != SendState::delivered || !verdict.reason.empty()) {
                print((verdict.type == nullptr ? "?" : verdict.type->name) + " " +
                      verdict.row.text() + "  " + sendStateWords(shell, verdict.state) + "  " +
                      verdict.reason + ": " + verdict.words);
            }
        }
    }
    if (report.copied && !shell.json) {
        print(copiedWords(shell));
    }
    if (report.end != SyncEnd::done) {
        std::string line = report.words;
        if (report.end == SyncEnd::unreachable) {
            line += "; " + std::to_string(report.waiting) + " waiting, nothing is lost";
        }
        throw Failure{{Fault::failed, line}, exit};
    }
}

void status(Shell& shell) {
    const auto status = need(shell.client().status());
    if (shell.json) {
        print(statusJson(status));
        return;
    }
    const auto me = shell.client().me();
    if (!me.joined) {
        print(shell.words("还没有加入单位：xiangji join 邀请",
                          "Not joined yet: xiangji join INVITATION"));
    } else {
        print(me.personName + " · " + me.unitName + " · " + me.fingerprint +
              (me.pending ? shell.words(" · 待单位确认", " · to be confirmed") : ""));
    }
    if (status.copied) {
        print(copiedWords(shell));
    }
    const auto time = [&](const std::optional<Instant>& at) {
        return at ? civilInstant(*at) : std::string("–");
    };
    printTable({shell.words("项目", "WHAT"), ""},
               {{shell.words("待发送", "waiting"), std::to_string(status.unsent)},
                {shell.words("已送达", "delivered"), std::to_string(status.receipted)},
                {shell.words("待确认", "held"), std::to_string(status.held)},
                {shell.words("被退回", "refused"), std::to_string(status.refused)},
                {shell.words("文件待发送", "files waiting"), std::to_string(status.filesWaiting)},
                {shell.words("文件被退回", "files refused"), std::to_string(status.filesRefused)},
                {shell.words("冲突", "conflicts"), std::to_string(status.conflicts)},
                {shell.words("最早待发送", "oldest waiting"), time(status.oldestUnsentMs)},
                {shell.words("上次联系", "last contact"), time(status.lastContactMs)},
                {shell.words("进度", "cursor"), std::to_string(status.cursor)},
                {shell.words("本机数据库", "database"), databaseWords(shell, status)}});
}

}  // namespace

std::string copiedWords(const Shell& shell) {
    return shell.words(
        "这部手机的内容是一份拷贝，或从旧备份恢复的：中心已收到用它的钥匙写的另一些内容。这里记的"
        "都还在，但送不出去。请实践所再发一份邀请，然后：xiangji join 邀请",
        "This home is a copy, or was put back from an older one: the centre has other things "
        "written under its key. All that was noted here is still here, but it cannot go out. Ask "
        "the office for another invitation, then: xiangji join INVITATION");
}

void addSyncCommands(CLI::App& app, Shell& shell, int& exit) {
    auto words = std::make_shared<Words>();

    auto* joiner = app.add_subcommand("join", "Join a unit by its office's invitation");
    joiner
        ->add_option(
            "TEXT", words->text,
            "The invitation, or a whole chat message with it inside; - reads standard input")
        ->required();
    joiner->add_option("--name", words->name,
                       "Your name, where the invitation is for several people");
    joiner->add_flag("--json", shell.json, "One JSON object");
    joiner->footer("Example:\n  xiangji --home ~/phone join XJ1-…");
    joiner->callback([&shell, words, &exit] { join(shell, *words, exit); });

    auto* syncer = app.add_subcommand(
        "sync",
        "Send what waits and receive what is new, once (exit 0 done, 3 unreachable, 4 refused)");
    syncer->add_flag("--json", shell.json, "One JSON object (with --watch one a run)");
    syncer->add_flag("--metered", shell.metered,
                     "This network costs money: photos wait for another, unless the home's "
                     "settings say otherwise");
    syncer->add_flag("--watch", words->watch,
                     "Goes on until it is ended: soon after something was saved, after failures "
                     "ever more rarely");
    syncer->footer(
        "Examples:\n  xiangji --home ~/phone sync\n  xiangji --home ~/desk sync --watch");
    syncer->callback([&shell, words, &exit] {
        if (words->watch) {
            watch(shell);
        } else {
            sync(shell, exit);
        }
    });

    auto* teller = app.add_subcommand(
        "status", "What waits, what was delivered, when the centre was last reached");
    teller->add_flag("--json", shell.json, "One JSON object");
    teller->footer("Example:\n  xiangji --home ~/phone status --json");
    teller->callback([&shell] { status(shell); });
}

}  // namespace xiangji::cli
