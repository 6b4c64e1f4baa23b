#include "syncd/office/office.hpp"

#include <exception>

#include "syncd/office/http_door.hpp"
#include "syncd/office/routes.hpp"

namespace xiangji::syncd {

namespace {

class HttpOffice final : public Office {
 public:
    explicit HttpOffice(std::shared_ptr<HttpDoor> door) : door_(std::move(door)) {}
    ~HttpOffice() override { door_->stop(); }

    [[nodiscard]] std::string address() const override { return door_->address().text(); }
    void stop() override { door_->stop(); }

 private:
    std::shared_ptr<HttpDoor> door_;
};

}  // namespace

Result<std::unique_ptr<Office>> Office::open(boost::asio::io_context& io,
                                             const OfficeSettings& settings, Reader& reader,
                                             const Catalogue& catalogue, Clock& clock,
                                             ProtectedSeat seat) {
    XIANGJI_LET(listen, ListenAddress::parse(settings.listen));
    auto routes = std::make_shared<Routes>(reader, catalogue, clock, std::move(seat));
    const auto answerer = [routes](const Ask& ask) {
        // What JSON or memory throws ends this answer, not the daemon.
        try {
            return routes->answer(ask);
        } catch (const std::exception& thrown) {
            return Answer::failure(
                {Fault::failed, std::string("the page could not be made: ") + thrown.what()});
        }
    };
    XIANGJI_LET(door, HttpDoor::open(io, listen, answerer));
    return std::unique_ptr<Office>(std::make_unique<HttpOffice>(std::move(door)));
}

}  // namespace xiangji::syncd
