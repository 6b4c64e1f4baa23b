#pragma once

#include <boost/json/fwd.hpp>
#include <memory>
#include <string>
#include <vector>

#include "core/client/bundle_file.hpp"
#include "core/client/client.hpp"
#include "core/client/home_keys.hpp"
#include "core/client/key_file.hpp"
#include "core/client/locked_keys.hpp"
#include "core/client/secret_service_keys.hpp"
#include "core/net/tls_link.hpp"

namespace xiangji::cli {

/// What ends the program.
enum Exit : int {
    kDone = 0,
    kError = 1,  ///< one line on standard error, nothing changed
    kUsage = 2,
    kUnreachable = 3,  ///< sync: nothing lost, try again
    kRefused = 4,      ///< sync: the centre won't
};

/// Thrown to end the program with one line on standard error.
struct Failure {
    Error error;
    int exit = kError;
};

/// What every command shares: options before the command, the opened home, output.
class Shell {
 public:
    std::string home;
    bool json = false;
    bool chinese = true;
    std::string passphraseFile;  ///< of a locked home; empty: the environment's, or asked for
    int waitSeconds = 10;        ///< for another program that has the home open
    bool makesHome = false;      ///< join alone makes a home where there is none
    bool metered = false;        ///< bytes cost money: whole files wait, if the home says so

    /// Opens the home (`--home`, or XIANGJI_HOME). Throws Failure.
    [[nodiscard]] Client& client();
    /// The same, but what opening it meets as a value.
    [[nodiscard]] Result<Client*> reopened();
    /// Leaves the home to others; `client` opens it again.
    void close() { client_.reset(); }
    /// What waits, in a file; from a damaged home what of it can be read.
    [[nodiscard]] Result<BundleWritten> writeBundle(const std::string& file);
    /// The home's keys, unlocked. Throws Failure.
    [[nodiscard]] LockedKeys& keys();
    /// The same as they lie there, locked or not. Throws Failure.
    [[nodiscard]] HomeKeys& homeKeys();
    [[nodiscard]] const Catalogue& catalogue() const { return Catalogue::builtIn(); }
    [[nodiscard]] const RecordType& type(const std::string& name) const;
    /// A whole id, or the beginning of one row's on this phone (8 characters at least).
    [[nodiscard]] Id rowId(const RecordType& type, const std::string& text);
    /// `field=value` words to cells, in their order.
    using Cells = std::vector<std::pair<FieldNumber, Value>>;
    [[nodiscard]] Cells cells(const RecordType& type, const std::vector<std::string>& words);
    /// The same for writing: no field twice, none that is filled in.
    [[nodiscard]] Fields fields(const RecordType& type, const std::vector<std::string>& words);

    [[nodiscard]] const std::string& label(const Label& label) const {
        return chinese ? label.zh() : label.en();
    }
    [[nodiscard]] std::string words(const char* zh, const char* en) const {
        return chinese ? zh : en;
    }

 private:
    /// Throws Failure where no home is named or there is none.
    [[nodiscard]] ClientSeats seats();

    SystemClock clock_;
    SystemRandom random_;
    TlsLinkMaker links_;
    /// What the command line says of the network; Linux does not.
    struct ToldNetwork final : NetworkSeat {
        explicit ToldNetwork(const bool& metered) : metered(metered) {}
        [[nodiscard]] NetworkKind now() const override {
            return metered ? NetworkKind::metered : NetworkKind::free;
        }
        const bool& metered;
    } network_{metered};
    std::unique_ptr<KeyFile> files_;
    SecretServiceKeys system_;
    std::unique_ptr<HomeKeys> homeKeys_;
    std::unique_ptr<LockedKeys> keys_;
    std::unique_ptr<Client> client_;
};

/// The value, or the end of the program.
template <typename T>
T need(Result<T> result) {
    if (!result) {
        throw Failure{result.error()};
    }
    return *std::move(result);
}
inline void need(const Outcome& outcome) {
    if (!outcome) {
        throw Failure{outcome.error()};
    }
}

/// Throws where a field is filled in by the program and so not a person's to write.
void mustBeOwn(const Field& field);

/// One line of JSON on standard output.
void print(const boost::json::value& json);
void print(const std::string& line);
/// Columns under their headings, wide characters counted as two, a row a line whatever its text
/// holds.
void printTable(const std::vector<std::string>& headings,
                const std::vector<std::vector<std::string>>& rows);

}  // namespace xiangji::cli
