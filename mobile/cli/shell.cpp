#include "mobile/cli/shell.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <iostream>

#include "mobile/cli/passphrase.hpp"

namespace xiangji::cli {

namespace {

constexpr std::size_t kShortestPrefix = 8;

/// Columns a terminal gives a text: Han and full-width characters take two.
std::size_t widthOf(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto octet = static_cast<unsigned char>(text[i]);
        if ((octet & 0xc0) != 0x80) {
            width += octet >= 0xe2 ? 2U : 1U;
        }
    }
    return width;
}

}  // namespace

HomeKeys& Shell::homeKeys() {
    if (homeKeys_) {
        return *homeKeys_;
    }
    if (home.empty()) {
        const char* named = std::getenv("XIANGJI_HOME");
        home = named == nullptr ? "" : named;
    }
    if (home.empty()) {
        throw Failure{{Fault::invalid, "say which home: xiangji --home DIR …, or set XIANGJI_HOME"},
                      kUsage};
    }
    std::error_code unreadable;
    const bool there =
        std::filesystem::exists(std::filesystem::path(home) / "phone.db", unreadable);
    if (unreadable) {
        throw Failure{
            {Fault::failed, home + " cannot be opened: " + unreadable.message() +
                                "; use it as the person it belongs to, or name another home"}};
    }
    if (!makesHome && !there) {
        throw Failure{{Fault::notFound, "there is no home at " + home +
                                            "; join first: xiangji --home " + home +
                                            " join INVITATION"}};
    }
    files_ = std::make_unique<KeyFile>(std::filesystem::path(home) / "keys");
    homeKeys_ = std::make_unique<HomeKeys>(*files_, system_, random_,
                                           std::filesystem::absolute(home).string());
    return *homeKeys_;
}

LockedKeys& Shell::keys() {
    if (keys_) {
        return *keys_;
    }
    keys_ = std::make_unique<LockedKeys>(homeKeys(), random_);
    if (need(keys_->isLocked())) {
        need(keys_->unlock(passphrase(passphraseFile, words("口令：", "Passphrase: "))));
    }
    return *keys_;
}

ClientSeats Shell::seats() {
    return {clock_, random_, keys(), links_, &network_};
}

Client& Shell::client() {
    return *need(reopened());
}

Result<Client*> Shell::reopened() {
    if (!client_) {
        const auto ready = seats();
        XIANGJI_LET(opened, Client::open(home, ready, waitSeconds * 1000));
        client_ = std::move(opened);
    }
    return client_.get();
}

Result<BundleWritten> Shell::writeBundle(const std::string& file) {
    const auto ready = seats();
    const auto damaged = [](const Error& error) { return error.fault == Fault::damaged; };
    {
        auto opened = Client::open(home, ready, waitSeconds * 1000);
        if (opened) {
            auto written = writeBundleFile(**opened, file);
            if (written || !damaged(written.error())) {
                return written;
            }
        } else if (!damaged(opened.error())) {
            return opened.error();
        }
    }
    return rescueBundleFile(home, ready, file, waitSeconds * 1000);
}

const RecordType& Shell::type(const std::string& name) const {
    return *need(catalogue().require(name));
}

Id Shell::rowId(const RecordType& type, const std::string& text) {
    if (const auto id = Id::parse(text)) {
        return *id;
    }
    if (text.size() < kShortestPrefix ||
        text.find_first_not_of("0123456789abcdef-") != std::string::npos) {
        throw Failure{
            {Fault::invalid,
             "\"" + text + "\" is not an id; give it whole, or its first 8 characters at least"}};
    }
    std::vector<Id> found;
    for (const auto& row : need(client().list(type, {.voidedToo = true}))) {
        if (row.id.text().starts_with(text)) {
            found.push_back(row.id);
        }
    }
    if (found.size() != 1) {
        throw Failure{{Fault::notFound,
                       found.empty() ? "no " + type.name + " on this phone begins with " + text
                                     : std::to_string(found.size()) + " rows begin with " + text +
                                           "; give more of the id"}};
    }
    return found.front();
}

Shell::Cells Shell::cells(const RecordType& type, const std::vector<std::string>& words) {
    Cells cells;
    for (const auto& word : words) {
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            throw Failure{{Fault::invalid, "\"" + word + "\" is not field=value"}};
        }
        const Field* field = need(requireField(type, word.substr(0, equals)));
        cells.emplace_back(field->number,
                           need(parseValue(type, *field, std::string_view(word).substr(equals + 1),
                                           client().unitByCode())));
    }
    return cells;
}

Fields Shell::fields(const RecordType& type, const std::vector<std::string>& words) {
    Fields fields;
    for (auto& [number, value] : cells(type, words)) {
        const Field& field = *type.field(number);
        mustBeOwn(field);
        if (!fields.emplace(number, std::move(value)).second) {
            throw Failure{{Fault::invalid, field.name + " is given twice; give it once"}};
        }
    }
    return fields;
}

void mustBeOwn(const Field& field) {
    if (field.common || field.rules.system()) {
        throw Failure{{Fault::invalid,
                       field.name + " (" + field.rules.label().zh() +
                           ") is filled in, not written; a row moves by `act`, ends by `void`"}};
    }
}

namespace {

/// Text on one line: line breaks and other control characters would tear a table apart.
std::string flat(std::string text) {
    for (char& c : text) {
        const auto octet = static_cast<unsigned char>(c);
        c = octet < 0x20 || octet == 0x7f ? ' ' : c;
    }
    return text;
}

}  // namespace

void print(const boost::json::value& json) {
    std::cout << boost::json::serialize(json) << '\n';
}
void print(const std::string& line) {
    std::cout << line << '\n';
}

void printTable(const std::vector<std::string>& headings,
                const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < headings.size(); ++column) {
        std::size_t width = widthOf(headings[column]);
        for (const auto& row : rows) {
            width = std::max(width, widthOf(row[column]));
        }
        widths.push_back(width);
    }
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t column = 0; column < cells.size(); ++column) {
            text += flat(cells[column]);
            if (column + 1 < cells.size()) {
                text.append(widths[column] - widthOf(cells[column]) + 2, ' ');
            }
        }
        std::cout << text << '\n';
    };
    line(headings);
    for (const auto& row : rows) {
        line(row);
    }
}

}  // namespace xiangji::cli
