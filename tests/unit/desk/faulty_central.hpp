#pragma once

#include <atomic>

#include "tests/support/passing_central.hpp"

namespace xiangji::syncd::test {

/// A central database whose disk can fill up, and which chokes on one row.
class FaultyCentral final : public PassingCentral {
 public:
    using PassingCentral::PassingCentral;

    std::atomic<bool> diskIsFull = false;
    Id poison;  ///< a row that cannot be stored

    Result<std::unique_ptr<CentralWrite>> begin() override {
        XIANGJI_LET(write, real().begin());
        return std::unique_ptr<CentralWrite>(std::make_unique<Write>(*this, std::move(write)));
    }

 private:
    class Write final : public PassingWrite {
     public:
        Write(FaultyCentral& owner, std::unique_ptr<CentralWrite> real)
            : PassingWrite(std::move(real)), owner_(owner) {}
        Outcome putRow(const RecordType& type, const Id& id, const RowState& state) override {
            if (id == owner_.poison) {
                return Error{Fault::failed, "this row cannot be stored"};
            }
            return PassingWrite::putRow(type, id, state);
        }
        Outcome commit() override {
            return owner_.diskIsFull ? Outcome(Error{Fault::diskFull, "the disk is full"})
                                     : PassingWrite::commit();
        }

     private:
        FaultyCentral& owner_;
    };
};

}  // namespace xiangji::syncd::test
