#include "mobile/models/words.hpp"

#include <QDate>
#include <QLocale>

#include "core/base/civil_time.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/settings.hpp"

namespace xiangji {

namespace {

constexpr Instant kMinuteMs = 60'000;
constexpr Instant kHourMs = 60 * kMinuteMs;

QDate dayOf(Instant ms) {
    return QDate::fromString(toQt(civilDate(ms)), Qt::ISODate);
}

}  // namespace

QString Words::label(const Label& label) {
    return toQt(Settings::ofThisApp().chinese() ? label.zh() : label.en());
}

QString Words::date(const QString& civilDate, Instant nowMs) {
    const QDate day = QDate::fromString(civilDate, Qt::ISODate);
    if (!day.isValid()) {
        return civilDate;
    }
    const bool thisYear = day.year() == dayOf(nowMs).year();
    if (Settings::ofThisApp().chinese()) {
        static const QStringList kDays = {"一", "二", "三", "四", "五", "六", "日"};
        return day.toString(thisYear ? "M月d日" : "yyyy年M月d日") + " 星期" +
               kDays.at(day.dayOfWeek() - 1);
    }
    return QLocale(QLocale::English).toString(day, thisYear ? "ddd d MMM" : "ddd d MMM yyyy");
}

QString Words::when(Instant atMs, Instant nowMs) {
    const QString clock = toQt(civilClock(atMs));
    switch (dayOf(nowMs).daysTo(dayOf(atMs))) {
        case 0:
            return tr("今天 %1").arg(clock);
        case 1:
            return tr("明天 %1").arg(clock);
        case -1:
            return tr("昨天 %1").arg(clock);
        default:
            return date(toQt(civilDate(atMs)), nowMs) + " " + clock;
    }
}

QString Words::ago(Instant atMs, Instant nowMs) {
    const Instant passedMs = nowMs - atMs;
    if (passedMs >= 0 && passedMs < kMinuteMs) {
        return tr("刚刚");
    }
    if (passedMs >= 0 && passedMs < kHourMs) {
        return tr("%1 分钟前").arg(passedMs / kMinuteMs);
    }
    return when(atMs, nowMs);
}

QString Words::unit(Unit unit) {
    switch (unit) {
        case UNIT_MINUTES:
            return tr("分钟");
        case UNIT_PEOPLE:
            return tr("人");
        case UNIT_METRES:
            return tr("米");
        case UNIT_BYTES:
            return tr("字节");
        case UNIT_MILLISECONDS:
            return tr("毫秒");
        case UNIT_PIXELS:
            return tr("像素");
        default:
            return {};
    }
}

QString Words::sendState(SendState state) {
    switch (state) {
        case SendState::delivered:
            return tr("已送达");
        case SendState::waiting:
            return tr("待发送");
        case SendState::held:
            return tr("等待确认");
        case SendState::refused:
            return tr("被退回");
    }
    return {};
}

QString Words::fileStanding(FileStanding standing) {
    switch (standing) {
        case FileStanding::elsewhere:
            return tr("在服务器");
        case FileStanding::waiting:
            return tr("待发送");
        case FileStanding::delivered:
            return tr("已送达");
        case FileStanding::refused:
            return tr("没有被接收");
        case FileStanding::fetched:
            return tr("已取到本机");
    }
    return {};
}

QString Words::unsaved(const Error& error) {
    QString detail = toQt(error.detail);
    switch (error.fault) {
        case Fault::invalid:
            return tr("没有保存：有一项不符合要求。你填的内容还在，改好后再保存。（%1）")
                .arg(detail);
        case Fault::notFound:
            return tr("没有保存：它引用的记录不在这部手机上。你填的内容还在，先同步再保存。");
        case Fault::refused:
            return tr(
                "没有保存：你的身份或这条记录现在的状态不允许这样改。你填的内容还在，可以找镇里的实"
                "践所。");
        case Fault::diskFull:
            return tr("没有保存：手机存满了。以前保存的都在；清理出一些空间后再点保存。");
        case Fault::unreachable:
        case Fault::untrusted:
        case Fault::busy:
        case Fault::damaged:
        case Fault::unsupported:
        case Fault::failed:
            return tr("没有保存：手机没能写入。你填的内容还在，请再试一次。（%1）").arg(detail);
    }
    return detail;
}

QString Words::notJoined(const Error& error) {
    switch (error.fault) {
        case Fault::unreachable:
        case Fault::busy:
            return tr("连不上镇里的服务器，手机现在可能没有网络。邀请还能用，有网后再点“加入”。");
        case Fault::untrusted:
            return tr("对方不是邀请里写明的服务器，为安全没有加入。请找发邀请的人重新要一份。");
        case Fault::refused:
        case Fault::notFound:
            return tr("这份邀请已经用过、已过期，或者已被收回。请找发邀请的人重新要一份。");
        case Fault::invalid:
            return tr("没有找到完整的邀请。请把收到的整段消息全部复制后再粘贴。");
        case Fault::diskFull:
            return tr("手机存满了，没有加入。清理出一些空间后再点“加入”。");
        case Fault::unsupported:
            return tr("服务器比这个应用新。请先更新应用，再用这份邀请加入。");
        case Fault::damaged:
        case Fault::failed:
            return tr("没有加入成功，请再试一次。（%1）").arg(toQt(error.detail));
    }
    return {};
}

QString Words::notRenewed(const Error& error) {
    if (error.fault == Fault::refused) {
        return tr(
            "这份邀请这里用不上：服务器本来就连得上，或者邀请是别处的、已经用过。什么都没有改。");
    }
    if (error.fault == Fault::untrusted) {
        return tr("对方拿不出这部手机认得的记录，不是你们的服务器。什么都没有改，请告诉实践所。");
    }
    return notJoined(error);
}

QString Words::syncEnd(SyncEnd end) {
    switch (end) {
        case SyncEnd::done:
            return {};
        case SyncEnd::unreachable:
            return tr("现在连不上服务器。记录都好好存在手机里，有网后会自动送达，也可以再点一次。");
        case SyncEnd::refused:
            return tr(
                "服务器没有接受这部手机。记录都还在手机里；请联系镇里的实践所，让他们查看这部手机"
                "。");
        case SyncEnd::failed:
            return tr("手机没能完成同步，可能是存满了。已保存的记录都在；清理出空间后再试。");
    }
    return {};
}

QString Words::database(const Status& status) {
    if (status.encrypted) {
        return tr("这部手机上的记录整个加密存放。照片不在内。");
    }
    switch (status.clearBecause.value_or(Fault::failed)) {
        case Fault::unsupported:
            return tr("敏感内容加密存放，其余的没有：这个版本的乡记不能整个加密。");
        case Fault::diskFull:
            return tr(
                "敏感内容加密存放，其余的还没有：空间不够。清理出空间后，重新打开乡记会再试。");
        case Fault::damaged:
            return tr(
                "敏感内容加密存放，其余的还没有：记录的文件有损坏的地方。请先同步，再找镇里的实践所"
                "。");
        case Fault::busy:
            return tr(
                "敏感内容加密存放，其余的还没有：另一个程序正用着记录的文件。关掉它，重新打开乡记会"
                "再试。");
        case Fault::invalid:
        case Fault::notFound:
        case Fault::refused:
        case Fault::unreachable:
        case Fault::untrusted:
        case Fault::failed:
            break;
    }
    return tr("敏感内容加密存放，其余的还没有：没能整个加密。下次打开乡记会再试。");
}

QString Words::verdict(const VerdictView& verdict) {
    if (verdict.state == SendState::held && verdict.reason != "unconfirmed") {
        return tr("已到服务器，它所属的记录还没到；等那条到了会自动生效，不用重新填。");
    }
    if (verdict.state == SendState::held) {
        return tr("已到服务器，等实践所确认后生效，不用重新填。");
    }
    const auto& reason = verdict.reason;
    if (reason == "no_row" || reason == "waited") {
        return tr("它所属的记录没有进到服务器，所以这一条也没有生效；内容还留着。");
    }
    if (reason == "role") {
        return tr("你的身份不能做这一处修改，请找镇里的实践所。");
    }
    if (reason == "second_person") {
        return tr("自己的记录要由另一个人确认。");
    }
    if (reason == "erased") {
        return tr("这个人的资料已按要求删除，这一处修改没有保留。");
    }
    if (reason == "locked" || reason == "state") {
        return tr("这条记录在服务器上的状态已经变了，不能再这样改。");
    }
    if (reason == "key" || reason == "home") {
        return tr("这一项决定了记录是谁的，不能改；可以作废后重新添加。");
    }
    if (reason == "group") {
        return tr("同一次保存里有别的内容没有被接受，所以这一条也没有生效。");
    }
    if (reason == "limit") {
        return tr("有一项不符合要求：%1").arg(toQt(verdict.words));
    }
    return verdict.words.empty() ? tr("服务器没有接受这一处修改。") : toQt(verdict.words);
}

QString Words::proposal(const ProposalView& proposal) {
    const QString reason =
        proposal.reason.empty() ? QString() : tr("：%1").arg(toQt(proposal.reason));
    switch (proposal.state) {
        case ProposalView::State::open:
            return tr("等实践所答复");
        case ProposalView::State::accepted:
            return tr("已采纳") + reason;
        case ProposalView::State::declined:
            return tr("未采纳") + reason;
        case ProposalView::State::withdrawn:
            return tr("已撤回");
    }
    return {};
}

QString Words::group(const std::string& group) {
    if (group == "organisation") {
        return tr("组织");
    }
    if (group == "people") {
        return tr("人员");
    }
    if (group == "activity") {
        return tr("活动");
    }
    if (group == "holiday") {
        return tr("假期与节日");
    }
    return group.empty() ? tr("其他") : toQt(group);
}

}  // namespace xiangji
