#include "tests/unit/store/lone_phone.hpp"

#include <algorithm>

namespace xiangji::test {

namespace {

void need(bool holds, const std::string& words) {
    if (!holds) {
        throw std::runtime_error(words);
    }
}

std::string told(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return isUnset(value) ? "nothing" : text == nullptr ? "something" : *text;
}

}  // namespace

void LonePhone::write(int which, int value) {
    auto& shown = shown_[static_cast<std::size_t>(which)];
    LocalTransaction transaction(*database);
    auto table = transaction.table(activity());
    const bool here = table.row(row(which)).has_value();
    Fields written;
    if (!here) {
        Fields fields{{number("title"), std::string("新") + std::to_string(value)},
                      {common::kStatus, std::string("draft")}};
        if (value % 2 == 0) {
            fields[number("beneficiaries")] = std::int64_t{value};
        }
        table.insert(row(which), fields);
        transaction.note({.type = &activity(), .row = row(which)});
        written = fields;
        shown = {};
        shown.here = true;
        shown.inserting = true;
    } else if (value % 5 == 0) {
        table.update(row(which), {{common::kVoidReason, "作废" + std::to_string(value)}});
        transaction.note({.type = &activity(),
                          .row = row(which),
                          .kind = Step::Kind::voiding,
                          .reason = "作废" + std::to_string(value)});
        written[common::kVoidReason] = "作废" + std::to_string(value);
    } else {
        const auto field = number(value % 2 == 0 ? "title" : "place");
        written[field] = "改" + std::to_string(value);
        table.update(row(which), {{field, "改" + std::to_string(value)}});
        transaction.note({.type = &activity(), .row = row(which)});
    }
    const Value step = std::string("步") + std::to_string(value);
    const auto now = table.row(row(which)).value_or(Fields{});
    const auto status = now.find(common::kStatus);
    // Nobody is offered a step to where the row stands already.
    if (value % 3 == 0 && !written.contains(common::kVoidReason) &&
        (status == now.end() || status->second != step)) {
        table.update(row(which), {{common::kStatus, step}});
        transaction.note({.type = &activity(),
                          .row = row(which),
                          .kind = Step::Kind::act,
                          .action = std::get<std::string>(step)});
        written[common::kStatus] = step;
    }
    const auto seq = transaction.commit(device, ++this->now);
    if (seq == 0) {
        return;  // nothing differed
    }
    if (!here) {
        shown.insertedSeq = seq;
    }
    // What did not differ from what showed was not written.
    wire::Changeset changeset;
    changeset.ParseFromString(body(seq).changeset());
    for (const auto& change : changeset.changes()) {
        for (const auto& cell : change.cells()) {
            shown.own[cell.field()] = {written[cell.field()], seq, false, false, 0};
        }
        if (change.verb() == wire::VERB_ACT) {
            shown.own[common::kStatus] = {written[common::kStatus], seq, false, false, 0};
        }
        if (change.verb() == wire::VERB_VOID) {
            shown.own[common::kVoidReason] = {written[common::kVoidReason], seq, false, false, 0};
        }
    }
}

wire::EnvelopeBody LonePhone::body(std::uint64_t seq) const {
    wire::EnvelopeBody body;
    for (const char* table : {"_outbox", "_sent"}) {
        auto query = database->connection().statement("SELECT body FROM " + std::string(table) +
                                                      " WHERE seq = ?1");
        query.bind(1, seq);
        if (query.step()) {
            body.ParseFromString(query.blob(0));
        }
    }
    return body;
}

void LonePhone::decide(int how, bool lost) {
    const std::uint64_t seq = decidedSeq_ + 1;
    const auto sent = body(seq);
    if (sent.seq() != seq) {
        return;
    }
    wire::Changeset changeset;
    changeset.ParseFromString(sent.changeset());
    const bool holds = how % 5 == 4 && !held_[seq];
    const bool group = how % 7 == 6;    // all or none: none
    const bool aside = how % 11 == 10;  // quarantined whole: one verdict
    wire::ReceiptBody receipt;
    receipt.set_seq(seq);
    receipt.set_hash(hashOf(sent.SerializeAsString()));
    int at = how;
    for (const auto& change : changeset.changes()) {
        auto& verdict = *receipt.add_changes();
        auto& central = central_[static_cast<std::size_t>(whichOf(change.row()))];
        const bool possible = central.there || change.verb() == wire::VERB_INSERT;
        if (holds) {
            verdict.set_verdict(wire::VERDICT_HELD);
            continue;
        }
        const bool weighed = !group && !aside && possible;
        at = weighed ? at / 2 : at;
        if (!weighed || at % 3 == 1) {
            verdict.set_verdict(wire::VERDICT_REFUSED);
            continue;
        }
        apply(central, change);
        verdict.set_verdict(wire::VERDICT_TAKEN);
        verdict.set_lsn(central.lsn);
    }
    if (aside && !holds) {
        receipt.mutable_changes()->DeleteSubrange(1, receipt.changes_size() - 1);
        receipt.mutable_changes(0)->set_verdict(wire::VERDICT_QUARANTINED);
    }
    receipt.set_head_lsn(head);
    if (holds) {
        held_[seq] = true;
        static_cast<void>(shelf->takeReceipt({}, receipt, now));
        return;
    }
    decidedSeq_ = seq;
    receipts_[seq] = {receipt, changeset};
    if (!lost) {
        repeatReceipts();
    }
}

void LonePhone::apply(Central& central, const wire::Change& change) {
    for (const auto& cell : change.cells()) {
        central.fields[cell.field()] = valueIn(cell);
        if (isUnset(valueIn(cell))) {
            central.fields.erase(cell.field());
        }
    }
    if (change.verb() == wire::VERB_ACT) {
        central.fields[common::kStatus] = change.action();
    }
    if (change.verb() == wire::VERB_VOID) {
        central.fields[common::kVoidReason] = change.reason();
    }
    central.there = true;
    central.lsn = ++head;
}

void LonePhone::repeatReceipts() {
    for (const auto& [seq, decided] : receipts_) {
        const auto outcome = shelf->takeReceipt({}, decided.first, now);
        need(bool(outcome), "a receipt is not taken");
        if (!outcome->empty()) {
            learn(decided.first, decided.second);
        }
    }
}

void LonePhone::learn(const wire::ReceiptBody& receipt, const wire::Changeset& changeset) {
    for (int i = 0; i < changeset.changes_size(); ++i) {
        const auto& change = changeset.changes(i);
        const bool whole = receipt.changes_size() != changeset.changes_size();
        const auto& verdict = receipt.changes(whole ? 0 : i);
        const bool taken = verdict.verdict() == wire::VERDICT_TAKEN;
        auto& shown = shown_[static_cast<std::size_t>(whichOf(change.row()))];
        const auto settle = [&](FieldNumber field) {
            const auto own = shown.own.find(field);
            if (own != shown.own.end() && own->second.seq == receipt.seq()) {
                own->second.decided = true;
                own->second.taken = taken;
                own->second.lsn = taken ? verdict.lsn() : receipt.head_lsn();
            }
        };
        for (const auto& cell : change.cells()) {
            settle(cell.field());
        }
        const bool ofTheInsert = shown.inserting && shown.insertedSeq == receipt.seq();
        // A new row's first step has no place of its own: where it was refused the row is as the
        // centre took it, where its insert was, all that was written with it waits for the head.
        if (change.verb() == wire::VERB_ACT && (!ofTheInsert || (taken && !shown.neverTaken))) {
            settle(common::kStatus);
        }
        if (change.verb() == wire::VERB_VOID) {
            settle(common::kVoidReason);
        }
        if (change.verb() == wire::VERB_INSERT && shown.inserting) {
            shown.neverTaken = !taken;
            shown.insertedLsn = taken ? verdict.lsn() : receipt.head_lsn();
        }
    }
}

void LonePhone::strangeReceipt() {
    wire::ReceiptBody receipt;
    receipt.set_seq(decidedSeq_ + 1);
    receipt.set_hash(Bytes(32, 'f'));
    receipt.add_changes()->set_verdict(wire::VERDICT_QUARANTINED);
    const auto outcome = shelf->takeReceipt({}, receipt, now);
    need(outcome && outcome->empty(), "a receipt of another envelope did something");
}

void LonePhone::othersWrite(int which, int value) {
    auto& central = central_[static_cast<std::size_t>(which)];
    central.fields[number(value % 2 == 0 ? "title" : "place")] = "别人" + std::to_string(value);
    if (value % 3 == 0) {
        central.fields[common::kStatus] = "别" + std::to_string(value);
    }
    central.there = true;
    central.lsn = ++head;
}

void LonePhone::move(int which) {
    auto& central = central_[static_cast<std::size_t>(which)];
    if (central.there) {
        central.inScope = !central.inScope;
        central.lsn = ++head;
    }
}

void LonePhone::pull(std::size_t most) {
    wire::Page page;
    std::map<std::uint64_t, int> feed;
    for (int i = 0; i < kRows; ++i) {
        if (central_[static_cast<std::size_t>(i)].lsn > cursor_) {
            feed[central_[static_cast<std::size_t>(i)].lsn] = i;
        }
    }
    page.set_more(feed.size() > most);
    page.set_next_lsn(head);
    for (const auto& [lsn, which] : feed) {
        if (static_cast<std::size_t>(page.rows_size()) == most) {
            break;
        }
        const auto& central = central_[static_cast<std::size_t>(which)];
        auto& pulled = *page.add_rows();
        pulled.set_type(activity().number);
        pulled.set_row(row(which).bytes());
        pulled.set_lsn(lsn);
        pulled.set_gone(!central.inScope);
        for (const auto& [field, value] : central.fields) {
            if (central.inScope) {
                auto& cell = *pulled.add_cells();
                cell.set_field(field);
                putValue(cell, value);
            }
        }
        page.set_next_lsn(page.more() ? lsn : head);
        auto& shown = shown_[static_cast<std::size_t>(which)];
        if (central.inScope) {
            shown.here = true;
            shown.gone = false;
            shown.inserting = false;
            shown.pulled = central.fields;
            shown.pulledLsn = lsn;
        } else if (shown.waits()) {
            shown.gone = shown.here;
        } else {
            forget(which);
        }
    }
    const auto outcome = shelf->takePage(page);
    need(bool(outcome), "a page is not taken");
    cursor_ = page.next_lsn();
    if (!page.more()) {
        settle(cursor_);
    }
}

void LonePhone::settle(std::uint64_t lsn) {
    for (int i = 0; i < kRows; ++i) {
        auto& shown = shown_[static_cast<std::size_t>(i)];
        if (shown.here && !shown.waits() &&
            (shown.gone || (shown.inserting && shown.neverTaken && shown.insertedLsn <= lsn))) {
            forget(i);
            continue;
        }
        // At the head the insert has its place, even where the row left before it was ever pulled.
        shown.inserting = shown.inserting &&
                          (shown.neverTaken || shown.insertedLsn == 0 || shown.insertedLsn > lsn);
        if (!shown.inserting) {
            pass(shown, lsn);
        }
    }
}

void LonePhone::pass(Shown& shown, std::uint64_t head) {
    std::erase_if(shown.own, [&](const auto& named) {
        const auto& [field, write] = named;
        const bool past = write.decided && write.lsn <= head;
        if (past && write.taken && shown.pulledLsn < write.lsn) {
            shown.pulled[field] = write.value;
        }
        return past;
    });
}

Value LonePhone::expected(const Shown& shown, FieldNumber field) const {
    const auto pulled = shown.pulled.find(field);
    Value central = pulled == shown.pulled.end() ? Value{} : pulled->second;
    const auto own = shown.own.find(field);
    if (own == shown.own.end()) {
        return central;
    }
    const bool arrived = own->second.decided && own->second.taken &&
                         shown.pulledLsn >= own->second.lsn && !shown.inserting;
    return arrived ? central : own->second.value;
}

void LonePhone::check() const {
    for (int i = 0; i < kRows; ++i) {
        const auto& shown = shown_[static_cast<std::size_t>(i)];
        const auto here = RowTable(database->connection(), activity()).row(row(i));
        need(here.has_value() == shown.here, "row " + std::to_string(i) + " is here or not");
        for (const auto& field : activity().fields) {
            const auto cell = here ? here->find(field.number) : Fields::const_iterator{};
            const Value value = here && cell != here->end() ? cell->second : Value{};
            need(value == (here ? expected(shown, field.number) : Value{}),
                 "row " + std::to_string(i) + " shows another " + field.name + ": " + told(value) +
                     " instead of " + told(here ? expected(shown, field.number) : Value{}));
        }
    }
}

void LonePhone::rest() {
    repeatReceipts();
    while (body(decidedSeq_ + 1).seq() != 0) {
        decide(0, false);
    }
    pull(kRows);
    for (int i = 0; i < kRows; ++i) {
        const auto& central = central_[static_cast<std::size_t>(i)];
        const auto here = RowTable(database->connection(), activity()).row(row(i));
        need(here.has_value() == (central.there && central.inScope),
             "at rest row " + std::to_string(i) + " is here or not");
        if (here) {
            need(*here == central.fields, "at rest row " + std::to_string(i) + " differs");
        }
    }
    for (const char* table : {"_overlay", "_made", "_outbox"}) {
        auto query = database->connection().statement("SELECT count(*) FROM " + std::string(table));
        query.step();
        need(query.integer(0) == 0, std::string(table) + " is not empty at rest");
    }
}

}  // namespace xiangji::test
