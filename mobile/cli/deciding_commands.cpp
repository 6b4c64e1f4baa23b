#include <boost/json.hpp>

#include "mobile/cli/commands.hpp"
#include "mobile/cli/view_json.hpp"

namespace xiangji::cli {

namespace {

struct Words {
    std::string id;
    std::string take;
    std::string value;
    std::string reason;
    bool all = false;
};

/// The one item whose id begins with what was typed.
template <typename Item>
const Item& named(const std::vector<Item>& items, const std::string& text, const char* what) {
    constexpr std::size_t kShortest = 8;
    const Item* found = nullptr;
    for (const auto& item : items) {
        const auto id = item.id.text();
        if (id == text || (text.size() >= kShortest && id.starts_with(text))) {
            if (found != nullptr) {
                throw Failure{{Fault::invalid, "\"" + text + "\" fits several; write more of it"}};
            }
            found = &item;
        }
    }
    if (found == nullptr) {
        throw Failure{
            {Fault::notFound, "there is no " + std::string(what) + " \"" + text + "\" here"}};
    }
    return *found;
}

void settle(Shell& shell, const Words& words) {
    const auto all = need(shell.client().conflicts());
    const auto& conflict = named(all, words.id, "conflict");
    if (words.take.empty() == words.value.empty()) {
        throw Failure{
            {Fault::invalid, "say which: --take shown, --take other, or a value of your own"}};
    }
    Value value = words.take == "shown" ? conflict.shown.value : conflict.other.value;
    if (words.take.empty()) {
        value = need(parseValue(*conflict.type, *conflict.field, std::string_view(words.value),
                                shell.client().unitByCode()));
    }
    need(shell.client().write({Settle{.type = conflict.type,
                                      .id = conflict.row,
                                      .field = conflict.field->number,
                                      .value = value}}));
}

std::string stateWords(const Shell& shell, ProposalView::State state) {
    switch (state) {
        case ProposalView::State::open:
            return shell.words("待答复", "open");
        case ProposalView::State::accepted:
            return shell.words("已采纳", "accepted");
        case ProposalView::State::declined:
            return shell.words("未采纳", "declined");
        case ProposalView::State::withdrawn:
            return shell.words("已撤回", "withdrawn");
    }
    return {};
}

std::string askedFor(const Shell& shell, const ProposalView& proposal) {
    std::string text;
    const auto add = [&](const Fields& cells, const char* sign) {
        for (const auto& [number, value] : cells) {
            const Field* field = proposal.type->field(number);
            text += (text.empty() ? "" : "  ") + field->name + sign +
                    display(*field, value, shell.chinese);
        }
    };
    add(proposal.fields, "=");
    add(proposal.removed, "-=");
    return text;
}

void listProposals(Shell& shell, const Words& words) {
    auto all = need(shell.client().proposals());
    if (!words.all) {
        std::erase_if(all, [](const ProposalView& proposal) {
            return proposal.state != ProposalView::State::open;
        });
    }
    if (shell.json) {
        boost::json::array json;
        for (const auto& proposal : all) {
            json.push_back(proposalJson(proposal));
        }
        print(json);
        return;
    }
    if (all.empty()) {
        print(shell.words("没有待答复的修改建议。", "No proposals wait."));
        return;
    }
    std::vector<std::vector<std::string>> table;
    for (const auto& proposal : all) {
        table.push_back({proposal.id.text(), proposal.type->name, proposal.row.text(),
                         askedFor(shell, proposal), proposal.authorName,
                         stateWords(shell, proposal.state) +
                             (proposal.reason.empty() ? "" : " (" + proposal.reason + ")")});
    }
    printTable({"ID", "TYPE", "ROW", shell.words("建议", "ASKS FOR"), shell.words("作者", "BY"),
                shell.words("状态", "STATE")},
               table);
}

void answer(Shell& shell, const Words& words, Answer answer) {
    const auto all = need(shell.client().proposals());
    const auto& proposal = named(all, words.id, "proposal");
    need(shell.client().write(
        {AnswerProposal{.proposal = proposal.id, .answer = answer, .reason = words.reason}}));
}

void undo(Shell& shell) {
    const auto undone = need(shell.client().undo());
    for (const auto& [type, id] : undone.rows) {
        print(shell.words("已撤销 ", "Taken back: ") + (type == nullptr ? "?" : type->name) + " " +
              id.text());
    }
}

void addSettle(CLI::App& app, Shell& shell, const std::shared_ptr<Words>& words) {
    auto* command = app.add_subcommand(
        "settle", "Choose the value of a field two people gave different values apart");
    command->add_option("CONFLICT-ID", words->id, "From xiangji conflicts; 8 characters at least")
        ->required();
    command->add_option("VALUE", words->value, "A value of your own");
    command->add_option("--take", words->take, "One of the two: shown, other")
        ->check(CLI::IsMember({"shown", "other"}));
    command->footer(
        "Examples:\n  xiangji settle 3f2a9c10 --take other\n  xiangji settle 3f2a9c10 村小学");
    command->callback([&shell, words] { settle(shell, *words); });
}

void addProposals(CLI::App& app, Shell& shell, const std::shared_ptr<Words>& words) {
    auto* group = app.add_subcommand(
        "proposals", "What people ask to have changed where only the office changes things");
    group->require_subcommand(1);
    auto* lister = group->add_subcommand("list", "Those that wait for an answer");
    lister->add_flag("--all", words->all, "Answered ones too");
    lister->add_flag("--json", shell.json, "One JSON array");
    lister->footer("Example:\n  xiangji proposals list");
    lister->callback([&shell, words] { listProposals(shell, *words); });
    const auto add = [&](const char* name, const char* what, Answer kind) {
        auto* command = group->add_subcommand(name, what);
        command->add_option("ID", words->id, "From xiangji proposals list; 8 characters at least")
            ->required();
        command->add_option("--reason", words->reason, "Why; needed to decline");
        command->footer(std::string("Example:\n  xiangji proposals ") + name + " 3f2a9c10" +
                        (kind == Answer::decline ? " --reason 与签到表不符" : ""));
        command->callback([&shell, words, kind] { answer(shell, *words, kind); });
    };
    add("accept", "Write what it asks for", Answer::accept);
    add("decline", "Leave the row as it is", Answer::decline);
    add("withdraw", "Take your own proposal back", Answer::withdraw);
}

}  // namespace

void addDecidingCommands(CLI::App& app, Shell& shell) {
    const auto words = std::make_shared<Words>();
    addSettle(app, shell, words);
    addProposals(app, shell, words);
    auto* undoing =
        app.add_subcommand("undo", "Take the last thing saved on this phone back, as a new change");
    undoing->footer("Example:\n  xiangji undo");
    undoing->callback([&shell] { undo(shell); });
}

}  // namespace xiangji::cli
