#include "tests/cipher/home_files.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "core/client/database_key.hpp"

namespace xiangji::test {

namespace fs = std::filesystem;

std::map<std::string, std::string> bytesBelow(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().filename() != "lock") {
            std::ifstream in(entry.path(), std::ios::binary);
            files[fs::relative(entry.path(), folder)] = {std::istreambuf_iterator<char>(in), {}};
        }
    }
    return files;
}

void putBack(const fs::path& folder, const std::map<std::string, std::string>& files) {
    for (const auto& [name, bytes] : bytesBelow(folder)) {
        if (!files.contains(name)) {
            fs::remove(folder / name);
        }
    }
    for (const auto& [name, bytes] : files) {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name, std::ios::binary | std::ios::trunc) << bytes;
        fs::permissions(folder / name, fs::perms::owner_read | fs::perms::owner_write);
    }
}

void leaveAsKilled(Phone& phone) {
    const auto open = bytesBelow(phone.home);
    phone.client.reset();
    putBack(phone.home, open);
}

void leaveInTheClear(Phone& phone) {
    phone.client.reset();
    phone.file()->execute("PRAGMA journal_mode=DELETE; PRAGMA rekey=''");
    const auto form = formOf(phone.home / "phone.db", nullptr);
    const auto dropped = phone.keys.drop(std::string(kDatabaseKey));
    if (!form || *form != FileForm::clear || !dropped) {
        throw std::runtime_error("the home is not in the clear");
    }
}

void spoilPage(const fs::path& file, std::uintmax_t page) {
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(page * kPageBytes));
    out << std::string(kPageBytes, '\x5a');
}

bool canTheCommand() {
    return std::string_view(XIANGJI_COMMAND_SQLITE) == "own";
}

}  // namespace xiangji::test
