#include "syncd/app/erasure_file.hpp"

#include <charconv>
#include <sstream>

#include "core/base/bytes.hpp"

namespace xiangji::syncd {

namespace {

std::string wordsOf(const Erasure& erasure) {
    return "erased " + std::to_string(erasure.type) + " " + erasure.row.text() + " " +
           std::to_string(erasure.atMs) + " " + toBase64Url(erasure.by);
}

std::optional<Erasure> parsed(const std::string& words) {
    std::istringstream stream(words);
    std::string verb;
    std::string type;
    std::string row;
    std::string at;
    std::string by;
    if (!(stream >> verb >> type >> row >> at >> by)) {
        return std::nullopt;
    }
    Erasure erasure;
    std::from_chars(type.data(), type.data() + type.size(), erasure.type);
    std::from_chars(at.data(), at.data() + at.size(), erasure.atMs);
    erasure.row = Id::parse(row).value_or(Id{});
    erasure.by = fromBase64Url(by).value_or("");
    return wordsOf(erasure) == words ? std::optional(erasure) : std::nullopt;
}

}  // namespace

Result<std::unique_ptr<ErasureFile>> ErasureFile::open(const std::filesystem::path& path) {
    XIANGJI_LET(lines, CheckedLines::open(
                           path, [](const std::string& words) { return bool(parsed(words)); },
                           "without it a restored database would bring erased values back"));
    std::unique_ptr<ErasureFile> file(new ErasureFile(std::move(lines)));
    XIANGJI_LET(erasures, file->all());
    for (const auto& erasure : erasures) {
        file->rows_.insert(erasure.row);
    }
    return file;
}

Result<std::vector<Erasure>> ErasureFile::all() {
    const std::lock_guard lock(mutex_);
    std::vector<Erasure> erasures;
    for (const auto& line : lines_->lines()) {
        erasures.push_back(*parsed(line));
    }
    return erasures;
}

Outcome ErasureFile::add(const Erasure& erasure) {
    const std::lock_guard lock(mutex_);
    if (rows_.contains(erasure.row)) {
        return {};
    }
    XIANGJI_TRY(lines_->add(wordsOf(erasure)));
    rows_.insert(erasure.row);
    return {};
}

}  // namespace xiangji::syncd
