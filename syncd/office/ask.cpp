#include "syncd/office/ask.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "core/base/text.hpp"

namespace xiangji::syncd {

namespace {

Result<std::string> readable(std::string_view decoded) {
    auto text = toNfc(decoded);
    if (!text || text->find('\0') != std::string::npos) {
        return Error{Fault::invalid, "the address holds bytes that are no text"};
    }
    return *std::move(text);
}

}  // namespace

std::string Ask::parameter(const std::string& name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::string() : found->second;
}

Result<Ask> Ask::fromTarget(std::string_view target) {
    const auto parsed =
        boost::urls::parse_origin_form(boost::urls::string_view(target.data(), target.size()));
    if (!parsed) {
        return Error{Fault::invalid, "the address cannot be read"};
    }
    Ask ask;
    XIANGJI_LET(path, readable(parsed->path()));
    ask.path = std::move(path);
    // A form's '+' is a space; in paths it is itself.
    boost::urls::encoding_opts form;
    form.space_as_plus = true;
    for (const auto part : parsed->encoded_params()) {
        XIANGJI_LET(name, readable(part.key.decode(form)));
        XIANGJI_LET(value, readable(part.value.decode(form)));
        ask.query.emplace(std::move(name), std::move(value));
    }
    return ask;
}

}  // namespace xiangji::syncd
