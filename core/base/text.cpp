#include "core/base/text.hpp"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace xiangji {

namespace {

/// Whole UTF-8 made of nothing but ASCII and the Chinese characters and marks that normalize to
/// themselves whatever stands beside them. False says nothing.
bool isPlainChinese(std::string_view text) {
    const auto octet = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto follows = [&](std::size_t at) {
        return at + 2 < text.size() && (octet(at + 1) & 0xc0) == 0x80 &&
               (octet(at + 2) & 0xc0) == 0x80;
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = octet(at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        if (!follows(at)) {
            return false;
        }
        if (lead >= 0xe5 && lead <= 0xe9) {  // U+5000 to U+9FFF
            at += 3;
            continue;
        }
        const unsigned point =
            (lead & 0x0fU) << 12U | (octet(at + 1) & 0x3fU) << 6U | (octet(at + 2) & 0x3fU);
        const bool ideograph = lead < 0xf0 && point >= 0x4e00 && point <= 0x9fff;
        const bool mark = lead < 0xf0 && ((point >= 0x2010 && point <= 0x2027) ||
                                          (point >= 0x3000 && point <= 0x3029) ||
                                          (point >= 0xff01 && point <= 0xff5e));
        if (lead < 0xe0 || (!ideograph && !mark)) {
            return false;
        }
        at += 3;
    }
    return true;
}

}  // namespace

bool isNfc(std::string_view text) {
    return isPlainChinese(text) || toNfc(text) == text;
}

std::optional<std::string> toNfc(std::string_view text) {
    if (isPlainChinese(text)) {
        return std::string(text);
    }
    utf8proc_uint8_t* normal = nullptr;
    const auto size =
        utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                     static_cast<utf8proc_ssize_t>(text.size()), &normal,
                     static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    if (size < 0) {
        return std::nullopt;
    }
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(normal, &std::free);
    return std::string(reinterpret_cast<const char*>(normal), static_cast<std::size_t>(size));
}

std::size_t codePoints(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        count += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1U : 0U;
    }
    return count;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kIdeographicSpace = "\u3000";
    const auto isSpace = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    for (;;) {
        if (!text.empty() && isSpace(text.front())) {
            text.remove_prefix(1);
        } else if (text.starts_with(kIdeographicSpace)) {
            text.remove_prefix(kIdeographicSpace.size());
        } else {
            break;
        }
    }
    for (;;) {
        if (!text.empty() && isSpace(text.back())) {
            text.remove_suffix(1);
        } else if (text.ends_with(kIdeographicSpace)) {
            text.remove_suffix(kIdeographicSpace.size());
        } else {
            break;
        }
    }
    return text;
}

}  // namespace xiangji
