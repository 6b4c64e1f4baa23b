#include "tests/bench/phones/few_algorithms.hpp"

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/provider.h>

#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace xiangji::bench {

namespace {

OSSL_PROVIDER* whole() {
    static OSSL_PROVIDER* loaded = OSSL_PROVIDER_load(nullptr, "default");
    return loaded;
}

bool isOf(std::string_view names, std::string_view kind) {
    return names.substr(0, names.find(':')) == kind;
}

std::vector<OSSL_ALGORITHM> chosen(int operation) {
    int ignored = 0;
    std::vector<OSSL_ALGORITHM> some;
    const auto* all = OSSL_PROVIDER_query_operation(whole(), operation, &ignored);
    for (; all != nullptr && all->algorithm_names != nullptr; ++all) {
        const bool ec = isOf(all->algorithm_names, "EC");
        const bool publicKey = std::string_view(all->property_definition).find("SubjectPublic") !=
                               std::string_view::npos;
        if (operation == OSSL_OP_KEYMGMT ? ec || isOf(all->algorithm_names, "X25519")
                                         : ec && publicKey) {
            some.push_back(*all);
        }
    }
    some.push_back({});
    return some;
}

const OSSL_ALGORITHM* query(void* /*context*/, int operation, int* noCache) {
    static const auto keys = chosen(OSSL_OP_KEYMGMT);
    static const auto decoders = chosen(OSSL_OP_DECODER);
    *noCache = 0;
    switch (operation) {
        case OSSL_OP_KEYMGMT:
            return keys.data();
        case OSSL_OP_DECODER:
            return decoders.data();
        default:
            return OSSL_PROVIDER_query_operation(whole(), operation, noCache);
    }
}

int capabilities(void* /*context*/, const char* name, OSSL_CALLBACK* told, void* to) {
    return OSSL_PROVIDER_get_capabilities(whole(), name, told, to);
}

int start(const OSSL_CORE_HANDLE* /*core*/, const OSSL_DISPATCH* /*given*/,
          const OSSL_DISPATCH** offered, void** context) {
    static const std::array<OSSL_DISPATCH, 3> kOffered{
        {{OSSL_FUNC_PROVIDER_QUERY_OPERATION, reinterpret_cast<void (*)()>(&query)},
         {OSSL_FUNC_PROVIDER_GET_CAPABILITIES, reinterpret_cast<void (*)()>(&capabilities)},
         {0, nullptr}}};
    *offered = kOffered.data();
    *context = OSSL_PROVIDER_get0_provider_ctx(whole());
    return 1;
}

}  // namespace

OSSL_LIB_CTX* fewAlgorithms() {
    static OSSL_LIB_CTX* made = [] {
        auto* library = OSSL_LIB_CTX_new();
        if (OSSL_PROVIDER_add_builtin(library, "few", &start) != 1 ||
            OSSL_PROVIDER_load(library, "few") == nullptr) {
            throw std::runtime_error("OpenSSL does not take fewer algorithms");
        }
        return library;
    }();
    return made;
}

}  // namespace xiangji::bench
