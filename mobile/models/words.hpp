#pragma once

#include <QCoreApplication>
#include <QString>
#include <string>

#include "core/base/clock.hpp"
#include "core/base/result.hpp"
#include "core/client/client.hpp"

namespace xiangji {

/// What core says in codes and numbers, in words for a person, in the language of the settings.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)

 public:
    [[nodiscard]] static QString label(const Label& label);
    /// "6月19日 星期五" of "2026-06-19"; with the year where it is not this one.
    [[nodiscard]] static QString date(const QString& civilDate, Instant nowMs);
    /// "今天 09:30", "6月21日 星期日 09:30".
    [[nodiscard]] static QString when(Instant atMs, Instant nowMs);
    /// "刚刚", "5 分钟前", then as `when`.
    [[nodiscard]] static QString ago(Instant atMs, Instant nowMs);
    /// "分钟"; empty where a number speaks for itself.
    [[nodiscard]] static QString unit(Unit unit);
    [[nodiscard]] static QString sendState(SendState state);
    /// Where a photo's file is.
    [[nodiscard]] static QString fileStanding(FileStanding standing);
    /// Why the last thing could not be saved: what happened, what is safe, what to do.
    [[nodiscard]] static QString unsaved(const Error& error);
    [[nodiscard]] static QString notJoined(const Error& error);
    /// The same of an invitation that should have renewed a joined phone's centre.
    [[nodiscard]] static QString notRenewed(const Error& error);
    /// Why a sync ended early; empty for `done`.
    [[nodiscard]] static QString syncEnd(SyncEnd end);
    /// What became of a proposal.
    [[nodiscard]] static QString proposal(const ProposalView& proposal);
    /// A centre's reason, by its code; its own words where the code is unknown.
    [[nodiscard]] static QString verdict(const VerdictView& verdict);
    [[nodiscard]] static QString group(const std::string& group);
    /// Whether the whole database is encrypted, and if not, why.
    [[nodiscard]] static QString database(const Status& status);
};

}  // namespace xiangji
