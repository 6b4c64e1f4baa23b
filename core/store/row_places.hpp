#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <cstdint>
#include <vector>

#include "core/records/value.hpp"
#include "core/store/connection.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// Where in the centre's log each pulled row stood, so that after a restore the phone knows which
/// of its rows lie behind the fork. Kept page by page, as it came: it is written with every page
/// and read after a restore only. When the lines have doubled they are folded: of each row its last
/// place stays. Runs in the caller's transaction; throws SqlFault.
class RowPlaces {
 public:
    struct Place {
        std::uint64_t lsn = 0;
        TypeNumber type = 0;
        Id row;
    };

    explicit RowPlaces(Connection& connection) : connection_(connection) {}

    /// The places of one page's rows.
    void note(const google::protobuf::RepeatedPtrField<wire::PulledRow>& rows);
    void note(const std::vector<Place>& places);
    /// Takes out and gives what stood after `lsn`, the last place of a row last.
    [[nodiscard]] std::vector<Place> takeAfter(std::uint64_t lsn);

 private:
    void put(const std::vector<Place>& places);
    void foldWhenGrown();
    Connection& connection_;
};

}  // namespace xiangji
