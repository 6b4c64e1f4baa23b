#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string>

#include "core/sync/link.hpp"
#include "syncd/app/key_folder.hpp"

namespace xiangji::syncd {

/// The wire's keys of a township at work, and how they change. One thread at a time.
class WireKeys {
 public:
    /// `changed` is told the identity that is to be shown from now on.
    WireKeys(KeyFolder folder, TlsIdentity present,
             std::function<void(const TlsIdentity&)> changed = {})
        : folder_(std::move(folder)), present_(std::move(present)), changed_(std::move(changed)) {}

    [[nodiscard]] Pins pins() const { return {present_.pin(), present_.nextPin()}; }

    /// The next key takes the present one's place, and another one is made to follow it. `file`:
    /// where it lies; empty: beside the present one. Phones follow by what the present key has
    /// signed. Faults: notFound, refused (it is not the one that was named), damaged, diskFull.
    [[nodiscard]] Outcome rotate(const std::filesystem::path& file);
    /// Another next key: the one before was lost, or none was ever made.
    [[nodiscard]] Outcome renewNext();

    /// "key", "keyRotate", "keyNext" (control.hpp).
    [[nodiscard]] Result<boost::json::object> answer(const std::string& ask,
                                                     const std::string& nextFile);

 private:
    [[nodiscard]] Outcome show(const TlsIdentity& identity);

    KeyFolder folder_;
    TlsIdentity present_;
    std::function<void(const TlsIdentity&)> changed_;
};

}  // namespace xiangji::syncd
