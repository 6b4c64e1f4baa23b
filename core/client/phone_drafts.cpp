// The part of PhoneClient that keeps half-filled forms.
#include "core/client/phone_client.hpp"
#include "core/records/validate.hpp"
#include "core/store/resealing.hpp"

namespace xiangji {

namespace {

std::optional<std::string> openedDraft(PhoneDatabase& database, const std::string& key,
                                       std::string kept) {
    if (!isSealedText(kept)) {
        return kept;  // from before drafts were sealed
    }
    auto opened = database.seal()->shown(draftPlace(key), Kind::text, kept);
    auto* json = std::get_if<std::string>(&opened);
    return json == nullptr ? std::nullopt : std::optional(std::move(*json));
}

}  // namespace

Outcome PhoneClient::saveDraft(const std::string& key, const std::string& json) {
    return locked([&](PhoneDatabase& database) {
        auto query = database.connection().statement(
            "INSERT OR REPLACE INTO _draft (name, json) VALUES (?1, ?2)");
        // A half-filled form may hold what will be sealed once it is saved.
        query.bindText(1, key).bind(2, database.seal()->laid(draftPlace(key), json));
        query.run();
    });
}

Result<std::optional<std::string>> PhoneClient::draft(const std::string& key) const {
    return locked([&](PhoneDatabase& database) {
        auto query = database.connection().statement("SELECT json FROM _draft WHERE name = ?1");
        query.bindText(1, key);
        return query.step() ? openedDraft(database, key, query.text(0)) : std::nullopt;
    });
}

Outcome PhoneClient::dropDraft(const std::string& key) {
    return locked([&](PhoneDatabase& database) {
        auto query = database.connection().statement("DELETE FROM _draft WHERE name = ?1");
        query.bindText(1, key);
        query.run();
    });
}

}  // namespace xiangji
