#include "tests/sim/phone/person.hpp"
#include "tests/sim/world.hpp"

// People who stand against each other: what rarely comes about where everybody acts by chance.

namespace xiangji::sim {

namespace {

constexpr std::size_t kOffice = 2;  ///< the first phones are the centre's and an institute's

}  // namespace

bool World::free(const Phone& phone) const {
    return phone.running() && phone.joined && &phone != syncing_;
}

void World::move(Chance& chance) {
    auto& office = *phones_[chance.below(kOffice)];
    if (!free(office)) {
        return;
    }
    if (chance.oneIn(2)) {
        sync(office, chance, {});
    }
    if (!free(office)) {
        return;
    }
    const auto me = office.client().me();
    const auto moved = Person(office.database(), me, office.clock().nowMs(), chance).someMove();
    if (moved && save(office, {*moved}) && free(office) && !chance.oneIn(3)) {
        sync(office, chance, {});
    }
}

void World::quarrel(Phone& first, Chance& chance) {
    auto& other = *phones_[chance.below(phones_.size())];
    if (!free(first) || !free(other) || &first == &other) {
        return;
    }
    const bool knows = chance.oneIn(2);  // what the first one wrote; else they write apart
    if (!knows) {
        sync(other, chance, {});
    }
    if (!free(first) || !free(other)) {
        return;
    }
    const auto me = first.client().me();
    const auto edit = Person(first.database(), me, first.clock().nowMs(), chance).someEdit();
    if (!edit || !save(first, {*edit}) || !free(first)) {
        return;
    }
    sync(first, chance, {});
    if (knows && free(other)) {
        sync(other, chance, {});
    }
    if (free(other)) {
        const auto they = other.client().me();
        const auto against = Person(other.database(), they, other.clock().nowMs(), chance)
                                 .otherwise(std::get<Edit>(*edit));
        if (against) {
            (void)save(other, {*against});
        }
    }
    for (auto* phone : {&other, &first}) {
        if (free(*phone) && !chance.oneIn(4)) {
            sync(*phone, chance, {});
        }
    }
    if (free(first) && !chance.oneIn(4)) {
        undo(first);
    }
}

void World::answer(Phone& phone, Chance& chance) {
    const auto me = phone.client().me();
    const auto given = Person(phone.database(), me, phone.clock().nowMs(), chance).someAnswer();
    if (given) {
        (void)save(phone, {*given});
    }
}

void World::ask(Phone& asker, Chance& chance) {
    if (!free(asker)) {
        return;
    }
    const auto me = asker.client().me();
    const auto asked = Person(asker.database(), me, asker.clock().nowMs(), chance).someAsking();
    if (!asked || !save(asker, {*asked}) || !free(asker)) {
        return;
    }
    sync(asker, chance, {});
    // Whoever hears of it may answer before hearing of another's answer.
    std::vector<Phone*> answering{&asker};
    for (std::size_t at = 0; at < kOffice; ++at) {
        auto& phone = *phones_[at];
        if (&phone != &asker && free(phone) && !chance.oneIn(5)) {
            sync(phone, chance, {});
            answering.push_back(&phone);
        }
    }
    for (auto* phone : answering) {
        if (free(*phone) && !chance.oneIn(3)) {
            answer(*phone, chance);
        }
    }
    for (auto* phone : answering) {
        if (free(*phone) && !chance.oneIn(3)) {
            sync(*phone, chance, {});
        }
    }
}

}  // namespace xiangji::sim
