#pragma once

#include "tests/sim/findings.hpp"
#include "tests/support/memory_central.hpp"
#include "tests/support/passing_central.hpp"

namespace xiangji::sim {

/// The central database twice: everything the desk asks of the real one is asked of plain
/// containers too, and the answers must be the same. What a killed commit left is settled at the
/// next opening: all of it or none.
class TwinCentral final : public syncd::test::PassingCentral {
 public:
    /// What lives longer than one opening of the real database.
    struct Second {
        syncd::test::MemoryStore store;
        std::optional<syncd::test::Undoing> inDoubt;
    };

    TwinCentral(syncd::Central& real, Second& second, const Catalogue& catalogue,
                Findings& findings, std::function<bool()> dead)
        : PassingCentral(real),
          second_(second),
          memory_(second.store, catalogue),
          catalogue_(catalogue),
          findings_(findings),
          dead_(std::move(dead)) {}

    /// After an opening: the real database is as it was before the last commit or after it.
    void settle();
    /// Compares everything: rows with their marks, feed, log, devices, receipts.
    void compareAll();

    Result<std::unique_ptr<syncd::CentralWrite>> begin() override;
    Result<syncd::FeedPage> feed(const syncd::FeedScope& scope, Lsn after, std::size_t mostRows,
                                 std::size_t mostBytes) override;
    Result<syncd::WholePage> whole(const std::vector<syncd::WholePart>& parts,
                                   const syncd::WholePlace& after, std::size_t mostRows,
                                   std::size_t mostBytes) override;
    Result<std::uint64_t> countWhole(const std::vector<syncd::WholePart>& parts) override;
    Result<std::vector<syncd::LogLine>> history(TypeNumber type, const Id& row) override;
    Result<syncd::LogHead> headNow() override;
    Result<std::optional<syncd::DeviceRow>> deviceNow(const Id& id) override;
    Result<std::optional<RowState>> rowNow(const RecordType& type, const Id& id) override;
    Result<std::vector<syncd::ProposalRow>> proposalsNow(TypeNumber type, const Id& row) override;

 private:
    class Write;
    [[nodiscard]] std::optional<std::string> difference();
    void differ(const std::string& where) { findings_.add("second store", where); }
    [[nodiscard]] bool comparable() const { return !memory_.writing() && !second_.inDoubt; }

    Second& second_;
    syncd::test::MemoryCentral memory_;
    const Catalogue& catalogue_;
    Findings& findings_;
    std::function<bool()> dead_;
};

}  // namespace xiangji::sim
