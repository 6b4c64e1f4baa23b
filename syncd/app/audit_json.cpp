#include "syncd/app/audit_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "core/base/bytes.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

json::object auditTold(const AuditReport& report) {
    json::array findings;
    for (const auto& finding : report.findings) {
        json::object told;
        told["lsn"] = finding.lsn == 0 ? json::value(nullptr) : json::value(finding.lsn);
        told["type"] = finding.type.empty() ? json::value(nullptr) : json::value(finding.type);
        told["row"] = finding.row.isNone() ? json::value(nullptr) : json::value(finding.row.text());
        told["what"] = finding.what;
        findings.push_back(std::move(told));
    }
    return {{"good", report.findings.empty()},
            {"lsn", report.head.lsn},
            {"headHash", toHex(report.head.hash)},
            {"lines", report.lines},
            {"receipts", report.receipts},
            {"rows", report.rows},
            {"erased", report.erased},
            {"accesses", report.accesses},
            {"segments", report.segments},
            {"unseen", report.unseen},
            {"unreplayable", report.unreplayable},
            {"findings", std::move(findings)}};
}

Result<std::optional<LogHead>> outsideHead(const json::object& question) {
    const auto* head = question.if_contains("head");
    if (head == nullptr) {
        return std::optional<LogHead>();
    }
    const auto* object = head->if_object();
    const auto* lsn = object == nullptr ? nullptr : object->if_contains("lsn");
    const auto* hash = object == nullptr ? nullptr : object->if_contains("hash");
    json::error_code fault;
    const auto number = lsn == nullptr ? 0 : lsn->to_number<Lsn>(fault);
    const auto bytes = hash == nullptr || !hash->is_string()
                           ? std::nullopt
                           : fromHex(std::string_view(hash->get_string()));
    if (fault || number == 0 || !bytes) {
        return Error{Fault::invalid,
                     "a head is LSN:HASH, as syncd audit head prints it with a colon between"};
    }
    return std::optional(LogHead{.lsn = number, .hash = *bytes});
}

}  // namespace xiangji::syncd
