#pragma once

#include <map>
#include <string>
#include <utility>

#include "syncd/central/reader.hpp"
#include "syncd/office/office_view.hpp"
#include "syncd/office/unit_tree.hpp"

namespace xiangji::syncd {

/// Cells as a person reads them: choices by label, instants in Shanghai's civil time, references by
/// the name of what they refer to, personal text masked, hidden fields empty. One object serves one
/// answer: it remembers looked-up names.
class CellText {
 public:
    CellText(const OfficeView& view, Reader& reader, const UnitTree& units, bool english)
        : view_(view), reader_(reader), units_(units), english_(english) {}

    [[nodiscard]] std::string text(const RecordType& type, const Field& field, const Value& value);
    /// A cell of a row; empty if unset.
    [[nodiscard]] std::string text(const SeenRow& row, const Field& field);
    /// The row's own name; empty if its type has none.
    [[nodiscard]] std::string title(const SeenRow& row);
    /// The lifecycle state's label.
    [[nodiscard]] std::string state(const SeenRow& row) const;
    [[nodiscard]] std::string label(const Label& label) const {
        return english_ ? label.en() : label.zh();
    }
    [[nodiscard]] bool english() const { return english_; }
    [[nodiscard]] const UnitTree& units() const { return units_; }
    [[nodiscard]] const OfficeView& view() const { return view_; }

 private:
    std::string referred(const Field& field, const Value& value);

    const OfficeView& view_;
    Reader& reader_;
    const UnitTree& units_;
    bool english_;
    std::map<std::pair<TypeNumber, Id>, std::string> names_;
};

/// The value of a row's field; monostate if unset.
[[nodiscard]] Value valueOf(const SeenRow& row, const Field& field);
/// The name of a row's lifecycle state; empty where there is none.
[[nodiscard]] std::string stateOf(const SeenRow& row);

}  // namespace xiangji::syncd
