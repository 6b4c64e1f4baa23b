#include "syncd/session/phone_session.hpp"

#include <openssl/ssl.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>

#include "core/sync/envelope.hpp"
#include "syncd/session/desk_question.hpp"
#include "syncd/session/replies.hpp"

namespace xiangji::syncd {

namespace {

namespace asio = boost::asio;
using asio::awaitable;
using boost::system::error_code;
constexpr auto kTold = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t kExporterBytes = 32;
constexpr std::size_t kStrangerFrameBytes = 16 * 1024;  ///< a Hello or a Join is far smaller
constexpr std::size_t kStrangerRequests = 4;  ///< answered without a key proven, then the end
constexpr std::chrono::milliseconds kLinger{2'000};
constexpr std::size_t kLingerBytes = 4 * kMaxFrameBytes;
/// How long a place is kept for a phone that is to say something: one nearby does within this, one
/// far away, or slow on purpose, shall not keep it from others.
constexpr std::chrono::milliseconds kShakesHands{500};
constexpr std::chrono::milliseconds kNextQuestion{50};

}  // namespace

PhoneSession::PhoneSession(Socket socket, ssl_ctx_st* tls, const ServerSettings& settings,
                           Desk& desk, SharedRoom room, std::unique_ptr<Newcomer> newcomer)
    : stream_(std::move(socket), tls, TlsStream::Side::server),
      watch_(stream_.socket().get_executor()),
      answer_(stream_.socket().get_executor()),
      turn_(stream_.socket().get_executor()),
      settings_(settings),
      desk_(desk),
      room_(std::move(room)),
      newcomer_(std::move(newcomer)),
      address_(newcomer_->address()),
      caller_(std::make_shared<Caller>()) {}

awaitable<void> PhoneSession::run() {
    error_code ignored;
    (void)stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    const auto peer = stream_.socket().remote_endpoint(ignored);
    caller_->peer = HostPort{peer.address().to_string(), peer.port()}.text();
    bool more = co_await shakeHands();
    while (more && !leaving_) {
        more = co_await answerOne();
    }
    close();
    place_.reset();
    visit_.reset();
    turn_.cancel();
    newcomer_.reset();
    company_.reset();
    if (device_) {
        spdlog::debug("phone {} left after {} requests{}", device_->text(), answered_,
                      late_ ? ", silent too long" : "");
    }
}

awaitable<bool> PhoneSession::begin() {
    turn_.expires_after(settings_.desk);
    visit_ = co_await room_.visits->enter(Turnstile::Who::newcomer, turn_);
    if (!visit_ || leaving_) {
        newcomer_->excuse();
        co_return false;
    }
    const bool in = co_await enter(Turnstile::Who::newcomer);
    co_return in;
}

awaitable<bool> PhoneSession::enter(Turnstile::Who who) {
    if (place_) {
        turn_.expires_at(asio::steady_timer::time_point::max());
        co_return true;
    }
    turn_.expires_after(settings_.desk);
    place_ = co_await room_.turnstile->enter(who, turn_);
    if (!place_) {
        newcomer_->excuse();
    }
    co_return place_ != nullptr && !leaving_;
}

void PhoneSession::keepPlaceFor(Milliseconds time) {
    turn_.expires_after(time);
    turn_.async_wait([self = shared_from_this()](const error_code& fault) {
        // As with watch(): a wait that was re-armed meanwhile gives nothing back.
        if (fault || self->turn_.expiry() > asio::steady_timer::clock_type::now()) {
            return;
        }
        if (self->place_) {
            self->place_.reset();
            self->keepPlaceFor(self->settings_.visit);
        } else {
            self->visit_.reset();
        }
    });
}

awaitable<bool> PhoneSession::shakeHands() {
    // Who only connects and says nothing takes nobody's place.
    watch(settings_.handshake);
    const auto [silent] = co_await stream_.socket().async_wait(Socket::wait_read, kTold);
    unwatch();
    if (silent) {
        tellNoHandshake(silent);
        co_return false;
    }
    const bool in = co_await begin();
    if (!in) {
        co_return false;
    }
    keepPlaceFor(kShakesHands);
    watch(settings_.handshake);
    const auto fault = co_await stream_.shakeHands();
    unwatch();
    if (fault) {
        tellNoHandshake(fault);
        co_return false;
    }
    Bytes exporter(kExporterBytes, '\0');
    const int made = SSL_export_keying_material(
        stream_.native(), reinterpret_cast<unsigned char*>(exporter.data()), exporter.size(),
        kExporterLabel, std::strlen(kExporterLabel), nullptr, 0, 0);
    caller_->exporter = std::move(exporter);
    co_return made == 1;
}

void PhoneSession::noteGuess(const wire::Reply& reply) {
    if (reply.refusal().code() == wire::Refusal::CODE_BAD_INVITATION &&
        room_.guesses->wrong(address_, std::chrono::steady_clock::now())) {
        spdlog::warn("{}: {} invitations were wrong; none from there is looked at for {} minutes",
                     address_, Guesses::kMost, Guesses::kWindow.count());
    }
}

void PhoneSession::tellNoHandshake(const error_code& fault) const {
    if (!leaving_) {
        spdlog::info("{}: no TLS 1.3 handshake ({})", caller_->peer,
                     late_ ? "too slow" : fault.message());
    }
}

awaitable<bool> PhoneSession::answerOne() {
    FrameHead head{};
    idle_ = true;
    const bool came = co_await read(reinterpret_cast<char*>(head.data()), head.size(),
                                    device_ ? settings_.idle : settings_.handshake);
    if (!came) {
        co_return false;
    }
    idle_ = false;
    const auto length = frameLength(head, device_ ? kMaxFrameBytes : kStrangerFrameBytes);
    if (!length) {
        co_await turnAway(length.error().detail);
        co_return false;
    }
    if (device_) {
        const auto wait = room_.shares->wait(*device_, Shares::Time::clock::now());
        if (wait.count() > 0) {
            const bool told = co_await sendAway(
                *length, comeBack("this phone asked more than its share of a minute", wait));
            co_return told;
        }
    }
    auto room = room_.inFlight->bytes(*length);
    if (!room) {
        const bool told = co_await sendAway(*length, comeBack("the centre has its hands full"));
        co_return told;
    }
    Bytes frame(*length, '\0');
    const bool whole = co_await read(frame.data(), frame.size(), settings_.slice);
    if (!whole) {
        co_return false;
    }
    const bool in = co_await enter(Turnstile::Who::inside);
    if (!in) {
        co_return false;
    }
    wire::Request request;
    if (!parseOutside(request, frame) || request.ask_case() == wire::Request::ASK_NOT_SET) {
        co_await turnAway(
            "this is no request; the program on this phone may be newer than the centre's");
        co_return false;
    }
    frame = {};
    charge(*length, envelopesIn(request));
    if (device_ && bringsToKeep(request)) {
        room_.shares->chargeKept(*device_, static_cast<double>(*length),
                                 Shares::Time::clock::now());
    }
    const bool answered = co_await answer(std::move(request), std::move(room));
    co_return answered;
}

awaitable<bool> PhoneSession::answer(wire::Request request, InFlight::Place bytes) {
    const auto answerBytes = answerRoom(request);
    const auto answerPlace = room_.inFlight->bytes(answerBytes);
    if (!answerPlace) {
        const bool told = co_await send(comeBack("the centre has its hands full"));
        co_return told;
    }
    InFlight::Place turn;
    if (device_) {
        turn = room_.inFlight->turn(*device_);
        if (!turn) {
            const bool told =
                co_await send(comeBack("the centre still works on what this phone asked before"));
            co_return told;
        }
    }
    const bool joins = request.has_join();
    if (joins) {
        const auto wait = room_.guesses->wait(address_, std::chrono::steady_clock::now());
        if (wait.count() > 0) {
            const bool ignored =
                co_await send(comeBack("too many invitations from here were wrong", wait));
            co_return ignored && false;
        }
    }
    auto reply = co_await askDesk(desk_, caller_, std::move(request),
                                  {std::move(bytes), std::move(turn)}, answer_, settings_.desk);
    if (!reply) {
        if (!leaving_) {
            spdlog::warn("the desk took longer than {} s; the phone was told to come back",
                         std::chrono::duration_cast<std::chrono::seconds>(settings_.desk).count());
        }
        const bool ignored = co_await send(comeBack("the centre is too slow just now"));
        co_return ignored && false;
    }
    if (joins) {
        noteGuess(*reply);
    }
    settle();
    ++answered_;
    const bool sent = co_await send(*reply);
    if (!device_ && answered_ >= kStrangerRequests) {
        co_return false;
    }
    co_return sent;
}

awaitable<bool> PhoneSession::read(char* to, std::size_t count, Milliseconds firstWait) {
    for (std::size_t at = 0; at < count;) {
        const auto slice = std::min(kSliceBytes, count - at);
        watch(at == 0 ? firstWait : settings_.slice);
        const auto fault = co_await stream_.read(to + at, slice);
        unwatch();
        if (fault) {
            co_return false;
        }
        at += slice;
    }
    co_return true;
}

void PhoneSession::settle() {
    if (device_ == caller_->device) {
        return;
    }
    device_ = caller_->device;
    newcomer_->proven();
    company_ = room_.company->join(*device_, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->cut();
        }
    });
}

void PhoneSession::charge(std::size_t bytes, std::size_t envelopes) {
    if (device_) {
        room_.shares->charge(*device_, static_cast<double>(bytes), static_cast<double>(envelopes),
                             Shares::Time::clock::now());
    }
}

awaitable<bool> PhoneSession::sendAway(std::size_t frameBytes, wire::Reply reply) {
    const bool skipped = co_await skip(frameBytes);
    const bool told = skipped && co_await send(reply);
    co_return told;
}

awaitable<bool> PhoneSession::skip(std::size_t count) {
    std::array<char, 4096> gone{};
    while (count > 0) {
        const auto part = std::min(gone.size(), count);
        const bool came = co_await read(gone.data(), part, settings_.slice);
        if (!came) {
            co_return false;
        }
        count -= part;
    }
    co_return true;
}

awaitable<bool> PhoneSession::send(const wire::Reply& reply) {
    if (reply.refusal().code() == wire::Refusal::CODE_COME_BACK) {
        room_.away->sentAway(reply.refusal().words());
        newcomer_->excuse();
    } else {
        charge(reply.ByteSizeLong(), 0);
    }
    keepPlaceFor(kNextQuestion);
    auto frame = framed(reply.SerializeAsString());
    if (!frame) {
        spdlog::error("an answer does not fit into a frame: {}", frame.error().detail);
        co_return false;
    }
    for (std::size_t at = 0; at < frame->size();) {
        const auto slice = std::min(kSliceBytes, frame->size() - at);
        watch(settings_.slice);
        const auto fault = co_await stream_.write(frame->data() + at, slice);
        unwatch();
        if (fault) {
            co_return false;
        }
        at += slice;
    }
    co_return true;
}

awaitable<void> PhoneSession::turnAway(std::string words) {
    spdlog::warn("{}: malformed ({}); connection closed",
                 device_ ? "phone " + device_->text() : caller_->peer, words);
    const bool told = co_await send(refusal(wire::Refusal::CODE_MALFORMED, std::move(words)));
    if (!told) {
        co_return;
    }
    // Closing with bytes unread would reset the connection and take the refusal with it: let the
    // other side read it first.
    error_code fault;
    (void)stream_.socket().shutdown(Socket::shutdown_send, fault);
    std::array<char, 4096> gone{};
    std::size_t left = kLingerBytes;
    watch(kLinger);
    while (!fault && left > 0) {
        const auto [ended, moved] =
            co_await stream_.socket().async_read_some(asio::buffer(gone), kTold);
        fault = ended;
        left -= std::min(left, moved);
    }
    unwatch();
}

void PhoneSession::windDown() {
    asio::post(stream_.socket().get_executor(), [self = shared_from_this()] {
        self->leaving_ = true;
        if (self->idle_) {
            self->close();
        }
        if (!self->place_) {
            self->turn_.cancel();
        }
    });
}

void PhoneSession::cut() {
    asio::post(stream_.socket().get_executor(), [self = shared_from_this()] {
        self->leaving_ = true;
        self->close();
        self->answer_.cancel();
        self->turn_.cancel();
    });
}

void PhoneSession::watch(Milliseconds deadline) {
    watch_.expires_after(deadline);
    watch_.async_wait([self = shared_from_this()](const error_code& fault) {
        // A wait that was re-armed while its end was already on its way must not close anything.
        if (!fault && self->watch_.expiry() <= asio::steady_timer::clock_type::now()) {
            self->late_ = true;
            self->close();
        }
    });
}

void PhoneSession::unwatch() {
    watch_.expires_at(asio::steady_timer::time_point::max());
}

void PhoneSession::close() {
    error_code ignored;
    (void)stream_.socket().close(ignored);
}

}  // namespace xiangji::syncd
