#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {

/// Plays the deeds of one scenario at a centre of its own and tells what came of them. README.md
/// has the language.
class Story {
 public:
    /// `arrival` is the order in which "everybody send" sends; empty = the phones' own. `archives`:
    /// after every line the centre moves its whole log into segments.
    explicit Story(std::vector<std::string> arrival, bool archives = false)
        : arrival_(std::move(arrival)), archives_(archives) {}

    /// Throws std::runtime_error with the line's number where a line makes no sense.
    void play(const std::filesystem::path& deeds);

    [[nodiscard]] std::string central() const;
    [[nodiscard]] std::string verdicts() const { return verdicts_; }
    /// What an audit of the whole history finds wrong: nothing, however the rows came to be.
    [[nodiscard]] std::string audit() const;

 private:
    struct Teller {
        std::unique_ptr<HandPhone> phone;
        std::vector<wire::Envelope> envelopes;
        std::size_t sent = 0;
        std::uint32_t level = Catalogue::builtIn().level();
        std::vector<wire::Change> together;  ///< between "begin" and "end"
        bool open = false;
    };
    struct Row {
        const RecordType* type = nullptr;
        Id id;
    };

    void line(const std::string& text);
    void archive();
    void deed(const std::string& name, Teller& teller, std::vector<std::string> words);
    void send(const std::string& name, Teller& teller,
              const std::vector<wire::Envelope>& envelopes);
    [[nodiscard]] wire::Change change(const std::string& verb, const Teller& teller,
                                      std::vector<std::string> words);
    [[nodiscard]] wire::Change answer(const std::string& verb, const Teller& teller, const Row& row,
                                      std::vector<std::string> words) const;
    /// Values of sealed fields as boxes for the centre, as a phone sends them.
    void seal(wire::Change& change, const RecordType& type, const Teller& teller) const;
    void nameHeads(wire::Change& change, const Teller& teller, const Row& row) const;
    void ask(const std::string& name, Teller& teller);
    void tell(const std::string& name, const wire::ReceiptBody& receipt);
    void addUnknown(wire::Change& change, const std::string& word) const;
    [[nodiscard]] std::string cellsTold(const RecordType& type,
                                        const wire::Proposal& proposal) const;
    [[nodiscard]] std::string besideTold(const Row& row) const;
    [[nodiscard]] std::string asideTold() const;
    void addCells(wire::Change& change, const RecordType& type,
                  const std::vector<std::string>& words) const;
    [[nodiscard]] Value parsed(const RecordType& type, const Field& field, std::string text) const;
    [[nodiscard]] std::string told(const Field& field, const Value& value) const;
    /// What lies in a row at the centre, marked where it lies sealed.
    [[nodiscard]] std::string lying(const Row& row, const Field& field, const Value& value) const;
    [[nodiscard]] std::string nameOf(const Id& device) const;

    std::vector<std::string> arrival_;
    bool archives_;
    SmallCentre centre_;
    std::vector<std::string> names_;
    std::map<std::string, Teller> tellers_;
    std::map<std::string, Row> rows_;
    std::string verdicts_;
};

}  // namespace xiangji::syncd::test
