#include "syncd/app/wire_keys.hpp"

namespace xiangji::syncd {

Outcome WireKeys::show(const TlsIdentity& identity) {
    XIANGJI_LET(next, TlsIdentity::make());
    XIANGJI_LET(named, identity.naming(next));
    XIANGJI_TRY(folder_.exchange(named, next));
    present_ = named;
    if (changed_) {
        changed_(present_);
    }
    return {};
}

Outcome WireKeys::renewNext() {
    return show(present_);
}

Outcome WireKeys::rotate(const std::filesystem::path& file) {
    if (present_.nextPin().empty()) {
        // A township from before there were next keys.
        XIANGJI_TRY(renewNext());
    }
    XIANGJI_LET(next, folder_.next(file));
    const auto succeeded = present_.succeededBy(next);
    if (!succeeded) {
        return Error{succeeded.error().fault,
                     "this is not the next key that phones were told of; nothing was changed; "
                     "bring the right one, or make another with: syncd key next"};
    }
    return show(*succeeded);
}

Result<boost::json::object> WireKeys::answer(const std::string& ask, const std::string& nextFile) {
    if (ask == "keyRotate") {
        XIANGJI_TRY(rotate(nextFile));
    } else if (ask == "keyNext") {
        XIANGJI_TRY(renewNext());
    }
    return boost::json::object{{"pin", toHex(present_.pin())},
                               {"backupPin", toHex(present_.nextPin())},
                               {"before", present_.before()},
                               {"nextLiesHere", folder_.nextLiesHere()}};
}

}  // namespace xiangji::syncd
