#include "syncd/app/revocation_file.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace xiangji::syncd {

namespace {

std::string wordsOf(const Revocation& revocation) {
    return "revoked " + revocation.device.text() + " " + std::to_string(revocation.atMs);
}

std::optional<Revocation> parsed(const std::string& words) {
    std::istringstream stream(words);
    std::string verb;
    std::string device;
    std::string at;
    if (!(stream >> verb >> device >> at)) {
        return std::nullopt;
    }
    Revocation revocation;
    revocation.device = Id::parse(device).value_or(Id{});
    std::from_chars(at.data(), at.data() + at.size(), revocation.atMs);
    return wordsOf(revocation) == words ? std::optional(revocation) : std::nullopt;
}

}  // namespace

Result<std::unique_ptr<RevocationFile>> RevocationFile::open(const std::filesystem::path& path) {
    XIANGJI_LET(lines, CheckedLines::open(
                           path, [](const std::string& words) { return bool(parsed(words)); },
                           "without it a restored database would let revoked phones in"));
    return std::unique_ptr<RevocationFile>(new RevocationFile(std::move(lines)));
}

Result<std::vector<Revocation>> RevocationFile::all() {
    const std::lock_guard lock(mutex_);
    std::vector<Revocation> revocations;
    for (const auto& line : lines_->lines()) {
        revocations.push_back(*parsed(line));
    }
    return revocations;
}

Outcome RevocationFile::add(const Revocation& revocation) {
    XIANGJI_LET(known, all());
    const std::lock_guard lock(mutex_);
    if (std::ranges::find(known, revocation.device, &Revocation::device) != known.end()) {
        return {};
    }
    return lines_->add(wordsOf(revocation));
}

}  // namespace xiangji::syncd
