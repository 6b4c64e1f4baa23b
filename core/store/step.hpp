#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/records/catalogue.hpp"
#include "core/store/recorder.hpp"
#include "wire/kept.pb.h"

namespace xiangji {

class PhoneDatabase;

/// What a person's transaction meant beyond the rows it left: sessions see a state, a reason or a
/// value change, not the action, the void, the settlement or the answer.
struct Step {
    enum class Kind { write, act, voiding, settle, propose, answer };
    const RecordType* type = nullptr;
    Id row;
    Kind kind = Kind::write;
    std::string action;
    std::string reason;
    std::vector<wire::Cell> cells;       ///< settle: the choice; propose: what is asked for;
                                         ///< answer: what accepting writes
    std::vector<wire::WriteName> heads;  ///< settle: the heads it saw
    Id proposal;                         ///< answer: which
    wire::Answer answer = wire::ANSWER_UNSPECIFIED;
};

/// Adds the change a step stands for; a plain write stands for none, the session has it.
void addChange(wire::Changeset& changeset, const Step& step);

/// Fields of a row that a step wrote: they travel as the step, not as an edit.
[[nodiscard]] std::set<FieldNumber> spokenFor(const std::vector<Step>& steps,
                                              const RecordType& type, const Id& row);

/// What would take the transaction back.
void putUndo(wire::Undo& undo, const std::vector<RecordedRow>& rows, const std::vector<Step>& steps,
             const wire::Changeset& changeset, const Id& device, std::uint64_t seq);

/// Own proposals, answers and settlements, kept beside their rows until the centre has them. Throws
/// SqlFault.
void keepBeside(PhoneDatabase& database, const wire::Changeset& changeset, const Id& device,
                std::uint64_t seq, std::uint64_t hlc);

}  // namespace xiangji
