#include "tests/golden/story.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/records/field_seal.hpp"
#include "core/records/value_text.hpp"

namespace xiangji::syncd::test {

namespace {

constexpr const char* kTimes = "×";

std::vector<std::string> wordsOf(const std::string& line) {
    std::istringstream stream(line.substr(0, line.find('#')));
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

/// "+90s" in milliseconds.
Instant duration(const std::string& word) {
    if (word.size() < 3 || (word[0] != '+' && word[0] != '-') || word.back() != 's') {
        throw std::runtime_error("no duration: " + word);
    }
    return std::stoll(word) * 1000;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::string verdictWord(const wire::ChangeVerdict& verdict) {
    switch (verdict.verdict()) {
        case wire::VERDICT_TAKEN:
            return verdict.lsn() == 0   ? "taken already"
                   : verdict.proposed() ? "taken as a proposal"
                                        : "taken";
        case wire::VERDICT_TAKEN_WITH_CONFLICT:
            return "taken with conflict";
        case wire::VERDICT_HELD:
            return "held " + verdict.reason();
        case wire::VERDICT_REFUSED:
            return "refused " + verdict.reason() +
                   (verdict.reason() == "state" ? " (" + verdict.words() + ")" : "");
        case wire::VERDICT_QUARANTINED:
            return "quarantined " + verdict.reason();
        default:
            return "?";
    }
}

}  // namespace

void Story::play(const std::filesystem::path& deeds) {
    std::ifstream file(deeds);
    std::size_t number = 0;
    for (std::string text; std::getline(file, text);) {
        ++number;
        try {
            line(text);
            archive();
        } catch (const std::exception& error) {
            throw std::runtime_error(deeds.string() + ":" + std::to_string(number) + ": " +
                                     error.what());
        }
    }
    if (number == 0) {
        throw std::runtime_error(deeds.string() + " is empty");
    }
}

void Story::archive() {
    constexpr std::uint64_t kLinesOfASegment = 64;
    if (archives_) {
        const auto moved = must(centre_.desk->archive(
            {.beforeMs = centre_.clock.nowMs() + 1, .segmentLines = kLinesOfASegment}));
        if (const auto head = must(centre_.central->headNow()); moved.oldest != head.lsn) {
            throw std::runtime_error("the log was not archived to its newest line");
        }
    }
}

void Story::line(const std::string& text) {
    auto words = wordsOf(text);
    if (words.empty()) {
        return;
    }
    if (words[0] == "phone") {
        names_.push_back(words.at(1));
        tellers_[words[1]].phone =
            std::make_unique<HandPhone>(centre_, words.at(2), words.at(3), words[1]);
        return;
    }
    if (words[0][0] == '+' || words[0][0] == '-') {
        centre_.clock.advance(duration(words[0]));
        return;
    }
    if (words[0] == "centre") {  // centre restarts
        centre_.restart();
        for (auto& [name, teller] : tellers_) {
            teller.phone->reconnect();
            static_cast<void>(teller.phone->hello());
        }
        return;
    }
    if (words[0] == "everybody") {
        for (const auto& name : words.at(1) == "send" && !arrival_.empty() ? arrival_ : names_) {
            deed(name, tellers_.at(name), {words.begin() + 1, words.end()});
        }
        return;
    }
    const auto teller = tellers_.find(words[0]);
    if (teller == tellers_.end()) {
        throw std::runtime_error("there is no phone " + words[0]);
    }
    deed(teller->first, teller->second, {words.begin() + 1, words.end()});
}

void Story::deed(const std::string& name, Teller& teller, std::vector<std::string> words) {
    const std::string verb = words.at(0);
    words.erase(words.begin());
    if (verb == "pull") {
        teller.phone->pull();
    } else if (verb == "clock") {
        teller.phone->clockAheadMs = duration(words.at(0));
    } else if (verb == "ask") {
        ask(name, teller);
    } else if (verb == "level") {
        teller.level = static_cast<std::uint32_t>(std::stoul(words.at(0)));
        const auto reply = teller.phone->hello(teller.level);
        verdicts_ += reply.has_welcome()
                         ? name + ": welcome\n"
                         : name + ": " + wire::Refusal::Code_Name(reply.refusal().code()) + "\n";
    } else if (verb == "begin") {
        teller.open = true;
    } else if (verb == "end") {
        teller.open = false;
        teller.envelopes.push_back(teller.phone->envelope(
            teller.together, !words.empty() && words[0] == "all_or_none",
            [&](wire::EnvelopeBody& body) { body.set_level(teller.level); }));
        teller.together.clear();
    } else if (verb == "send" && words.empty()) {
        send(name, teller,
             {teller.envelopes.begin() + static_cast<std::ptrdiff_t>(teller.sent),
              teller.envelopes.end()});
        teller.sent = teller.envelopes.size();
    } else if (verb == "send" && words[0] == "again") {
        send(name, teller, teller.envelopes);
    } else if (verb == "send") {
        send(name, teller, {teller.envelopes.at(std::stoul(words[0]) - 1)});
    } else if (teller.open) {
        teller.together.push_back(change(verb, teller, words));
    } else {
        teller.envelopes.push_back(teller.phone->envelope(
            {change(verb, teller, words)}, false,
            [&](wire::EnvelopeBody& body) { body.set_level(teller.level); }));
    }
}

void Story::send(const std::string& name, Teller& teller,
                 const std::vector<wire::Envelope>& envelopes) {
    const auto reply = teller.phone->push(envelopes);
    if (reply.has_refusal()) {
        const auto& refusal = reply.refusal();
        verdicts_ += name + ": " + wire::Refusal::Code_Name(refusal.code());
        verdicts_ += refusal.missing_from() == 0
                         ? "\n"
                         : " " + std::to_string(refusal.missing_from()) + "-" +
                               std::to_string(refusal.missing_to()) + "\n";
    }
    for (int i = 0; i < reply.receipts().receipts_size(); ++i) {
        tell(name, teller.phone->receipt(reply, i));
    }
}

void Story::tell(const std::string& name, const wire::ReceiptBody& receipt) {
    std::string words;
    for (const auto& verdict : receipt.changes()) {
        words += (words.empty() ? "" : ", ") + verdictWord(verdict);
    }
    verdicts_ += name + " " + std::to_string(receipt.seq()) + ": " + words +
                 (receipt.clamped() ? " (clock ahead)" : "") + "\n";
}

void Story::ask(const std::string& name, Teller& teller) {
    wire::Request request;
    for (std::uint64_t seq = 1; seq <= teller.phone->lastSeq; ++seq) {
        request.mutable_receipts()->add_seqs(seq);
    }
    const auto reply = centre_.ask(teller.phone->caller, request);
    for (int i = 0; i < reply.receipts().receipts_size(); ++i) {
        tell(name + " asks", teller.phone->receipt(reply, i));
    }
}

wire::Change Story::change(const std::string& verb, const Teller& teller,
                           std::vector<std::string> words) {
    if (words.at(0).starts_with('?')) {
        auto made = teller.phone->insert("activity", Id::ofHash(words.at(1)), {});
        made.set_type(static_cast<std::uint32_t>(std::stoul(words[0].substr(1))));
        return made;
    }
    const RecordType& type = typeOf(words.at(0));
    const std::string label = words.at(1);
    words.erase(words.begin(), words.begin() + 2);
    if (verb == "insert") {
        auto made = teller.phone->insert(type.name, Id::ofHash(label), {});
        addCells(made, type, words);
        if (type.rules.natural_key_size() > 0) {
            Fields fields;
            for (const auto& cell : made.cells()) {
                fields[cell.field()] = valueIn(cell);
            }
            made.set_row(must(naturalId(type, fields)).bytes());
        }
        rows_[label] = {&type, *Id::fromBytes(made.row())};
        seal(made, type, teller);
        return made;
    }
    const Row& row = rows_.at(label);
    const Id id = row.id;
    if (verb == "edit" || verb == "settle" || verb == "propose") {
        auto made = HandPhone::change(type.name, id,
                                      verb == "edit"     ? wire::VERB_EDIT
                                      : verb == "settle" ? wire::VERB_SETTLE
                                                         : wire::VERB_PROPOSE);
        addCells(made, type, words);
        if (verb == "settle") {
            nameHeads(made, teller, row);
        }
        seal(made, type, teller);
        return made;
    }
    if (verb == "accept" || verb == "decline" || verb == "withdraw") {
        return answer(verb, teller, row, words);
    }
    if (verb == "act") {
        const std::string action = words.at(0);
        words.erase(words.begin());
        return HandPhone::act(type.name, id, action, joined(words));
    }
    if (verb == "void") {
        return HandPhone::voiding(type.name, id, joined(words));
    }
    throw std::runtime_error("no deed: " + verb);
}

void Story::seal(wire::Change& change, const RecordType& type, const Teller& teller) const {
    const FieldSeal seal(teller.phone->key);
    for (auto& cell : *change.mutable_cells()) {
        const Field* field = type.field(FieldNumber{cell.field()});
        const Value value = valueIn(cell);
        if (field != nullptr && field->rules.sealed() && !isUnset(value)) {
            const CellPlace place{type.number, *Id::fromBytes(change.row()), field->number};
            cell.set_sealed(
                must(seal.box(place, seal.asSealed(place, value), centre_.key.publicKey())));
            cell.clear_value();
        }
    }
}

void Story::nameHeads(wire::Change& change, const Teller& teller, const Row& row) const {
    const auto* pulled = teller.phone->pulled(row.type->name, row.id);
    for (const auto& conflict :
         pulled == nullptr ? wire::PulledRow().conflicts() : pulled->conflicts()) {
        if (conflict.field() == change.cells(0).field()) {
            *change.mutable_heads() = conflict.heads();
        }
    }
}

wire::Change Story::answer(const std::string& verb, const Teller& teller, const Row& row,
                           std::vector<std::string> words) const {
    auto made = HandPhone::change(row.type->name, row.id, wire::VERB_ANSWER);
    const auto* pulled = teller.phone->pulled(row.type->name, row.id);
    const int place = std::stoi(words.at(0)) - 1;
    if (pulled == nullptr || pulled->proposals_size() <= place) {
        throw std::runtime_error("it has not pulled such a proposal");
    }
    made.set_proposal(pulled->proposals(place).id());
    made.set_answer(verb == "accept"    ? wire::ANSWER_ACCEPT
                    : verb == "decline" ? wire::ANSWER_DECLINE
                                        : wire::ANSWER_WITHDRAW);
    words.erase(words.begin());
    made.set_reason(joined(words));
    return made;
}

/// "?999=text": a field that only a newer schema has.
void Story::addUnknown(wire::Change& change, const std::string& word) const {
    auto& cell = *change.add_cells();
    cell.set_field(static_cast<std::uint32_t>(std::stoul(word.substr(1, word.find('=') - 1))));
    cell.set_text(word.substr(word.find('=') + 1));
}

void Story::addCells(wire::Change& change, const RecordType& type,
                     const std::vector<std::string>& words) const {
    for (const auto& word : words) {
        if (word.starts_with('?')) {
            addUnknown(change, word);
            continue;
        }
        const auto sign = word.find_first_of("=+-!~");
        if (sign == std::string::npos) {
            throw std::runtime_error("no cell: " + word);
        }
        const Field& field = fieldOf(type, word.substr(0, sign));
        const std::string text = word.substr(sign + 1);
        if (word[sign] == '~') {  // a real number, whatever the field holds
            HandPhone::write(change, type.name, field.name, std::stod(text));
            continue;
        }
        if (word[sign] == '!' || word[sign] == '=') {
            HandPhone::write(change, type.name, field.name,
                             word[sign] == '!' ? Value{} : parsed(type, field, text));
            continue;
        }
        const auto elements =
            must(elementsOf(parsed(type, field, text), field.kind == Kind::reference));
        HandPhone::element(change, type.name, field.name,
                           word[sign] == '+' ? wire::Cell::OP_ADD : wire::Cell::OP_REMOVE,
                           *elements.begin());
    }
}

Value Story::parsed(const RecordType& type, const Field& field, std::string text) const {
    if (text.starts_with('@')) {
        return refTo(rows_.at(text.substr(1)).id);
    }
    if (text.empty() && field.kind == Kind::text) {
        return std::string();
    }
    if (const auto times = text.find(kTimes); times != std::string::npos) {
        const std::string piece = text.substr(0, times);
        std::string repeated;
        for (auto count = std::stoul(text.substr(times + std::string(kTimes).size())); count > 0;
             --count) {
            repeated += piece;
        }
        return repeated;
    }
    return must(parseValue(type, field, std::string_view(text),
                           [](std::string_view code) { return std::optional(unitId(code)); }));
}

}  // namespace xiangji::syncd::test
