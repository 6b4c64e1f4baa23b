#pragma once

#include <QString>
#include <string>
#include <string_view>

#include "core/base/id.hpp"

namespace xiangji {

[[nodiscard]] inline QString toQt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}
[[nodiscard]] inline QString toQt(const Id& id) {
    return id.isNone() ? QString() : toQt(id.text());
}
[[nodiscard]] inline std::string fromQt(const QString& text) {
    return text.toStdString();
}
/// None for what is no UUID text.
[[nodiscard]] inline Id idFrom(const QString& text) {
    return Id::parse(fromQt(text)).value_or(Id{});
}

}  // namespace xiangji
