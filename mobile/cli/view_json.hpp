#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "mobile/cli/shell.hpp"

namespace xiangji::cli {

// The stable shapes of `--json`, as README.md documents them: keys are only ever added. All are
// pure and fail at nothing.

/// delivered waiting held refused.
[[nodiscard]] std::string sendStateName(SendState state);
/// The same for a person: 已送达 待发送 待确认 被退回.
[[nodiscard]] std::string sendStateWords(const Shell& shell, SendState state);
/// A row of `show`: the catalogue's fields, then what this phone knows of it under names with "_".
[[nodiscard]] boost::json::object rowJson(const RowView& row);
[[nodiscard]] boost::json::object proposalJson(const ProposalView& proposal);
[[nodiscard]] boost::json::object conflictJson(const ConflictView& conflict);
[[nodiscard]] boost::json::object verdictJson(const VerdictView& verdict);
[[nodiscard]] boost::json::object historyJson(const RecordType& type, const History& history);
[[nodiscard]] boost::json::object statusJson(const Status& status);
/// elsewhere waiting delivered refused fetched.
[[nodiscard]] std::string fileStandingName(FileStanding standing);
[[nodiscard]] std::string fileStandingWords(const Shell& shell, FileStanding standing);
[[nodiscard]] boost::json::object mediaJson(const Id& row, const MediaView& media);
[[nodiscard]] boost::json::object meJson(const Me& me);
[[nodiscard]] boost::json::object syncJson(const SyncReport& report);
[[nodiscard]] boost::json::object bundleJson(const BundleWritten& written);
[[nodiscard]] boost::json::object bundleJson(const BundleRead& read);

}  // namespace xiangji::cli
