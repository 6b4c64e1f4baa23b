#include "syncd/merge/erased_envelopes.hpp"

#include "core/sync/envelope.hpp"
#include "syncd/merge/erased_values.hpp"

namespace xiangji::syncd {

std::vector<int> takeOut(Bytes& bytes, const RecordType& type, const Id& row) {
    wire::Envelope envelope;
    wire::EnvelopeBody body;
    wire::Changeset changeset;
    if (!parseOutside(envelope, bytes) || !parseOutside(body, envelope.body()) ||
        !parseOutside(changeset, body.changeset())) {
        return {};
    }
    std::vector<int> places;
    for (int i = 0; i < changeset.changes_size(); ++i) {
        if (isAbout(changeset.changes(i), type, row)) {
            *changeset.mutable_changes(i) = redacted(changeset.changes(i), &type);
            places.push_back(i);
        }
    }
    if (!places.empty()) {
        body.set_changeset(changeset.SerializeAsString());
        envelope.set_body(body.SerializeAsString());
        envelope.clear_signature();
        bytes = envelope.SerializeAsString();
    }
    return places;
}

Result<Bytes> withoutErased(Transaction& transaction, const Catalogue& catalogue,
                            const wire::Envelope& envelope) {
    Bytes bytes = envelope.SerializeAsString();
    wire::EnvelopeBody body;
    wire::Changeset changeset;
    if (!parseOutside(body, envelope.body()) || !parseOutside(changeset, body.changeset())) {
        return bytes;
    }
    for (const auto& change : changeset.changes()) {
        const RecordType* type = catalogue.find(TypeNumber{change.type()});
        const auto id = Id::fromBytes(change.row());
        if (type == nullptr || !id || !isPersonal(*type)) {
            continue;
        }
        XIANGJI_LET(row, transaction.central().row(*type, *id));
        if (row && row->erased) {
            (void)takeOut(bytes, *type, *id);
        }
    }
    return bytes;
}

}  // namespace xiangji::syncd
