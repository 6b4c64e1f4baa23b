#include "mobile/cli/view_json.hpp"

#include <boost/json.hpp>

namespace xiangji::cli {

namespace {

boost::json::value idJson(const Id& id) {
    return id.isNone() ? boost::json::value() : boost::json::value(id.text());
}

boost::json::value timeJson(const std::optional<Instant>& time) {
    return time ? boost::json::value(*time) : boost::json::value();
}

boost::json::object writeJson(const Field& field, const WriteView& write) {
    return {{"value", toJson(field, write.value)},
            {"author", idJson(write.author)},
            {"authorName", write.authorName},
            {"at", write.atMs}};
}

std::string endName(SyncEnd end) {
    switch (end) {
        case SyncEnd::done:
            return "done";
        case SyncEnd::unreachable:
            return "unreachable";
        case SyncEnd::refused:
            return "refused";
        case SyncEnd::failed:
            return "failed";
    }
    return "failed";
}

}  // namespace

std::string sendStateName(SendState state) {
    switch (state) {
        case SendState::delivered:
            return "delivered";
        case SendState::waiting:
            return "waiting";
        case SendState::held:
            return "held";
        case SendState::refused:
            return "refused";
    }
    return "waiting";
}

std::string sendStateWords(const Shell& shell, SendState state) {
    switch (state) {
        case SendState::delivered:
            return shell.words("已送达", "delivered");
        case SendState::waiting:
            return shell.words("待发送", "waiting");
        case SendState::held:
            return shell.words("待确认", "held");
        case SendState::refused:
            return shell.words("被退回", "refused");
    }
    return {};
}

boost::json::object rowJson(const RowView& row) {
    auto json = toJson(*row.type, row.id, row.fields);
    json["_type"] = row.type->name;
    json["_sendState"] = sendStateName(row.sendState);
    json["_conflict"] = row.conflict;
    json["_editedAfterVoid"] = row.editedAfterVoid;
    return json;
}

boost::json::object conflictJson(const ConflictView& conflict) {
    return {{"id", conflict.id.text()},
            {"type", conflict.type->name},
            {"row", conflict.row.text()},
            {"field", conflict.field->name},
            {"shown", writeJson(*conflict.field, conflict.shown)},
            {"other", writeJson(*conflict.field, conflict.other)},
            {"maySettle", conflict.maySettle}};
}

namespace {

boost::json::object fieldsJson(const RecordType& type, const Fields& cells) {
    boost::json::object fields;
    for (const auto& [number, value] : cells) {
        if (const Field* field = type.field(number); field != nullptr) {
            fields[field->name] = toJson(*field, value);
        }
    }
    return fields;
}

}  // namespace

namespace {

std::string stateName(ProposalView::State state) {
    switch (state) {
        case ProposalView::State::open:
            return "open";
        case ProposalView::State::accepted:
            return "accepted";
        case ProposalView::State::declined:
            return "declined";
        case ProposalView::State::withdrawn:
            return "withdrawn";
    }
    return "open";
}

}  // namespace

boost::json::object proposalJson(const ProposalView& proposal) {
    return {{"id", proposal.id.text()},
            {"type", proposal.type->name},
            {"row", proposal.row.text()},
            {"state", stateName(proposal.state)},
            {"sendState", sendStateName(proposal.sendState)},
            {"fields", fieldsJson(*proposal.type, proposal.fields)},
            {"removed", fieldsJson(*proposal.type, proposal.removed)},
            {"author", idJson(proposal.author)},
            {"authorName", proposal.authorName},
            {"at", proposal.atMs},
            {"answeredBy", proposal.answeredBy},
            {"reason", proposal.reason},
            {"mayAnswer", proposal.mayAnswer},
            {"mayAccept", proposal.mayAccept},
            {"mayWithdraw", proposal.mayWithdraw}};
}

boost::json::object verdictJson(const VerdictView& verdict) {
    return {{"seq", verdict.seq},
            {"type", verdict.type == nullptr ? boost::json::value()
                                             : boost::json::value(verdict.type->name)},
            {"row", verdict.row.text()},
            {"state", sendStateName(verdict.state)},
            {"reason", verdict.reason},
            {"words", verdict.words},
            {"at", verdict.atMs},
            {"fields", verdict.type == nullptr ? boost::json::object()
                                               : fieldsJson(*verdict.type, verdict.fields)}};
}

boost::json::object historyJson(const RecordType& type, const History& history) {
    boost::json::array entries;
    for (const auto& entry : history.entries) {
        entries.push_back(boost::json::object{{"verb", entry.verb},
                                              {"action", entry.action},
                                              {"reason", entry.reason},
                                              {"fields", fieldsJson(type, entry.fields)},
                                              {"removed", fieldsJson(type, entry.removed)},
                                              {"author", idJson(entry.author)},
                                              {"authorName", entry.authorName},
                                              {"at", entry.atMs},
                                              {"lsn", entry.lsn}});
    }
    return {{"complete", history.complete}, {"entries", entries}};
}

namespace {

/// Why the database is not encrypted; null where it is.
boost::json::value clearBecauseJson(const std::optional<Fault>& because) {
    if (!because) {
        return nullptr;
    }
    switch (*because) {
        case Fault::unsupported:
            return "unsupported";
        case Fault::diskFull:
            return "diskFull";
        case Fault::damaged:
            return "damaged";
        case Fault::busy:
            return "busy";
        case Fault::invalid:
        case Fault::notFound:
        case Fault::refused:
        case Fault::unreachable:
        case Fault::untrusted:
        case Fault::failed:
            break;
    }
    return "failed";
}

}  // namespace

boost::json::object statusJson(const Status& status) {
    boost::json::object byType;
    for (const auto& [type, count] : status.unsentByType) {
        byType[type->name] = count;
    }
    return {{"unsent", status.unsent},
            {"held", status.held},
            {"refused", status.refused},
            {"conflicts", status.conflicts},
            {"copied", status.copied},
            {"encrypted", status.encrypted},
            {"clearBecause", clearBecauseJson(status.clearBecause)},
            {"cursor", status.cursor},
            {"epoch", idJson(status.epoch)},
            {"lastContactMs", timeJson(status.lastContactMs)},
            {"receipted", status.receipted},
            {"oldestUnsentMs", timeJson(status.oldestUnsentMs)},
            {"unsentByType", byType},
            {"filesWaiting", status.filesWaiting},
            {"fileBytesWaiting", status.fileBytesWaiting},
            {"filesRefused", status.filesRefused}};
}

std::string fileStandingName(FileStanding standing) {
    switch (standing) {
        case FileStanding::elsewhere:
            return "elsewhere";
        case FileStanding::waiting:
            return "waiting";
        case FileStanding::delivered:
            return "delivered";
        case FileStanding::refused:
            return "refused";
        case FileStanding::fetched:
            return "fetched";
    }
    return "elsewhere";
}

std::string fileStandingWords(const Shell& shell, FileStanding standing) {
    switch (standing) {
        case FileStanding::elsewhere:
            return shell.words("不在本机", "not on this phone");
        case FileStanding::waiting:
            return shell.words("待发送", "waiting");
        case FileStanding::delivered:
            return shell.words("已送达", "delivered");
        case FileStanding::refused:
            return shell.words("被退回", "refused");
        case FileStanding::fetched:
            return shell.words("来自中心", "from the centre");
    }
    return {};
}

boost::json::object mediaJson(const Id& row, const MediaView& media) {
    const auto path = [](const std::optional<std::filesystem::path>& file) {
        return file ? boost::json::value(file->string()) : boost::json::value();
    };
    return {{"id", row.text()},
            {"state", fileStandingName(media.standing)},
            {"words", media.words},
            {"thumbnail", path(media.thumbnail)},
            {"file", path(media.whole)}};
}

boost::json::object meJson(const Me& me) {
    boost::json::array roles;
    for (const Role role : me.roles) {
        roles.emplace_back(roleName(role));
    }
    return {{"joined", me.joined},
            {"pending", me.pending},
            {"device", idJson(me.device)},
            {"fingerprint", me.fingerprint},
            {"person", idJson(me.person)},
            {"personName", me.personName},
            {"unit", idJson(me.unit)},
            {"unitName", me.unitName},
            {"roles", roles}};
}

boost::json::object syncJson(const SyncReport& report) {
    boost::json::array verdicts;
    for (const auto& verdict : report.verdicts) {
        verdicts.push_back(verdictJson(verdict));
    }
    return {{"end", endName(report.end)},
            {"words", report.words},
            {"sent", report.sent},
            {"received", report.received},
            {"waiting", report.waiting},
            {"handedOn", report.handedOn},
            {"verdicts", verdicts},
            {"filesSent", report.filesSent},
            {"filesWaiting", report.filesWaiting},
            {"filesWords", report.filesWords},
            {"comeBackSeconds", report.comeBackSeconds},
            {"copied", report.copied}};
}

boost::json::object bundleJson(const BundleWritten& written) {
    return {{"envelopes", written.envelopes},
            {"carried", written.carried},
            {"bytes", written.bytes},
            {"whole", written.whole},
            {"copied", written.copied}};
}

boost::json::object bundleJson(const BundleRead& read) {
    boost::json::array verdicts;
    for (const auto& verdict : read.verdicts) {
        verdicts.push_back(verdictJson(verdict));
    }
    return {{"receipts", read.receipts},
            {"carried", read.carried},
            {"full", read.full},
            {"words", read.words},
            {"verdicts", verdicts}};
}

}  // namespace xiangji::cli
