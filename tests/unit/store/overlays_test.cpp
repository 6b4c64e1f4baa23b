// Own edits beside the centre's values, in every order in which writing, receipts, pulls, moves and
// restarts can meet.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/unit/store/lone_phone.hpp"

namespace xiangji::test {
namespace {

struct Deed {
    int kind;
    int row;
    int value;
};

void play(LonePhone& world, const Deed& deed) {
    switch (deed.kind % 10) {
        case 0:
        case 1:
        case 2:
            world.write(deed.row, deed.value);
            break;
        case 3:
        case 4:
            world.decide(deed.value, deed.value % 4 == 3);
            break;
        case 5:
            world.repeatReceipts();
            world.strangeReceipt();
            break;
        case 6:
            world.othersWrite(deed.row, deed.value);
            break;
        case 7:
            world.move(deed.row);
            break;
        case 8:
            world.pull(1 + static_cast<std::size_t>(deed.value % 3));
            break;
        default:
            world.open();
    }
}

RC_GTEST_PROP(Overlays, whatAPersonWroteShowsUntilTheCentreHasItAndThenTheCentreShows,
              (const std::vector<std::tuple<std::uint8_t, std::uint8_t, std::uint16_t>>& deeds)) {
    LonePhone world;
    for (const auto& [kind, row, value] : deeds) {
        play(world, {kind, row % LonePhone::kRows, value});
        world.check();
    }
    world.rest();
}

void playAll(const std::vector<Deed>& deeds) {
    LonePhone world;
    for (const auto& deed : deeds) {
        play(world, deed);
        world.check();
    }
    world.rest();
}

TEST(Overlays, aRefusedStepOfANewRowDoesNotTakeItsInsertAlong) {
    playAll({{0, 0, 0}, {0, 0, 0}, {3, 0, 847}, {8, 0, 0}, {3, 0, 0}});
}

TEST(Overlays, aRowThatLeftBeforeItsReceiptCameGoesAfterIt) {
    playAll({{0, 2, 0}, {3, 0, 875}, {8, 0, 0}, {7, 2, 0}, {8, 0, 0}});
}

TEST(Overlays, whatStandsThereAlreadyIsNotVoidedAgain) {
    playAll({{0, 0, 0}, {3, 0, 0}, {0, 0, 0}, {0, 0, 0}, {3, 0, 912}, {8, 0, 0}});
}

TEST(Overlays, aRefusedEditOfARowThatLeftGivesWayToWhatTheCentreTook) {
    playAll({{0, 0, 0},
             {0, 0, 0},
             {3, 0, 0},
             {7, 0, 0},
             {8, 0, 0},
             {0, 0, 62},
             {0, 0, 3},
             {3, 0, 0},
             {3, 0, 80},
             {8, 0, 0}});
}

TEST(Overlays, anEditThatWasTakenBeforeTheRowLeftShowsWhereALaterOneIsRefused) {
    playAll({{0, 1, 0},
             {2, 1, 2},
             {3, 1, 0},
             {7, 1, 0},
             {4, 1, 0},
             {1, 2, 0},
             {0, 1, 0},
             {8, 2, 0},
             {1, 1, 4},
             {4, 1, 0},
             {4, 2, 2},
             {1, 1, 1},
             {4, 2, 2},
             {8, 2, 0}});
}

TEST(Overlays, aStepOfARowWhoseInsertWasRefusedWaitsForTheHeadWithIt) {
    playAll({{6, 2, 0}, {2, 2, 0}, {4, 1, 2}, {6, 2, 0}, {6, 1, 0}, {8, 0, 0}});
}

}  // namespace
}  // namespace xiangji::test
