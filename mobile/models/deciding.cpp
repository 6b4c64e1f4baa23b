#include "mobile/models/deciding.hpp"

#include "mobile/models/qt_text.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

bool Deciding::settle(const QString& conflict, bool takeShown) {
    const Id id = idFrom(conflict);
    for (const auto& kept : Session::ofThisApp().client().conflicts().valueOr({})) {
        if (kept.id == id) {
            return write(Settle{.type = kept.type,
                                .id = kept.row,
                                .field = kept.field->number,
                                .value = takeShown ? kept.shown.value : kept.other.value});
        }
    }
    return told(Error{Fault::notFound, "this conflict is settled already"});
}

bool Deciding::answer(const QString& proposal, const QString& answer, const QString& reason) {
    const auto kind = answer == "accept"    ? Answer::accept
                      : answer == "decline" ? Answer::decline
                                            : Answer::withdraw;
    return write(AnswerProposal{
        .proposal = idFrom(proposal), .answer = kind, .reason = fromQt(reason.trimmed())});
}

bool Deciding::mayUndo() const {
    const auto undoable = Session::ofThisApp().client().undoable();
    return undoable && undoable->has_value();
}

bool Deciding::undo() {
    const auto undone = Session::ofThisApp().client().undo();
    if (undone) {
        emit Session::ofThisApp().wrote();
    }
    return told(undone ? Outcome() : Outcome(undone.error()));
}

bool Deciding::write(const Operation& operation) {
    const auto written = Session::ofThisApp().write({operation});
    return told(written ? Outcome() : Outcome(written.error()));
}

bool Deciding::told(const Outcome& outcome) {
    error_ = outcome ? QString() : Words::unsaved(outcome.error());
    emit decided();
    return static_cast<bool>(outcome);
}

}  // namespace xiangji
