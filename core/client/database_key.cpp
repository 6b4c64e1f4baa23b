#include "core/client/database_key.hpp"

#include "core/client/device_key.hpp"
#include "core/store/encrypted_file.hpp"

namespace xiangji {

namespace {

Result<std::optional<FileKey>> keptKey(KeySeat& keys) {
    XIANGJI_LET(secret, keys.load(std::string(kDatabaseKey)));
    if (!secret) {
        return std::optional<FileKey>();
    }
    XIANGJI_LET(key, FileKey::of(*std::move(secret)));
    return std::optional(std::move(key));
}

Result<FileKey> newKey(KeySeat& keys, Random& random) {
    Bytes secret = random.bytes(FileKey::kBytes);
    XIANGJI_TRY(keys.save(std::string(kDatabaseKey), secret));
    XIANGJI_LET(kept, keys.load(std::string(kDatabaseKey)));
    if (kept != secret) {
        // Under a key that is not kept nothing may be encrypted: it would be the only copy.
        return Error{Fault::failed,
                     "the key store took the database's key and does not have it; nothing was "
                     "changed"};
    }
    return FileKey::of(std::move(secret));
}

/// A file that begins neither in the clear nor with the mark of the key, if there is one.
Error strange(const std::filesystem::path& file, bool hasKey) {
    if (!hasKey) {
        return {Fault::notFound,
                file.string() +
                    " is encrypted, and its key (database.key) is not where the home keeps it, or "
                    "its beginning is damaged; nothing was changed and no new key was made; put it "
                    "back from a copy, or join again with a new home: what was delivered is safe "
                    "at the centre"};
    }
    return {Fault::untrusted,
            file.string() +
                " does not go with the key that this home keeps (database.key): the key is another "
                "one's, or the beginning of the file is damaged; nothing was changed; put the "
                "right one back from a copy, or join again with a new home: what was delivered is "
                "safe at the centre"};
}

/// Encrypted or spoilt, in the hands of a program that cannot tell more than the file's beginning.
Result<std::optional<FileKey>> withoutCipher(const std::filesystem::path& file, KeySeat& keys) {
    XIANGJI_LET(key, keptKey(keys));
    XIANGJI_LET(form, formOf(file, key ? &*key : nullptr));
    if (form == FileForm::sealed) {
        return Error{Fault::unsupported,
                     file.string() +
                         " is encrypted, and this build of Xiangji cannot read encrypted "
                         "databases; nothing was changed; use the one it was made with"};
    }
    return std::optional<FileKey>();  // Spoilt, as the database itself will say.
}

/// The key under which the file is to lie once this returns; `because`: why under none.
Result<std::optional<FileKey>> settledKey(const std::filesystem::path& file, KeySeat& keys,
                                          Random& random, Fault& because) {
    XIANGJI_LET(form, formOf(file, nullptr));
    if (!canEncryptFiles() || form == FileForm::other) {
        return keyOfFile(file, keys);
    }
    XIANGJI_LET(key, keptKey(keys));
    if (!key && form == FileForm::clear) {
        XIANGJI_LET(device, keys.load(std::string(kDeviceKey)));
        if (!device) {
            return key;  // A home that has lost its keys is told so and not touched.
        }
    }
    if (!key) {
        XIANGJI_LET(made, newKey(keys, random));
        key = std::move(made);
    }
    if (form == FileForm::none) {
        XIANGJI_TRY(beginEncrypted(file, *key));
    } else if (const auto encrypted = encryptFile(file, *key); !encrypted) {
        because = encrypted.error().fault;
        XIANGJI_LET(now, formOf(file, &*key));
        if (now != FileForm::sealed) {
            key.reset();
        }
    }
    return key;
}

}  // namespace

Result<std::optional<FileKey>> keyOfFile(const std::filesystem::path& file, KeySeat& keys) {
    XIANGJI_LET(form, formOf(file, nullptr));
    if (form != FileForm::other) {
        return std::optional<FileKey>();
    }
    if (!canEncryptFiles()) {
        return withoutCipher(file, keys);
    }
    XIANGJI_LET(key, keptKey(keys));
    XIANGJI_LET(known, formOf(file, key ? &*key : nullptr));
    return known == FileForm::sealed ? Result<std::optional<FileKey>>(std::move(key))
                                     : strange(file, key.has_value());
}

Result<OpenedDatabase> openDatabase(const std::filesystem::path& file, KeySeat& keys,
                                    Random& random) {
    Fault because = canEncryptFiles() ? Fault::notFound : Fault::unsupported;
    XIANGJI_LET(key, settledKey(file, keys, random, because));
    auto database = PhoneDatabase::open(file, Catalogue::builtIn(), key ? &*key : nullptr);
    if (!database && database.error().fault == Fault::damaged) {
        return Error{Fault::damaged, file.string() + " is damaged and was left as it is: " +
                                         database.error().detail +
                                         "; keep the file, what was delivered is safe at the "
                                         "centre; join again with a new home"};
    }
    if (!database) {
        return Error{database.error().fault, file.string() + ": " + database.error().detail};
    }
    return OpenedDatabase{*std::move(database), key ? std::nullopt : std::optional(because)};
}

}  // namespace xiangji
