#include "tests/golden/story.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <sstream>

#include "core/base/text.hpp"
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
            return verdict.lsn() == 0 ? "taken already" : "taken";
        case wire::VERDICT_TAKEN_WITH_CONFLICT:
            return "taken with conflict";
        case wire::VERDICT_HELD:
            return "held " + verdict.reason();
        case wire::VERDICT_REFUSED:
            return "refused " + verdict.reason();
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
        } catch (const std::exception& error) {
            throw std::runtime_error(deeds.string() + ":" + std::to_string(number) + ": " +
                                     error.what());
        }
    }
    if (number == 0) {
        throw std::runtime_error(deeds.string() + " is empty");
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
    } else if (verb == "send" && words.empty()) {
        send(name, teller,
             {teller.envelopes.begin() + static_cast<std::ptrdiff_t>(teller.sent),
              teller.envelopes.end()});
        teller.sent = teller.envelopes.size();
    } else if (verb == "send" && words[0] == "again") {
        send(name, teller, teller.envelopes);
    } else if (verb == "send") {
        send(name, teller, {teller.envelopes.at(std::stoul(words[0]) - 1)});
    } else {
        teller.envelopes.push_back(teller.phone->envelope({change(verb, teller, words)}));
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
        const auto receipt = teller.phone->receipt(reply, i);
        verdicts_ += name + " " + std::to_string(receipt.seq()) + ": " +
                     verdictWord(receipt.changes(0)) + (receipt.clamped() ? " (clock ahead)" : "") +
                     "\n";
    }
}

wire::Change Story::change(const std::string& verb, const Teller& teller,
                           std::vector<std::string> words) {
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
        return made;
    }
    const Id id = rows_.at(label).id;
    if (verb == "edit") {
        auto made = HandPhone::change(type.name, id, wire::VERB_EDIT);
        addCells(made, type, words);
        return made;
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

void Story::addCells(wire::Change& change, const RecordType& type,
                     const std::vector<std::string>& words) const {
    for (const auto& word : words) {
        const auto sign = word.find_first_of("=+-!");
        if (sign == std::string::npos) {
            throw std::runtime_error("no cell: " + word);
        }
        const Field& field = fieldOf(type, word.substr(0, sign));
        const std::string text = word.substr(sign + 1);
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

std::string Story::nameOf(const Id& device) const {
    for (const auto& [name, teller] : tellers_) {
        if (teller.phone->id() == device) {
            return name;
        }
    }
    return "?";
}

std::string Story::told(const Field& field, const Value& value) const {
    for (const auto& [label, row] : rows_) {
        if (field.kind == Kind::reference && value == refTo(row.id)) {
            return "@" + label;
        }
    }
    if (field.rules.ref() == "unit") {
        return centre_.central->reader().titleOf(typeOf("unit"), idIn(value));
    }
    const std::string text = boost::json::serialize(toJson(field, value));
    constexpr std::size_t kLong = 80;
    return text.size() <= kLong ? text : std::to_string(codePoints(text) - 2) + " characters";
}

std::string Story::central() const {
    std::string text;
    for (const auto& [label, row] : rows_) {
        const auto state = centre_.row(row.type->name, row.id);
        text += row.type->name + " " + label + (state.fields.empty() ? ": not there\n" : "\n");
        for (const auto& field : row.type->fields) {
            const auto heads = state.heads.find({field.number, {}});
            const bool conflict =
                canConflict(field) && heads != state.heads.end() && inConflict(heads->second);
            const auto shown = state.fields.find(field.number);
            const bool kept = field.number == common::kStatus ||
                              field.number == common::kVoidReason || !field.common;
            if (!kept || (shown == state.fields.end() && !conflict)) {
                continue;
            }
            text += "  " + field.name + " = " +
                    told(field, shown == state.fields.end() ? Value{} : shown->second);
            for (std::size_t i = 0; conflict && i < heads->second.size(); ++i) {
                const auto& head = heads->second[i];
                text += (i == 0 ? "   conflict: " : " | ") + nameOf(head.mark.stamp.device) + " " +
                        told(field, head.value);
            }
            text += "\n";
        }
        text += state.editedAfterVoid ? "  edited after void\n" : "";
    }
    return text;
}

}  // namespace xiangji::syncd::test
