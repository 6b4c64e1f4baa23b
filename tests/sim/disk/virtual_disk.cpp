#include "tests/sim/disk/virtual_disk.hpp"

namespace xiangji::sim {

namespace {
using Guard = std::lock_guard<std::recursive_mutex>;
}

std::string machineOf(const std::string& path) {
    return path.substr(1, path.find('/', 1) - 1);
}

VirtualDisk::Life VirtualDisk::life(const std::string& machine) {
    const Guard guard(mutex_);
    return {machine, machines_[machine].life};
}

bool VirtualDisk::dead(const std::string& machine) {
    const Guard guard(mutex_);
    return machines_[machine].dead;
}

void VirtualDisk::killAfter(const std::string& machine, std::uint64_t seats, bool applied) {
    const Guard guard(mutex_);
    auto& of = machines_[machine];
    of.killAt = of.seats + seats;
    of.applied = applied;
}

void VirtualDisk::spare(const std::string& machine) {
    const Guard guard(mutex_);
    machines_[machine].killAt.reset();
}

void VirtualDisk::kill(const std::string& machine) {
    const Guard guard(mutex_);
    machines_[machine].dead = true;
    machines_[machine].killAt.reset();
}

void VirtualDisk::reboot(const std::string& machine, Reboot reboot, Chance& chance) {
    const Guard guard(mutex_);
    auto& of = machines_[machine];
    ++of.life;
    of.dead = false;
    of.killAt.reset();
    for (auto& [path, file] : files_) {
        if (machineOf(path) != machine) {
            continue;
        }
        file->memory.reset();
        file->locks = {};
        if (reboot == Reboot::afterPowerCut) {
            file->cutPower(chance);
        } else {
            // The system lives on and will write what it holds.
            file->sync();
        }
    }
}

void VirtualDisk::setFull(const std::string& machine, bool full) {
    const Guard guard(mutex_);
    machines_[machine].full = full;
}

void VirtualDisk::setIgnoresSync(const std::string& machine, bool ignores) {
    const Guard guard(mutex_);
    machines_[machine].ignoresSync = ignores;
}

void VirtualDisk::setIgnoresSyncIn(std::string part) {
    const Guard guard(mutex_);
    ignoresSyncIn_ = std::move(part);
}

VirtualDisk::Falls VirtualDisk::falls(const std::string& machine) {
    const Guard guard(mutex_);
    return machines_[machine].falls;
}

bool VirtualDisk::exists(const std::string& path) {
    const Guard guard(mutex_);
    return files_.contains(path);
}

std::shared_ptr<File> VirtualDisk::open(const std::string& path, bool make) {
    const Guard guard(mutex_);
    const auto found = files_.find(path);
    if (found != files_.end()) {
        return found->second;
    }
    if (!make) {
        return nullptr;
    }
    auto& file = files_[path] = std::make_shared<File>();
    file->ignoresSync = !ignoresSyncIn_.empty() && path.find(ignoresSyncIn_) != std::string::npos;
    return file;
}

VirtualDisk::Image VirtualDisk::imageOf(const std::string& machine) {
    const Guard guard(mutex_);
    Image image;
    for (const auto& [path, file] : files_) {
        if (machineOf(path) == machine) {
            image[path.substr(machine.size() + 1)] = file->bytes();
        }
    }
    return image;
}

void VirtualDisk::putImage(const std::string& machine, const Image& image) {
    const Guard guard(mutex_);
    std::erase_if(files_, [&](const auto& entry) { return machineOf(entry.first) == machine; });
    for (const auto& [path, bytes] : image) {
        auto name = '/' + machine;
        name += path;
        auto& file = files_[name];
        file = std::make_shared<File>();
        file->write(0, bytes);
        file->sync();
    }
}

VirtualDisk::Seat VirtualDisk::seat(const Life& life, int Falls::* kind) {
    auto& of = machines_[life.machine];
    if (of.dead || of.life != life.number) {
        return {};
    }
    ++of.seats;
    if (of.killAt && of.seats >= *of.killAt) {
        of.dead = true;
        of.killAt.reset();
        ++(of.falls.*kind);
        return {.reaches = of.applied};
    }
    return {.reaches = true, .lives = true};
}

Io VirtualDisk::write(const Life& life, File& file, std::uint64_t offset, std::string_view bytes) {
    const Guard guard(mutex_);
    if (machines_[life.machine].full && alive(life)) {
        return Io::full;
    }
    const auto at = seat(life, &Falls::atWrites);
    if (at.reaches) {
        file.write(offset, bytes);
    }
    return at.lives ? Io::done : Io::dead;
}

Io VirtualDisk::truncate(const Life& life, File& file, std::uint64_t size) {
    const Guard guard(mutex_);
    const auto at = seat(life, &Falls::atWrites);
    if (at.reaches) {
        file.truncate(size);
    }
    return at.lives ? Io::done : Io::dead;
}

Io VirtualDisk::sync(const Life& life, File& file) {
    const Guard guard(mutex_);
    const auto at = seat(life, &Falls::atSyncs);
    if (at.reaches && !machines_[life.machine].ignoresSync && !file.ignoresSync) {
        file.sync();
    }
    return at.lives ? Io::done : Io::dead;
}

Io VirtualDisk::remove(const Life& life, const std::string& path) {
    const Guard guard(mutex_);
    const auto at = seat(life, &Falls::atWrites);
    if (at.reaches) {
        files_.erase(path);
    }
    return at.lives ? Io::done : Io::dead;
}

bool VirtualDisk::alive(const Life& life) {
    const Guard guard(mutex_);
    const auto& of = machines_[life.machine];
    return !of.dead && of.life == life.number;
}

}  // namespace xiangji::sim
