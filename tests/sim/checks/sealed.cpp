#include "tests/sim/checks/sealed.hpp"

#include "core/records/validate.hpp"
#include "core/store/row_table.hpp"
#include "tests/sim/phone/person.hpp"

namespace xiangji::sim {

namespace {

/// A sealed field of which a row holds a value in the clear; empty = there is none.
std::string openIn(Phone& phone) {
    for (const auto& type : phone.database().catalogue().types()) {
        if (std::ranges::none_of(type.fields,
                                 [](const Field& field) { return field.rules.sealed(); })) {
            continue;
        }
        for (const auto& row :
             RowTable(phone.database().connection(), type).rows({.voidedToo = true})) {
            for (const auto& [number, value] : row.fields) {
                const auto* text = std::get_if<std::string>(&value);
                if (type.field(number)->rules.sealed() &&
                    (text == nullptr || !isSealedText(*text))) {
                    return type.name + "." + type.field(number)->name;
                }
            }
        }
    }
    return {};
}

}  // namespace

void checkSealed(Phone& phone, Findings& findings) {
    for (const auto& [path, bytes] : phone.files()) {
        if (bytes.find(kSealedWords) != Bytes::npos) {
            findings.add("P6 sealed", "what somebody gave for a sealed field can be read in " +
                                          phone.machine() + path);
            return;
        }
    }
    const auto field = phone.running() ? guarded([&] { return openIn(phone); }).valueOr({}) : "";
    if (!field.empty()) {
        findings.add("P6 sealed", phone.machine() + " keeps " + field + " in the clear");
    }
}

}  // namespace xiangji::sim
