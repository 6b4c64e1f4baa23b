#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iostream>
#include <memory>

#include "core/sync/bundle.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"
#include "syncd/app/files.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

struct Options {
    std::string file;
    std::string data;
    std::string receipts;
    bool asJson = false;
};

BundleSource reading(std::ifstream& file, const std::string& path) {
    return [&file, path]() -> Result<Bytes> {
        Bytes piece(kPieceBytes, '\0');
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        if (file.bad()) {
            return systemError("cannot read", path, errno);
        }
        piece.resize(static_cast<std::size_t>(file.gcount()));
        return piece;
    };
}

/// What became of a bundle's parcels, and the bundle of receipts that goes back.
struct Handed {
    std::uint64_t taken = 0;
    std::uint64_t answers = 0;
    std::vector<std::string> refused;  ///< why, each once
    Bytes receipts = bundleHead();
};

Outcome hand(Township& township, const wire::Parcel& parcel, Handed& handed) {
    XIANGJI_LET(answer, township.ask({{"ask", "parcel"},
                                      {"parcel", toBase64Url(parcel.SerializeAsString())}}));
    const std::string words(answer.at("words").as_string());
    if (!words.empty()) {
        if (std::ranges::find(handed.refused, words) == handed.refused.end()) {
            handed.refused.push_back(words);
        }
        return {};
    }
    ++handed.taken;
    for (const auto& each : answer.at("answers").as_array()) {
        wire::Parcel back;
        const auto bytes = fromBase64Url(std::string(each.as_string()));
        if (!bytes || !parseOutside(back, *bytes)) {
            return Error{Fault::failed, "the running syncd answers something strange; restart it"};
        }
        XIANGJI_LET(part, bundlePart(back));
        handed.receipts += part;
        ++handed.answers;
    }
    return {};
}

void tell(const Options& options, const Handed& handed, const std::string& words) {
    if (options.asJson) {
        json::array refused(handed.refused.begin(), handed.refused.end());
        std::cout << json::serialize(json::object{{"taken", handed.taken},
                                                  {"refused", std::move(refused)},
                                                  {"answers", handed.answers},
                                                  {"words", words}})
                  << "\n";
        return;
    }
    std::cout << "Taken " << handed.taken << (handed.taken == 1 ? " parcel" : " parcels");
    if (!options.receipts.empty()) {
        std::cout << ", receipts in " << options.receipts;
    }
    std::cout << "\n";
}

Outcome bundle(const Options& options) {
    std::ifstream file(options.file, std::ios::binary);
    if (!file) {
        return systemError("cannot read", options.file, errno);
    }
    Township township(options.data);
    Handed handed;
    XIANGJI_LET(found, readBundle(reading(file, options.file), [&](const wire::Parcel& parcel) {
                    return parcel.kind() == wire::Parcel::KIND_TO_PHONE
                               ? Outcome()  // an answer that somebody carries home
                               : hand(township, parcel, handed);
                }));
    if (!options.receipts.empty()) {
        XIANGJI_TRY(writeFile(options.receipts, handed.receipts + bundleEnd()));
    }
    std::string words = wordsFor(found);
    tell(options, handed, words);
    for (const auto& refused : handed.refused) {
        words += (words.empty() ? "" : "; ") + refused;
    }
    return words.empty() ? Outcome() : Error{Fault::untrusted, options.file + ": " + words};
}

}  // namespace

void addBundle(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "bundle", "Take in what phones wrote into a bundle file, and write the receipts for them");
    command->add_option("FILE", options->file, "The bundle, written by: xiangji bundle write FILE")
        ->required();
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    command
        ->add_option("--receipts", options->receipts,
                     "Where the receipts go, for: xiangji bundle read FILE")
        ->type_name("FILE");
    command->add_flag("--json", options->asJson, "One JSON object, for programs");
    command->footer(
        "Example: syncd bundle waiting.xjb --data /var/lib/xiangji/township --receipts back.xjb");
    command->callback([options, &chosen] { chosen = [options] { return bundle(*options); }; });
}

}  // namespace xiangji::syncd
