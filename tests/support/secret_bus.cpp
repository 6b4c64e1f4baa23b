#include "tests/support/secret_bus.hpp"

#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace xiangji::test {

namespace {

constexpr const char* kKeyring = "/usr/bin/gnome-keyring-daemon";
constexpr const char* kBus = "/usr/bin/dbus-daemon";
constexpr const char* kName = "org.freedesktop.secrets";

/// No service is started by a question to this bus.
std::vector<std::string> busCommand(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder / "run");
    std::filesystem::permissions(folder / "run", std::filesystem::perms::owner_all);
    const auto file = folder / "bus.conf";
    const std::string text =
        "<busconfig><type>session</type><listen>unix:dir=" + (folder / "run").string() +
        "</listen><policy context=\"default\"><allow send_destination=\"*\"/><allow "
        "eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";
    std::FILE* out = std::fopen(file.c_str(), "w");
    if (out == nullptr || std::fputs(text.c_str(), out) < 0 || std::fclose(out) != 0) {
        throw std::runtime_error(file.string() + " cannot be written");
    }
    return {kBus, "--config-file=" + file.string(), "--nofork", "--print-address"};
}

}  // namespace

bool SecretBus::isHere() {
    return ::access(kKeyring, X_OK) == 0 && ::access(kBus, X_OK) == 0;
}

SecretBus::SecretBus(const std::filesystem::path& folder)
    : folder_(folder), bus_(busCommand(folder)), address_(bus_.line()) {
    start();
}

void SecretBus::start() {
    kill();
    auto environment = this->environment();
    environment.push_back("XDG_DATA_HOME=" + (folder_ / "data").string());
    environment.push_back("XDG_RUNTIME_DIR=" + (folder_ / "run").string());
    environment.push_back("HOME=" + folder_.string());
    keyring_ = std::make_unique<Process>(
        std::vector<std::string>{kKeyring, "--foreground", "--unlock", "--components=secrets"},
        environment);
    keyring_->write("the keyring's password");
    keyring_->closeInput();
    const auto came = runProgram({"gdbus", "wait", "--session", "--timeout", "20", kName}, {},
                                 this->environment());
    if (came.exit != 0) {
        throw std::runtime_error("gnome-keyring did not come up: " + came.err +
                                 keyring_->kill().err);
    }
}

void SecretBus::kill() {
    if (keyring_) {
        (void)keyring_->kill();
        keyring_.reset();
    }
}

void SecretBus::lock() {
    const auto locked = runProgram(
        {"gdbus", "call", "--session", "-d", kName, "-o", "/org/freedesktop/secrets", "-m",
         "org.freedesktop.Secret.Service.Lock", "['/org/freedesktop/secrets/collection/login']"},
        {}, environment());
    if (locked.exit != 0) {
        throw std::runtime_error("the keyring cannot be locked: " + locked.err);
    }
}

}  // namespace xiangji::test
