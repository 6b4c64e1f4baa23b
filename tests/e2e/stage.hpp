#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/township.hpp"

namespace xiangji::test {

using Words = std::vector<std::string>;

/// One `xiangji` home, used as from a shell. What must work throws with the program's own words
/// where it does not; `run` gives back whatever happened.
class Home {
 public:
    /// `under`: a program that runs all of its commands, with its own words before them.
    explicit Home(std::filesystem::path path, Words under = {})
        : path_(std::move(path)), under_(std::move(under)) {}

    [[nodiscard]] Ended run(const Words& words, const std::string& input = {}) const;
    /// `under`: a program that runs this one, with its own words before it; `environment`:
    /// NAME=value.
    [[nodiscard]] Process start(const Words& words, const Words& under = {},
                                const Words& environment = {}) const;

    void join(const std::string& invitation) const;
    /// The ids it printed. `words` are `field=value`, or @FILE.
    [[nodiscard]] std::vector<std::string> addAll(const std::string& type, const Words& words,
                                                  const std::string& input = {}) const;
    [[nodiscard]] std::string add(const std::string& type, const Words& words) const;
    void edit(const std::string& type, const std::string& id, const Words& words) const;
    /// Once, and expects 0.
    void sync() const;
    /// What `list TYPE --json` printed, to the byte.
    [[nodiscard]] std::string listText(const std::string& type) const;
    [[nodiscard]] boost::json::array list(const std::string& type) const;
    [[nodiscard]] boost::json::array conflicts() const;
    [[nodiscard]] boost::json::object status() const;
    [[nodiscard]] boost::json::object row(const std::string& type, const std::string& id) const;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
    [[nodiscard]] std::string said(const Words& words, const std::string& input = {}) const;
    std::filesystem::path path_;
    Words under_;
};

/// One `syncd` over its folder, started and ended as often as a test likes.
class Centre {
 public:
    /// `syncd init` with Zhangshu's units, and its first `serve`, at HOST:PORT (0: a free one).
    explicit Centre(std::filesystem::path data, const Words& under = {},
                    std::string listen = "127.0.0.1:0");

    [[nodiscard]] Ended run(Words words) const;
    [[nodiscard]] Process start(Words words) const;
    /// At the address of before, after the first time. Throws where it does not come up.
    void serve(const Words& under = {});
    void kill();  ///< kill -9
    void stop();  ///< SIGTERM; expects 0
    [[nodiscard]] Process& process() { return *process_; }

    [[nodiscard]] std::string invite(const std::string& name, const std::string& role,
                                     const Words& more = {}) const;
    [[nodiscard]] boost::json::object status() const;
    [[nodiscard]] boost::json::array devices() const;
    [[nodiscard]] const std::string& address() const { return address_; }
    [[nodiscard]] const std::string& officeAddress() const { return office_; }
    [[nodiscard]] const std::filesystem::path& data() const { return data_; }

 private:
    [[nodiscard]] std::string said(const Words& words) const;
    std::filesystem::path data_;
    std::string address_;
    std::string office_;
    std::unique_ptr<Process> process_;
};

/// A township with phones at one institute, on real processes in a folder of its own.
class Stage : public testing::Test {
 protected:
    /// A phone whose holder joined with an invitation for one.
    [[nodiscard]] Home phone(const std::string& name, const std::string& role = "tutor");
    [[nodiscard]] Home bareHome(const Words& under = {});
    [[nodiscard]] std::filesystem::path folder() const { return scratch_.path(); }

    Centre& centre();

 private:
    ScratchFolder scratch_;
    std::optional<Centre> centre_;
    int homes_ = 0;
};

/// The institute of these tests, and an activity there that anybody may log.
inline constexpr const char* kUnit = "360982100";
[[nodiscard]] Words activity(const std::string& title, const Words& more = {});

/// One clear line on standard error, nothing on standard output, and this exit status.
testing::AssertionResult failedClearly(const Ended& ended, int exit, const std::string& program,
                                       const std::string& mention);

/// How often an id stands in a list.
[[nodiscard]] int timesIn(const boost::json::array& rows, const std::string& id);

}  // namespace xiangji::test
