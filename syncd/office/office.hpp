#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/records/catalogue.hpp"
#include "syncd/central/reader.hpp"
#include "syncd/office/protected_rows.hpp"

namespace xiangji::syncd {

struct OfficeSettings {
    std::string listen;  ///< HOST:PORT on loopback; port 0 = any free one
};

/// The township's read-only page over HTTP, on loopback only until there is sign-in. Connections
/// live on the io_context (any number of threads may run it); reading happens in two threads of its
/// own, so that a long export delays no phone.
class Office {
 public:
    /// Listens when it returns. Fault::invalid or refused for the address, busy for a port in use.
    /// All arguments by reference must outlive the Office; the io_context must, too.
    [[nodiscard]] static Result<std::unique_ptr<Office>> open(
        boost::asio::io_context& io, const OfficeSettings& settings, Reader& reader,
        const Catalogue& catalogue, Clock& clock, ProtectedSeat seat = {});
    virtual ~Office() = default;  ///< stops

    [[nodiscard]] virtual std::string address() const = 0;  ///< host:port with the real port
    /// Accepts nobody any more, closes the connections, waits for readings under way. Safe from any
    /// thread, and twice; what is left on the io_context ends by itself, so that `run()` can
    /// return.
    virtual void stop() = 0;
};

}  // namespace xiangji::syncd
