#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "tests/support/files_with.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

inline const RecordType& typeNamed(const char* name) {
    return *Catalogue::builtIn().find(name);
}
inline const RecordType& child() {
    return typeNamed("child");
}
inline const RecordType& person() {
    return typeNamed("person");
}

/// Words that stand nowhere else.
inline constexpr const char* kAlias = "金丝雀小名";
inline constexpr const char* kOtherAlias = "金丝雀另名";
inline constexpr const char* kRealName = "金丝雀真名";
inline constexpr const char* kVolunteer = "金丝雀志愿者";
/// With what every sealed value begins: what stands here of a child stands sealed.
inline constexpr const char* kSealed = "xs1.";

/// A township with three phones, and what of it lies in which files.
struct ErasingTown : testing::Test {
    Township town;
    std::unique_ptr<Phone> tutor = town.phone("李明", "tutor");
    std::unique_ptr<Phone> reader = town.phone("陈静", "child_data_reader");
    std::unique_ptr<Phone> clerk = town.phone("赵雷", "institute_clerk");
    std::vector<Phone*> phones{tutor.get(), reader.get(), clerk.get()};

    void restAll() { rest({tutor.get(), reader.get(), clerk.get()}); }
    Id add() const {
        return tutor->add("child",
                          {{"alias", kAlias}, {"real_name", kRealName}, {"birth_year", "2016"}});
    }
    syncd::ErasureView erase(const RecordType& type, const Id& id) {
        auto done = town.desk->erase(type.name, id, "王芳", "监护人书面要求");
        EXPECT_TRUE(done) << done.error().detail;
        return done.valueOr({});
    }
    std::vector<std::string> filesWith(std::string_view bytes) const {
        auto found = test::filesWith(town.folder.path(), bytes);
        for (const auto* phone : phones) {
            std::ranges::move(test::filesWith(phone->home, bytes), std::back_inserter(found));
        }
        return found;
    }
    void expectNowhere(std::initializer_list<const char*> words) const {
        for (const auto* word : words) {
            EXPECT_EQ(filesWith(word), std::vector<std::string>{}) << word;
        }
    }
    /// Empty where the phone has no such row at all, too.
    static std::string aliasOn(const Phone& phone, const Id& id) {
        return phone->row(child(), id) ? phone.text("child", id, "alias") : "";
    }
    syncd::AuditReport audit() { return *town.desk->audit({}); }
};

}  // namespace xiangji::test
