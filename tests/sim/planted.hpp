#pragma once

#include <memory>

#include "core/client/client.hpp"
#include "core/sync/shelf.hpp"
#include "syncd/central/central.hpp"
#include "syncd/merge/desk/revocation_book.hpp"
#include "tests/sim/disk/virtual_disk.hpp"

namespace xiangji::sim {

/// A fault planted in a world: it may put a spoiled filling into any seam. Each method gets the
/// sound filling and returns one that wraps it, or nothing to leave it as it is. Nothing in shipped
/// code knows of it. tests/planted holds them.
class Planted {
 public:
    virtual ~Planted() = default;

    /// A new world begins.
    virtual void begin(VirtualDisk&) {}
    /// Between the desk and its (compared) central database.
    [[nodiscard]] virtual std::unique_ptr<syncd::Central> central(syncd::Central&) { return {}; }
    /// Between the comparison and the real database.
    [[nodiscard]] virtual std::unique_ptr<syncd::Central> store(syncd::Central&) { return {}; }
    [[nodiscard]] virtual std::unique_ptr<Clock> centreClock(Clock&) { return {}; }
    [[nodiscard]] virtual std::unique_ptr<Shelf> shelf(Shelf&, PhoneDatabase&) { return {}; }
    [[nodiscard]] virtual std::unique_ptr<LinkMaker> links(LinkMaker&) { return {}; }
    [[nodiscard]] virtual std::unique_ptr<Clock> phoneClock(Clock&) { return {}; }
    /// Between a phone's bundles and its shelf.
    [[nodiscard]] virtual std::unique_ptr<Shelf> bundleShelf(Shelf&, PhoneDatabase&) { return {}; }
    [[nodiscard]] virtual std::unique_ptr<syncd::RevocationBook> book(syncd::RevocationBook&) {
        return {};
    }
    /// Before an app goes on with a home that it has opened.
    virtual void opens(PhoneDatabase&) {}
    /// After a person's transaction on a phone.
    virtual void wrote(PhoneDatabase&) {}
    /// Before a person's undo, and after it.
    virtual void undoes(PhoneDatabase&) {}
    virtual void undid(PhoneDatabase&) {}
};

}  // namespace xiangji::sim
