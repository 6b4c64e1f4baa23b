#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/merge/row_state.hpp"
#include "tests/unit/merge/small_oracle.hpp"

namespace xiangji::test {

/// Three phones and a centre around one row with two fields: what each does goes through the real
/// merge at the centre and, as sets, to the oracle.
class SmallWorld {
 public:
    static constexpr int kDevices = 3;
    enum class Deed { insert, first, second, makeVoid, settle, sync };
    struct Step {
        int device = 0;
        Deed deed = Deed::sync;
        int value = 0;
    };

    explicit SmallWorld(std::array<std::int64_t, kDevices> skews) : skews_(skews) {}

    /// Whether a person could do that now: nobody edits what is not on the phone, adds what is, or
    /// settles what is not seen to be in conflict; a sync that brings nothing is none.
    [[nodiscard]] bool could(const Step& step) const {
        const Phone& phone = phones_[place(step.device)];
        const bool there = phone.hasRow && !phone.knowsVoid;
        switch (step.deed) {
            case Deed::insert:
                return !phone.hasRow;
            case Deed::first:
            case Deed::second:
            case Deed::makeVoid:
                return there;
            case Deed::settle:
                return there && !phone.conflict.empty();
            case Deed::sync:
                return !phone.waiting.empty() || phone.cursor < lsn_;
        }
        return false;
    }

    void take(const Step& step) {
        ++now_;
        Phone& phone = phones_[place(step.device)];
        if (step.deed == Deed::sync) {
            push(step.device);
            pull(phone);
            return;
        }
        SmallOracle::Write write{.kind = kindOf(step.deed),
                                 .field = step.deed == Deed::second ? 1 : 0,
                                 .value = step.value,
                                 .device = step.device,
                                 .time = now_ * 10 + skews_[place(step.device)],
                                 .replaces = phone.known,
                                 .knew = phone.known};
        Deal deal{step, ++phone.seq, write.time, phone.cursor, {}};
        if (step.deed == Deed::settle) {
            // What the phone names are heads it was shown; its own writes it has always seen.
            write.replaces = oracle.heads(0, phone.shown) | phone.own;
            deal.named = phone.conflict;
            phone.conflict.clear();
        }
        const auto made = oracle.add(write);
        phone.known |= made;
        phone.own |= made;
        phone.hasRow = true;
        phone.knowsVoid |= step.deed == Deed::makeVoid;
        phone.waiting.push_back(deal);
    }

    /// The centre once everybody has sent what waits, in this order of phones.
    [[nodiscard]] RowState atRest(const std::array<int, kDevices>& order) const {
        SmallWorld copy = *this;
        for (const int device : order) {
            copy.push(device);
        }
        return copy.row_;
    }
    [[nodiscard]] int waitingPhones() const {
        return static_cast<int>(std::count_if(
            phones_.begin(), phones_.end(), [](const Phone& one) { return !one.waiting.empty(); }));
    }
    [[nodiscard]] bool waits(int device) const { return !phones_[place(device)].waiting.empty(); }

    static const RecordType& type() { return *Catalogue::builtIn().find("activity"); }
    static const Field& field(int number) {
        return *type().field(number == 0 ? "place" : "summary");
    }
    static Id idOf(int device) {
        return Id::ofHash(std::string(1, static_cast<char>('a' + device)));
    }

    SmallOracle oracle;

 private:
    /// What waits to be sent: one change, one envelope.
    struct Deal {
        Step step;
        std::uint64_t seq = 0;
        std::int64_t time = 0;
        Lsn seenLsn = 0;
        std::vector<WriteName> named;
    };
    struct Phone {
        Lsn cursor = 0;
        std::uint64_t seq = 0;
        bool hasRow = false;
        bool knowsVoid = false;
        std::vector<WriteName>
            conflict;  ///< heads of the first field, if they differed at its pull
        std::vector<Deal> waiting;
        SmallOracle::Set known = 0;  ///< pulled and own
        SmallOracle::Set shown = 0;  ///< at its last pull
        SmallOracle::Set own = 0;
    };

    [[nodiscard]] bool isThere() const { return row_.rest || !row_.heads.empty(); }
    static std::size_t place(int device) { return static_cast<std::size_t>(device); }
    static SmallOracle::Kind kindOf(Deed deed) {
        switch (deed) {
            case Deed::insert:
                return SmallOracle::Kind::insert;
            case Deed::makeVoid:
                return SmallOracle::Kind::voiding;
            case Deed::settle:
                return SmallOracle::Kind::settle;
            default:
                return SmallOracle::Kind::edit;
        }
    }

    void push(int device) {
        Phone& phone = phones_[place(device)];
        for (const auto& deal : phone.waiting) {
            const bool insert = deal.step.deed == Deed::insert;
            const Writer writer{{++lsn_, {static_cast<Hlc>(deal.time), idOf(device)}, deal.seq},
                                insert ? 0 : deal.seenLsn};
            merge(deal, writer);
        }
        admitted_ |= phone.own;
        phone.waiting.clear();
    }

    void merge(const Deal& deal, const Writer& writer) {
        const bool existing = isThere();
        const CellWrite cell{&field(deal.step.deed == Deed::second ? 1 : 0), wire::Cell::OP_WRITE,
                             Value(std::string(1, static_cast<char>('A' + deal.step.value)))};
        switch (deal.step.deed) {
            case Deed::insert: {
                const auto* author = type().field(common::kAuthorPerson);
                const std::vector<CellWrite> cells{
                    {author, wire::Cell::OP_WRITE, refTo(writer.mark.stamp.device)}, cell};
                if (existing) {
                    mergeCells(row_, cells, writer, true);
                } else {
                    mergeNew(row_, cells,
                             {{author->number, cells[0].value}, {cell.field->number, cell.value}},
                             writer);
                }
                return;
            }
            case Deed::makeVoid:
                mergeVoid(row_, type(), "重复", writer);
                return;
            case Deed::settle:
                mergeSettlement(row_, cell, writer, deal.named);
                return;
            default:
                mergeCells(row_, {cell}, writer, false);
        }
    }

    void pull(Phone& phone) {
        phone.cursor = lsn_;
        phone.known |= admitted_;
        phone.shown = phone.known;
        phone.hasRow |= isThere();
        phone.knowsVoid |= row_.voided();
        phone.conflict.clear();
        const auto heads = headsOf(row_, field(0).number);
        if (inConflict(heads)) {
            for (const auto& head : heads) {
                phone.conflict.push_back({head.mark.stamp.device, head.mark.seq});
            }
        }
    }

    std::array<std::int64_t, kDevices> skews_;
    std::array<Phone, kDevices> phones_;
    RowState row_;
    Lsn lsn_ = 0;
    std::int64_t now_ = 100;
    SmallOracle::Set admitted_ = 0;
};

}  // namespace xiangji::test
