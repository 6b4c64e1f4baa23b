#pragma once

#include "core/client/client.hpp"
#include "core/store/phone_database.hpp"
#include "tests/sim/chance.hpp"

namespace xiangji::sim {

/// What a person at a phone might do next, drawn by chance from the catalogue and the rows that the
/// phone shows. Much of it touches the same few rows, so that people meet.
class Person {
 public:
    Person(PhoneDatabase& database, const Me& me, Instant nowMs, Chance& chance)
        : database_(database), me_(me), nowMs_(nowMs), chance_(chance) {}

    [[nodiscard]] std::vector<Operation> someOperations();
    /// A class with its activity, team, children and first session.
    [[nodiscard]] std::vector<Operation> foundingOperations(Random& random);
    /// A value that suits a field; unset where the phone has no row to name.
    [[nodiscard]] Value someValue(const Field& field);
    [[nodiscard]] std::optional<Operation> someEdit();
    /// Other values for what an edit says.
    [[nodiscard]] std::optional<Operation> otherwise(const Edit& edit);
    /// An edit of what says where a row belongs.
    [[nodiscard]] std::optional<Operation> someMove();
    /// An edit of what only the office changes.
    [[nodiscard]] std::optional<Operation> someAsking();
    /// An answer to a proposal that lies open here.
    [[nodiscard]] std::optional<Operation> someAnswer();

 private:
    [[nodiscard]] std::optional<Operation> someOperation();
    [[nodiscard]] std::optional<Operation> someInsert(const RecordType& type);
    [[nodiscard]] std::optional<Operation> someEdit(const RecordType& type);
    [[nodiscard]] std::optional<Operation> someStep(const RecordType& type);
    [[nodiscard]] std::optional<Operation> someSettlement();
    [[nodiscard]] const RecordType& someType();
    [[nodiscard]] const Field& someField(const RecordType& type);
    /// Whether this person would fill a field in on a new row.
    [[nodiscard]] bool fillsIn(const Field& field);
    [[nodiscard]] std::optional<Id> someRow(const RecordType& type);
    [[nodiscard]] Value someElements(const Field& field);
    [[nodiscard]] Value somePlain(const Field& field);
    [[nodiscard]] Value someNumber(const Field& field);
    [[nodiscard]] std::string someText(const Field& field);

    PhoneDatabase& database_;
    const Me& me_;
    Instant nowMs_;
    Chance& chance_;
};

/// In every text that somebody gives for a sealed field, and in nothing else.
inline constexpr std::string_view kSealedWords = "封存";

/// True for what people write in these worlds by themselves: not units and devices, whose rows are
/// the centre's.
[[nodiscard]] bool isPeoples(const RecordType& type);

}  // namespace xiangji::sim
