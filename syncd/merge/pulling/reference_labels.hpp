#pragma once

#include <map>
#include <string>

#include "syncd/central/central.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// Rows that a phone gets may refer to rows it does not: those travel as id and public label. Made
/// for one answer.
class ReferenceLabels {
 public:
    ReferenceLabels(Central& central, const Catalogue& catalogue, const FeedScope& scope)
        : central_(central), catalogue_(catalogue), scope_(scope) {}

    /// Notes what a row and its conflicts refer to.
    [[nodiscard]] Outcome read(const RecordType& type, const wire::PulledRow& row);
    /// The labels of everything noted that lies outside the scope.
    void put(google::protobuf::RepeatedPtrField<wire::RowLabel>& labels) const;

    /// A row's title, or its public label where it lies outside the scope; empty if it has none.
    [[nodiscard]] Result<std::string> nameOf(const RecordType& type, const Id& row);

 private:
    struct Name {
        std::string text;
        bool outside = false;
    };
    [[nodiscard]] Result<const Name*> look(const RecordType& type, const Id& row);

    Central& central_;
    const Catalogue& catalogue_;
    const FeedScope& scope_;
    std::map<std::pair<TypeNumber, Id>, Name> names_;
};

/// What of a row's title may be seen outside its scope: an open title whole; a person's surname, or
/// the whole name with their consent (DOMAIN §9); of what is sensitive nothing.
[[nodiscard]] std::string publicLabel(const RecordType& type, const Fields& fields);

}  // namespace xiangji::syncd
