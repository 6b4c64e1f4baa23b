#include "core/client/secret_service_keys.hpp"

#include <cstdlib>

#ifdef XIANGJI_SECRET_SERVICE
#include "core/base/text.hpp"
#include "core/client/secret_library.hpp"
#endif

namespace xiangji {

bool SecretServiceKeys::hasSessionBus() {
    const char* named = std::getenv("DBUS_SESSION_BUS_ADDRESS");
    const std::string bus = named == nullptr ? "" : named;
    return !bus.empty() && !bus.starts_with("autolaunch:");
}

#ifdef XIANGJI_SECRET_SERVICE

bool SecretServiceKeys::isBuiltIn() {
    return true;
}

using namespace secret;  // NOLINT: its other half

namespace {

constexpr const char* kName = "org.freedesktop.secrets";

const SecretSchema& schema() {
    static const SecretSchema kSchema = [] {
        SecretSchema schema{};
        schema.name = "org.xiangji.Key";
        schema.attributes[0] = {"home", SECRET_SCHEMA_ATTRIBUTE_STRING};
        schema.attributes[1] = {"name", SECRET_SCHEMA_ATTRIBUTE_STRING};
        return schema;
    }();
    return kSchema;
}

}  // namespace

/// The connection, made when it is needed and again when it broke.
class SecretServiceKeys::Line {
 public:
    Line(Ms patience, Ms readyPatience) : patience(patience), readyPatience(readyPatience) {}

    const Ms patience;
    const Ms readyPatience;

    /// Whether there is a bus to ask, and the library to ask with. Before anything else.
    [[nodiscard]] Outcome askable() const;
    /// Whether somebody is the service, without starting it.
    [[nodiscard]] Outcome runs(const Patience& patience);
    /// The collection that new secrets go to is there and open.
    [[nodiscard]] Outcome isOpen(const Patience& patience);
    [[nodiscard]] Result<::SecretService*> service(const Patience& patience);
    [[nodiscard]] bool isUp() const { return service_ != nullptr; }
    /// After a failure: the next question begins anew.
    void hangUp() {
        service_.reset();
        connection_.reset();
    }

 private:
    [[nodiscard]] Outcome connect(const Patience& patience);

    Owned<GDBusConnection> connection_;
    Owned<::SecretService> service_;
};

Outcome SecretServiceKeys::Line::askable() const {
    if (!hasSessionBus()) {
        return Error{Fault::unreachable,
                     std::string("there is no session bus here, so ") + kStore +
                         "cannot be asked; log in to the desktop it belongs to and try again" +
                         kSafe};
    }
    return lib().whole
               ? Outcome()
               : Outcome(Error{Fault::unsupported,
                               std::string("libsecret is not on this machine, so ") + kStore +
                                   "cannot be asked; install it and try again" + kSafe});
}

Outcome SecretServiceKeys::Line::connect(const Patience& patience) {
    if (connection_ && lib().g_dbus_connection_is_closed(connection_.get()) == FALSE) {
        return {};
    }
    hangUp();
    Wrong wrong;
    connection_.reset(lib().g_bus_get_sync(G_BUS_TYPE_SESSION, patience.cancel(), wrong.place()));
    if (!connection_) {
        return wrong.words(patience);
    }
    // Else GLib would end the program together with the bus.
    lib().g_dbus_connection_set_exit_on_close(connection_.get(), FALSE);
    // GLib keeps the one of a bus that ended, and would complain of each use.
    return lib().g_dbus_connection_is_closed(connection_.get()) == FALSE
               ? Outcome()
               : Outcome(Error{Fault::unreachable,
                               std::string("the session bus ended, so ") + kStore +
                                   "cannot be asked; start this program again" + kSafe});
}

Outcome SecretServiceKeys::Line::runs(const Patience& patience) {
    XIANGJI_TRY(connect(patience));
    Wrong wrong;
    GVariant* answer = lib().g_dbus_connection_call_sync(
        connection_.get(), "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
        "NameHasOwner", lib().g_variant_new("(s)", kName),
        reinterpret_cast<const GVariantType*>("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, patience.cancel(),
        wrong.place());
    if (answer == nullptr) {
        return wrong.words(patience);
    }
    gboolean owned = FALSE;
    lib().g_variant_get(answer, "(b)", &owned);
    lib().g_variant_unref(answer);
    return owned != FALSE ? Outcome()
                          : Outcome(Error{Fault::unreachable,
                                          std::string(kStore) + "does not run here" + kSafe});
}

Result<::SecretService*> SecretServiceKeys::Line::service(const Patience& patience) {
    XIANGJI_TRY(connect(patience));
    if (!service_) {
        Wrong wrong;
        service_.reset(lib().secret_service_open_sync(lib().secret_service_get_type(), nullptr,
                                                      SECRET_SERVICE_OPEN_SESSION,
                                                      patience.cancel(), wrong.place()));
        if (!service_) {
            return wrong.words(patience);
        }
    }
    return service_.get();
}

Outcome SecretServiceKeys::Line::isOpen(const Patience& patience) {
    XIANGJI_LET(secrets, service(patience));
    Wrong wrong;
    const Owned<SecretCollection> collection(lib().secret_collection_for_alias_sync(
        secrets, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, patience.cancel(),
        wrong.place()));
    if (wrong.happened()) {
        return wrong.words(patience);
    }
    return collection && lib().secret_collection_get_locked(collection.get()) == FALSE
               ? Outcome()
               : Outcome(locked());
}

/// One home's secrets, as hexadecimal text: some stores keep nothing else.
class SecretServiceKeys::Seat final : public KeySeat {
 public:
    Seat(Line& line, std::string mark, std::string title)
        : line_(line), mark_(std::move(mark)), title_(std::move(title)) {}

    Result<std::optional<Bytes>> load(const std::string& name) override {
        return asked([&](const Patience& patience) { return find(patience, name); });
    }
    Outcome save(const std::string& name, const Bytes& secret) override {
        return asked([&](const Patience& patience) { return store(patience, name, secret); });
    }
    Outcome drop(const std::string& name) override {
        return asked([&](const Patience& patience) { return clear(patience, name); });
    }

 private:
    /// Once more on a new connection where one of before failed: the service may be another one
    /// meanwhile. All of it within one patience.
    template <typename Ask>
    auto asked(Ask ask) -> decltype(ask(std::declval<const Patience&>())) {
        XIANGJI_TRY(line_.askable());
        const Patience patience(line_.patience);
        const bool before = line_.isUp();
        auto answer = ask(patience);
        if (!answer && before) {
            line_.hangUp();
            answer = ask(patience);
        }
        if (!answer) {
            line_.hangUp();
        }
        return answer;
    }
    [[nodiscard]] Attributes attributes(const std::string& name) const {
        return Attributes(lib().secret_attributes_build(&schema(), "home", mark_.c_str(), "name",
                                                        name.c_str(), nullptr));
    }
    [[nodiscard]] Result<std::optional<Bytes>> find(const Patience& patience,
                                                    const std::string& name);
    [[nodiscard]] Outcome store(const Patience& patience, const std::string& name,
                                const Bytes& secret);
    [[nodiscard]] Outcome clear(const Patience& patience, const std::string& name);

    Line& line_;
    std::string mark_;
    std::string title_;
};

Result<std::optional<Bytes>> SecretServiceKeys::Seat::find(const Patience& patience,
                                                           const std::string& name) {
    XIANGJI_LET(secrets, line_.service(patience));
    Wrong wrong;
    const std::unique_ptr<GList, FreeItems> items(lib().secret_service_search_sync(
        secrets, &schema(), attributes(name).get(),
        static_cast<SecretSearchFlags>(SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS),
        patience.cancel(), wrong.place()));
    if (wrong.happened()) {
        return wrong.words(patience);
    }
    for (const GList* at = items.get(); at != nullptr; at = at->next) {
        const std::unique_ptr<SecretValue, FreeSecret> value(
            lib().secret_item_get_secret(static_cast<SecretItem*>(at->data)));
        gsize length = 0;
        const char* text = value ? lib().secret_value_get(value.get(), &length) : nullptr;
        if (text != nullptr) {
            auto secret = fromHex(std::string_view(text, length));
            return secret ? Result<std::optional<Bytes>>(std::move(secret))
                          : Error{Fault::damaged,
                                  "what the system's key store holds for this "
                                  "home is no key; nothing was changed"};
        }
    }
    if (items) {
        return locked();
    }
    // A store that is locked may show nothing at all: that is not the same as having nothing.
    XIANGJI_TRY(line_.isOpen(patience));
    return std::optional<Bytes>();
}

Outcome SecretServiceKeys::Seat::store(const Patience& patience, const std::string& name,
                                       const Bytes& secret) {
    XIANGJI_TRY(line_.isOpen(patience));
    XIANGJI_LET(secrets, line_.service(patience));
    const std::string label = "乡记 Xiangji: " + title_ + " (" + name + ")";
    const std::unique_ptr<SecretValue, FreeSecret> value(
        lib().secret_value_new(toHex(secret).c_str(), -1, "text/plain"));
    Wrong wrong;
    lib().secret_service_store_sync(secrets, &schema(), attributes(name).get(),
                                    SECRET_COLLECTION_DEFAULT, label.c_str(), value.get(),
                                    patience.cancel(), wrong.place());
    return wrong.happened() ? Outcome(wrong.words(patience)) : Outcome();
}

Outcome SecretServiceKeys::Seat::clear(const Patience& patience, const std::string& name) {
    XIANGJI_TRY(line_.isOpen(patience));
    XIANGJI_LET(secrets, line_.service(patience));
    Wrong wrong;
    lib().secret_service_clear_sync(secrets, &schema(), attributes(name).get(), patience.cancel(),
                                    wrong.place());
    return wrong.happened() ? Outcome(wrong.words(patience)) : Outcome();
}

SecretServiceKeys::SecretServiceKeys(Ms patience, Ms readyPatience)
    : line_(std::make_unique<Line>(patience, readyPatience)) {}

Outcome SecretServiceKeys::ready() {
    XIANGJI_TRY(line_->askable());
    const Patience patience(line_->readyPatience);
    auto ready = line_->runs(patience);
    if (ready) {
        ready = line_->isOpen(patience);
    }
    if (!ready) {
        line_->hangUp();
    }
    return ready;
}

std::unique_ptr<KeySeat> SecretServiceKeys::seat(const std::string& mark,
                                                 const std::string& title) {
    return std::make_unique<Seat>(*line_, mark, title);
}

#else

bool SecretServiceKeys::isBuiltIn() {
    return false;
}

class SecretServiceKeys::Line {};

namespace {

Error absent() {
    return {Fault::unsupported,
            "this build of Xiangji does not know the system's key store (Secret Service); nothing "
            "was changed"};
}

struct AbsentSeat final : KeySeat {
    Result<std::optional<Bytes>> load(const std::string& /*name*/) override { return absent(); }
    Outcome save(const std::string& /*name*/, const Bytes& /*secret*/) override { return absent(); }
    Outcome drop(const std::string& /*name*/) override { return absent(); }
};

}  // namespace

SecretServiceKeys::SecretServiceKeys(Ms /*patience*/, Ms /*readyPatience*/) {}

Outcome SecretServiceKeys::ready() {
    return absent();
}

std::unique_ptr<KeySeat> SecretServiceKeys::seat(const std::string& /*mark*/,
                                                 const std::string& /*title*/) {
    return std::make_unique<AbsentSeat>();
}

#endif

SecretServiceKeys::~SecretServiceKeys() = default;

}  // namespace xiangji
