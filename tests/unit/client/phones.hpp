#pragma once

#include "core/client/client.hpp"
#include "tests/support/township.hpp"

namespace xiangji::test {

/// What a volunteer logs in these tests.
inline const std::vector<std::pair<std::string, std::string>> kLesson = {
    {"title", "暑期防溺水宣讲"},
    {"type", "drowning_prevention"},
    {"org", "360982100"},
    {"place", "村口池塘边"}};

/// The record type most of these tests write.
inline const RecordType& activity() {
    return *Catalogue::builtIn().find("activity");
}

/// Syncs in turn until nobody has anything new: every phone has pulled what every other pushed.
inline void rest(std::initializer_list<Phone*> phones) {
    for (int round = 0; round < 2; ++round) {
        for (auto* phone : phones) {
            phone->sync();
        }
    }
}

}  // namespace xiangji::test
