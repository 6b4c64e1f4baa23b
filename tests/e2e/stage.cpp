#include "tests/e2e/stage.hpp"

#include <algorithm>
#include <csignal>
#include <stdexcept>

namespace xiangji::test {

namespace json = boost::json;

namespace {

/// A program that must succeed: what it said, or its words as an exception.
std::string mustSay(const Words& command, const Ended& ended) {
    if (ended.exit == 0) {
        return ended.out;
    }
    std::string what;
    for (const auto& word : command) {
        what += word + " ";
    }
    throw std::runtime_error(what + "ended with " + std::to_string(ended.exit) + ": " + ended.err);
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

}  // namespace

// ---- a phone

Process Home::start(const Words& words, const Words& under, const Words& environment) const {
    Words command = under_;
    command.insert(command.end(), under.begin(), under.end());
    command.insert(command.end(), {XIANGJI_BIN, "--lang", "en", "--home", path_.string()});
    command.insert(command.end(), words.begin(), words.end());
    return Process(command, environment);
}

Ended Home::run(const Words& words, const std::string& input) const {
    auto process = start(words);
    process.write(input);
    return process.wait();
}

std::string Home::said(const Words& words, const std::string& input) const {
    return mustSay(words, run(words, input));
}

void Home::join(const std::string& invitation) const {
    (void)said({"join", invitation});
}

std::vector<std::string> Home::addAll(const std::string& type, const Words& words,
                                      const std::string& input) const {
    Words command = {"add", type};
    command.insert(command.end(), words.begin(), words.end());
    return linesOf(said(command, input));
}

std::string Home::add(const std::string& type, const Words& words) const {
    return addAll(type, words).at(0);
}

void Home::edit(const std::string& type, const std::string& id, const Words& words) const {
    Words command = {"edit", type, id};
    command.insert(command.end(), words.begin(), words.end());
    (void)said(command);
}

void Home::sync() const {
    (void)said({"sync"});
}

std::string Home::listText(const std::string& type) const {
    return said({"list", type, "--json", "--voided"});
}

json::array Home::list(const std::string& type) const {
    return json::parse(listText(type)).as_array();
}

json::array Home::conflicts() const {
    return json::parse(said({"conflicts", "--json"})).as_array();
}

json::object Home::status() const {
    return json::parse(said({"status", "--json"})).as_object();
}

json::object Home::row(const std::string& type, const std::string& id) const {
    return json::parse(said({"show", type, id, "--json"})).as_object();
}

// ---- a centre

Centre::Centre(std::filesystem::path data, const Words& under, std::string listen)
    : data_(std::move(data)), address_(std::move(listen)) {
    const Words init = {SYNCD_BIN, "init", "--data", data_.string(), "--units", XIANGJI_UNITS_CSV};
    (void)mustSay(init, runProgram(init));
    serve(under);
}

Ended Centre::run(Words words) const {
    words.insert(words.begin(), SYNCD_BIN);
    words.insert(words.end(), {"--data", data_.string()});
    return runProgram(words);
}

Process Centre::start(Words words) const {
    words.insert(words.begin(), SYNCD_BIN);
    words.insert(words.end(), {"--data", data_.string()});
    return Process(std::move(words));
}

std::string Centre::said(const Words& words) const {
    return mustSay(words, run(words));
}

void Centre::serve(const Words& under) {
    Words command = under;
    command.insert(command.end(), {SYNCD_BIN, "serve", "--data", data_.string(), "--listen",
                                   address_, "--office", "127.0.0.1:0", "--log-level", "warn"});
    process_ = std::make_unique<Process>(command);
    const auto ready = json::parse(process_->line()).as_object();
    address_ = ready.at("sync").as_string().c_str();
    office_ = ready.at("office").as_string().c_str();
}

void Centre::kill() {
    (void)process_->kill();
}

void Centre::stop() {
    process_->signal(SIGTERM);
    const auto ended = process_->wait();
    if (ended.exit != 0) {
        throw std::runtime_error("syncd ended with " + std::to_string(ended.exit) +
                                 " after SIGTERM: " + ended.err);
    }
}

std::string Centre::invite(const std::string& name, const std::string& role,
                           const Words& more) const {
    Words words = {"invite", "--unit", kUnit, "--role", role, "--name", name};
    words.insert(words.end(), more.begin(), more.end());
    return linesOf(said(words)).at(0);
}

json::object Centre::status() const {
    return json::parse(said({"status", "--json"})).as_object();
}

json::array Centre::devices() const {
    return json::parse(said({"device", "list", "--json"})).as_array();
}

// ---- a township

Centre& Stage::centre() {
    if (!centre_) {
        centre_.emplace(folder() / "township");
    }
    return *centre_;
}

Home Stage::bareHome(const Words& under) {
    return Home(folder() / ("phone" + std::to_string(++homes_)), under);
}

Home Stage::phone(const std::string& name, const std::string& role) {
    auto home = bareHome();
    home.join(centre().invite(name, role));
    return home;
}

Words activity(const std::string& title, const Words& more) {
    Words words = {"title=" + title, "type=science_talk", std::string("org=") + kUnit};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

testing::AssertionResult failedClearly(const Ended& ended, int exit, const std::string& program,
                                       const std::string& mention) {
    const auto said = " (exit " + std::to_string(ended.exit) + ", standard output \"" + ended.out +
                      "\", standard error \"" + ended.err + "\")";
    if (ended.exit != exit) {
        return testing::AssertionFailure() << "the exit status is not " << exit << said;
    }
    if (!ended.out.empty()) {
        return testing::AssertionFailure() << "something stands on standard output" << said;
    }
    if (linesOf(ended.err).size() != 1 || !ended.err.starts_with(program + ": ")) {
        return testing::AssertionFailure()
               << "standard error is not one line of " << program << said;
    }
    if (ended.err.find(mention) == std::string::npos) {
        return testing::AssertionFailure() << "the line does not say " << mention << said;
    }
    return testing::AssertionSuccess();
}

int timesIn(const json::array& rows, const std::string& id) {
    return static_cast<int>(std::count_if(rows.begin(), rows.end(), [&](const json::value& row) {
        return row.at("id").as_string() == id;
    }));
}

}  // namespace xiangji::test
