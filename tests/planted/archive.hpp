#pragma once

#include "tests/planted/spoiled_central.hpp"

// Faults in how a centre moves old lines of its log into segments.

namespace xiangji::planted {

/// The lines go before their segment is durable.
class SegmentNotSynced final : public sim::Planted {
 public:
    void begin(sim::VirtualDisk& disk) override { disk.setIgnoresSyncIn("-archive/"); }
};

/// An archive that passes on; a fault overrides a step.
class SpoiledArchive : public syncd::ArchiveWrite {
 public:
    explicit SpoiledArchive(syncd::ArchiveWrite& real) : real_(real) {}
    Result<syncd::Segment> write(Lsn last, const Sign& sign) override {
        return real_.write(last, sign);
    }
    Outcome handOver(const syncd::Segment& segment) override { return real_.handOver(segment); }

 protected:
    [[nodiscard]] syncd::ArchiveWrite& real() { return real_; }

 private:
    syncd::ArchiveWrite& real_;
};

/// A centre whose archive is a spoiled one.
template <typename Archive>
class ArchivesBadly final : public PassingWrite {
 public:
    explicit ArchivesBadly(std::unique_ptr<syncd::CentralWrite> sound)
        : PassingWrite(std::move(sound)), spoiled_(*PassingWrite::archive()) {}
    syncd::ArchiveWrite* archive() override { return &spoiled_; }

 private:
    Archive spoiled_;
};

/// The database names a file of before, which nobody has written again.
class SegmentMisnamed final : public SpoiledArchive {
 public:
    using SpoiledArchive::SpoiledArchive;
    Outcome handOver(const syncd::Segment& segment) override {
        auto spoiled = segment;
        spoiled.file = "other-" + segment.file;
        return real().handOver(spoiled);
    }
};

/// The lines' place in the chain is not kept.
class SegmentHeadLost final : public SpoiledArchive {
 public:
    using SpoiledArchive::SpoiledArchive;
    Outcome handOver(const syncd::Segment& segment) override {
        auto spoiled = segment;
        spoiled.hash = Bytes(segment.hash.size(), '\0');
        return real().handOver(spoiled);
    }
};

}  // namespace xiangji::planted
