#include "syncd/merge/erasing/erased_envelopes.hpp"

#include "core/sync/envelope.hpp"
#include "syncd/merge/erasing/erased_names.hpp"

namespace xiangji::syncd {

namespace {

/// What erasures of before say of one change.
Result<std::optional<Depth>> depthOf(Transaction& transaction, const Catalogue& catalogue,
                                     const wire::Change& change) {
    const RecordType* type = catalogue.find(TypeNumber{change.type()});
    const Id id = rowOf(change).second;
    if (type == nullptr || id.isNone() || !isReachedByErasures(*type)) {
        return std::optional<Depth>();
    }
    XIANGJI_LET(row, transaction.central().row(*type, id));
    if (row && isErasedRow(*row)) {
        return std::optional(Depth::row);
    }
    Fields fields = referencesIn(change, *type);
    if (row) {
        fields.insert(row->fields.begin(), row->fields.end());
    }
    XIANGJI_LET(named, namesErased(transaction, catalogue, *type, fields));
    if (named.what == ON_ERASURE_ERASES) {
        return std::optional(Depth::row);
    }
    const bool counts = named.what == ON_ERASURE_EMPTIES || (row && row->erased);
    return counts ? std::optional(Depth::words) : std::nullopt;
}

}  // namespace

RowName rowOf(const wire::Change& change) {
    return {TypeNumber{change.type()}, Id::fromBytes(change.row()).value_or(Id{})};
}

std::vector<int> takeOut(Bytes& bytes, const Catalogue& catalogue, const HowMuch& goes) {
    wire::Envelope envelope;
    wire::EnvelopeBody body;
    wire::Changeset changeset;
    if (!parseOutside(envelope, bytes) || !parseOutside(body, envelope.body()) ||
        !parseOutside(changeset, body.changeset())) {
        return {};
    }
    std::vector<int> places;
    for (int i = 0; i < changeset.changes_size(); ++i) {
        auto& change = *changeset.mutable_changes(i);
        const RecordType* type = catalogue.find(TypeNumber{change.type()});
        const auto depth = type == nullptr ? std::nullopt : goes(*type, change);
        if (depth) {
            change = redacted(change, type, *depth);
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
    XIANGJI_LET(any, transaction.anyErasure());
    if (!any) {
        return bytes;
    }
    std::optional<Error> fault;
    (void)takeOut(bytes, catalogue, [&](const RecordType&, const wire::Change& change) {
        const auto depth = depthOf(transaction, catalogue, change);
        if (!depth) {
            fault = depth.error();
        }
        return depth ? *depth : std::nullopt;
    });
    if (fault) {
        return *fault;
    }
    return bytes;
}

}  // namespace xiangji::syncd
