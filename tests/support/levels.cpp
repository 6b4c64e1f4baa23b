#include "tests/support/levels.hpp"

#include <google/protobuf/descriptor.pb.h>

#include <map>
#include <stdexcept>

#include "core/records/wire_values.hpp"
#include "core/store/resealing.hpp"
#include "core/sync/invitation.hpp"
#include "options.pb.h"

extern "C" {
extern const unsigned char xiangji_record_descriptors_begin[];
extern const unsigned char xiangji_record_descriptors_end[];
}

namespace xiangji::test {

namespace {

namespace pb = google::protobuf;

constexpr int kFirstLaterField = 900;
constexpr std::uint32_t kHomeVisit = 900;
constexpr const char* kLaterFields[] = {"weather", "mood", "season"};

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

pb::FileDescriptorSet builtInFiles() {
    pb::FileDescriptorSet files;
    files.ParseFromArray(
        xiangji_record_descriptors_begin,
        static_cast<int>(xiangji_record_descriptors_end - xiangji_record_descriptors_begin));
    return files;
}

pb::FieldDescriptorProto& addText(pb::DescriptorProto& message, const std::string& name, int number,
                                  std::uint32_t since) {
    auto& field = *message.add_field();
    field.set_name(name);
    field.set_number(number);
    field.set_type(pb::FieldDescriptorProto::TYPE_STRING);
    field.set_label(pb::FieldDescriptorProto::LABEL_OPTIONAL);
    auto& rules = *field.mutable_options()->MutableExtension(xiangji::field);
    rules.mutable_label()->set_zh(name);
    rules.mutable_label()->set_en(name);
    rules.set_since(since);
    return field;
}

void addHomeVisit(pb::FileDescriptorSet& files, std::uint32_t since) {
    auto& file = *files.add_file();
    file.set_name("records/home_visit.proto");
    file.set_package("xiangji.records");
    file.set_syntax("proto3");
    file.add_dependency("options.proto");
    auto& message = *file.add_message_type();
    message.set_name("HomeVisit");
    auto& rules = *message.mutable_options()->MutableExtension(xiangji::record);
    rules.set_number(kHomeVisit);
    rules.mutable_label()->set_zh("家访");
    rules.mutable_label()->set_en("Home visit");
    rules.set_title("note");
    rules.set_since(since);
    for (const auto role : {ROLE_VOLUNTEER, ROLE_TEAM_LEADER}) {
        rules.add_insert(role);
        rules.add_edit(role);
        rules.add_void_(role);
    }
    addText(message, "note", 10, since);
}

Catalogue made(int steps) {
    auto files = builtInFiles();
    const auto base = Catalogue::builtIn().level();
    const int knownLevel = static_cast<int>(base) + steps;
    for (auto& file : *files.mutable_file()) {
        for (auto& message : *file.mutable_message_type()) {
            for (auto& field : *message.mutable_field()) {
                auto& rules = *field.mutable_options()->MutableExtension(xiangji::field);
                if (steps < 0 && static_cast<int>(rules.sealed_since()) > knownLevel) {
                    rules.set_sealed(false);
                    rules.clear_sealed_since();
                }
            }
            for (int step = 0; message.name() == "Activity" && step < steps; ++step) {
                addText(message, kLaterFields[step], kFirstLaterField + step,
                        base + static_cast<std::uint32_t>(step) + 1);
            }
        }
    }
    if (steps > 0) {
        addHomeVisit(files, base + 1);
    }
    return must(Catalogue::read(files.SerializeAsString()));
}

}  // namespace

const Catalogue& catalogueLater(int steps) {
    static std::map<int, Catalogue> all;
    const auto found = all.find(steps);
    return found != all.end() ? found->second : all.emplace(steps, made(steps)).first->second;
}

LevelPhone::LevelPhone(const std::filesystem::path& home, Clock& clock, syncd::Desk& desk,
                       int steps)
    : links(desk), home_(home), clock_(clock), key_(SigningKey::make(random_)) {
    std::filesystem::create_directories(home_);
    updateTo(steps);
}

void LevelPhone::updateTo(int steps) {
    shelf.reset();
    database.reset();
    database = must(PhoneDatabase::open(home_ / "phone.db", catalogueLater(steps)));
    database->useSeal(key_);
    if (const auto sealed = sealWhatLiesOpen(*database, key_); !sealed) {
        throw std::runtime_error(sealed.error().detail);
    }
    shelf = std::make_unique<PhoneShelf>(*database, mutex_, [] {});
}

void LevelPhone::join(const std::string& invitation) {
    const auto found = must(Invitation::find(invitation));
    Syncer syncer(*shelf, links, clock_, key_, database->catalogue().level());
    if (const auto joined = syncer.join(found.address, found.secret, ""); !joined) {
        throw std::runtime_error(joined.error().detail);
    }
}

Result<Synced> LevelPhone::sync() {
    return Syncer(*shelf, links, clock_, key_, database->catalogue().level()).run({});
}

const RecordType& LevelPhone::type(const std::string& name) const {
    return *must(database->catalogue().require(name));
}

Id LevelPhone::add(const std::string& name,
                   const std::vector<std::pair<std::string, Value>>& fields) {
    const auto& record = type(name);
    const auto state = must(shelf->state());
    const Id id = Id::uuid7(clock_.nowMs(), random_);
    Fields whole{{common::kHomeOrg, Blob{state.standing.unit()}},
                 {common::kAuthorPerson, Blob{state.standing.person()}},
                 {common::kCreatedDevMs, clock_.nowMs()}};
    if (!record.initialState().empty()) {
        whole[common::kStatus] = record.initialState();
    }
    for (const auto& [field, value] : fields) {
        whole[record.field(field)->number] = laid(record, id, field, value);
    }
    if (const Field* home = record.homeField(); home != nullptr && home->rules.ref() == "unit") {
        whole[home->number] = Blob{state.standing.unit()};
    }
    LocalTransaction transaction(*database);
    transaction.table(record).insert(id, whole);
    transaction.note({.type = &record, .row = id});
    transaction.commit(Id::ofHash(key_.publicKey()), clock_.nowMs());
    return id;
}

void LevelPhone::edit(const std::string& name, const Id& id, const std::string& field,
                      const Value& value) {
    const auto& record = type(name);
    LocalTransaction transaction(*database);
    transaction.table(record).update(
        id, {{record.field(field)->number, laid(record, id, field, value)}});
    transaction.note({.type = &record, .row = id});
    transaction.commit(Id::ofHash(key_.publicKey()), clock_.nowMs());
}

void LevelPhone::propose(const std::string& name, const Id& id, const std::string& field,
                         const Value& value) {
    const auto& record = type(name);
    Step step{.type = &record, .row = id, .kind = Step::Kind::propose};
    auto& cell = step.cells.emplace_back();
    cell.set_field(record.field(field)->number);
    putValue(cell, value);
    LocalTransaction transaction(*database);
    transaction.note(step);
    transaction.commit(Id::ofHash(key_.publicKey()), clock_.nowMs());
}

Value LevelPhone::cell(const std::string& name, const Id& id, const std::string& field) {
    const auto& record = type(name);
    const auto row = RowTable(database->connection(), record).row(id);
    const auto found = row ? row->find(record.field(field)->number) : Fields::const_iterator{};
    return row && found != row->end() ? found->second : Value{};
}

Value LevelPhone::laid(const RecordType& record, const Id& id, const std::string& name,
                       const Value& value) const {
    const Field& field = *record.field(name);
    return field.rules.sealed() ? database->seal()->laid({record.number, id, field.number}, value)
                                : value;
}

Value LevelPhone::opened(const std::string& name, const Id& id, const std::string& field) {
    const auto& cell = *type(name).field(field);
    return database->seal()->shown({type(name).number, id, cell.number}, cell.kind,
                                   this->cell(name, id, field));
}

bool LevelPhone::has(const std::string& name, const Id& id) {
    return RowTable(database->connection(), type(name)).row(id).has_value();
}

std::uint64_t LevelPhone::unsent() {
    auto query = database->connection().statement("SELECT count(*) FROM _outbox");
    query.step();
    return query.unsignedInteger(0);
}

}  // namespace xiangji::test
