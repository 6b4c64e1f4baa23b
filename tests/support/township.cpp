#include "tests/support/township.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "core/client/database_key.hpp"
#include "syncd/merge/restoring/new_life.hpp"

namespace xiangji::test {

namespace {

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

Fields parsed(const Client& client, const RecordType& type,
              const std::vector<std::pair<std::string, std::string>>& texts) {
    Fields fields;
    for (const auto& [name, text] : texts) {
        const Field* field = must(requireField(type, name));
        fields[field->number] =
            must(parseValue(type, *field, std::string_view(text), client.unitByCode()));
    }
    return fields;
}

const RecordType& typeNamed(const std::string& name) {
    return *must(Catalogue::builtIn().require(name));
}

}  // namespace

Phone::Phone(const std::filesystem::path& home, Clock& clock, syncd::Desk& desk)
    : home(home), clock(clock), keys(home / "keys"), links(desk) {
    restart();
}

void Phone::restart() {
    client.reset();
    client = must(Client::open(home, {clock, random, keys, links, &network}));
}

std::optional<FileKey> Phone::fileKey() {
    return must(keyOfFile(home / "phone.db", keys));
}

std::unique_ptr<Connection> Phone::file() {
    const auto key = fileKey();
    return must(
        Connection::open(home / "phone.db", Connection::Mode::write, key ? &*key : nullptr));
}

Id Phone::add(const std::string& type,
              const std::vector<std::pair<std::string, std::string>>& fields) {
    const auto& record = typeNamed(type);
    return must(client->write({Insert{.type = &record, .fields = parsed(*client, record, fields)}}))
        .front();
}

void Phone::edit(const std::string& type, const Id& id,
                 const std::vector<std::pair<std::string, std::string>>& fields) {
    const auto& record = typeNamed(type);
    must(client->write(
        {Edit{.type = &record, .id = id, .fields = parsed(*client, record, fields)}}));
}

SyncReport Phone::sync() {
    auto report = client->sync(nullptr);
    if (report.end != SyncEnd::done) {
        throw std::runtime_error("sync: " + report.words);
    }
    return report;
}

std::string Phone::everything(const std::string& type) const {
    const auto& record = typeNamed(type);
    boost::json::array rows;
    for (const auto& row : must(client->list(record, {.voidedToo = true}))) {
        rows.push_back(toJson(record, row.id, row.fields));
    }
    return boost::json::serialize(rows);
}

std::string Phone::text(const std::string& type, const Id& id, const std::string& field) const {
    const auto& record = typeNamed(type);
    const auto row = must(client->row(record, id));
    const Field* named = must(requireField(record, field));
    const auto cell = row.fields.find(named->number);
    return cell == row.fields.end() ? std::string() : display(*named, cell->second, true);
}

Township::Township() {
    central = must(syncd::openSqliteCentral(folder.path() / "central.db", Catalogue::builtIn()));
    std::ifstream file(XIANGJI_UNITS_CSV);
    std::stringstream units;
    units << file.rdbuf();
    if (const auto furnished = syncd::furnish(seats(), units.str()); !furnished) {
        throw std::runtime_error(furnished.error().detail);
    }
    desk = must(syncd::Desk::open(seats()));
}

std::filesystem::path Township::backup(const std::string& name) {
    auto file = folder.path() / (name + ".db");
    if (const auto copied = central->copyTo(file); !copied) {
        throw std::runtime_error(copied.error().detail);
    }
    return file;
}

void Township::exchange(const std::filesystem::path& copy) {
    desk.reset();
    central.reset();
    for (const char* name :
         {"central.db", "central.db-wal", "central.db-shm", "central.db-archive"}) {
        std::filesystem::remove_all(folder.path() / name);
    }
    std::filesystem::copy_file(copy, folder.path() / "central.db");
    if (const auto segments = copy.string() + "-archive"; std::filesystem::exists(segments)) {
        std::filesystem::copy(segments, folder.path() / "central.db-archive");
    }
    central = must(syncd::openSqliteCentral(folder.path() / "central.db", Catalogue::builtIn()));
}

void Township::putBack(const std::filesystem::path& copy, std::initializer_list<Phone*> phones) {
    exchange(copy);
    openDesk(phones);
}

void Township::restore(const std::filesystem::path& copy, std::initializer_list<Phone*> phones) {
    exchange(copy);
    (void)must(syncd::startNewLife(seats()));
    openDesk(phones);
}

void Township::restart(std::initializer_list<Phone*> phones) {
    desk.reset();
    openDesk(phones);
}

void Township::openDesk(std::initializer_list<Phone*> phones) {
    desk = must(syncd::Desk::open(seats()));
    for (auto* phone : phones) {
        phone->links.moveTo(*desk);
    }
}

std::string Township::invite(const std::string& name, const std::string& role,
                             const std::string& unitCode, int uses) {
    return must(desk->invite({.unitCode = unitCode, .role = role, .personName = name, .uses = uses},
                             {.host = "township.test", .port = 7443, .pin = Bytes(32, 'p')}))
        .text();
}

std::unique_ptr<Phone> Township::phone(const std::string& name, const std::string& role,
                                       const std::string& unitCode, int uses) {
    auto phone = std::make_unique<Phone>(folder.path() / name, clock, *desk);
    must((*phone)->join("您好，" + invite(uses == 1 ? name : "", role, unitCode, uses) + " 请加入",
                        name));
    return phone;
}

}  // namespace xiangji::test
