#pragma once

#include "tests/support/memory_reader.hpp"
#include "tests/support/memory_write.hpp"

namespace xiangji::syncd::test {

/// A central database of plain containers, without a disk. One thread at a time.
class MemoryCentral final : public Central {
 public:
    MemoryCentral(MemoryStore& store, const Catalogue& catalogue)
        : store_(store), catalogue_(catalogue), reader_(store, catalogue) {}

    Result<std::optional<CentralIdentity>> identity() override { return store_.identity; }
    Result<std::unique_ptr<CentralWrite>> begin() override;
    Result<FeedPage> feed(const FeedScope& scope, Lsn after, std::size_t mostRows,
                          std::size_t mostBytes) override;
    Result<WholePage> whole(const std::vector<WholePart>& parts, const WholePlace& after,
                            std::size_t mostRows, std::size_t mostBytes) override;
    Result<std::uint64_t> countWhole(const std::vector<WholePart>& parts) override;
    Result<std::vector<LogLine>> history(TypeNumber type, const Id& row) override;
    Result<LogHead> headNow() override { return store_.head(); }
    Result<std::vector<Epoch>> epochs() override { return store_.epochs; }
    Result<std::optional<Bytes>> hashAt(Lsn lsn) override;
    Result<std::vector<RecoveryRow>> recoveries() override;
    Result<std::unique_ptr<CentralSnapshot>> snapshot() override;
    Outcome copyTo(const std::filesystem::path&) override {
        return Error{Fault::unsupported, "this store has no files"};
    }
    Result<std::vector<DeviceRow>> devices() override;
    Result<std::optional<DeviceRow>> deviceNow(const Id& id) override;
    Result<CentralCounts> counts() override;
    Result<std::optional<RowState>> rowNow(const RecordType& type, const Id& id) override;
    Result<std::vector<ProposalRow>> proposalsNow(TypeNumber type, const Id& row) override {
        return store_.proposalsOf(type, row);
    }
    Result<std::vector<AsideRow>> asideNow() override {
        return store_.asideOf([](const AsideRow&) { return true; });
    }
    Result<std::vector<WholeAside>> wholeAsideNow() override;
    Reader& reader() override { return reader_; }

    [[nodiscard]] bool writing() const { return writing_; }

 private:
    MemoryStore& store_;
    const Catalogue& catalogue_;
    MemoryReader reader_;
    bool writing_ = false;
};

}  // namespace xiangji::syncd::test
