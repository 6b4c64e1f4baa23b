import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// The first page: a pasted invitation makes this phone one of a unit's.
PageFrame {
    id: page

    readonly property var invitation: Session.readInvitation(inviteField.text + inviteField.preeditText)
    readonly property bool ready: invitation.state === "ready" && (!invitation.needsName || nameField.text.trim() !== "")

    objectName: "joinPage"
    title: qsTr("乡记")
    canGoBack: false

    headItems: PushButton {
        objectName: "languageButton"
        kind: "quiet"
        text: Settings.chinese ? "English" : "中文"

        onClicked: Settings.language = Settings.chinese ? "en" : "zh"
    }
    foot: [
        ProgressLine {
            objectName: "joinProgress"
            Layout.fillWidth: true
            visible: Session.joining
            value: -1
        },
        PushButton {
            objectName: "joinButton"
            Layout.fillWidth: true
            kind: "primary"
            enabled: page.ready && !Session.joining
            text: Session.joining ? qsTr("正在加入…") : qsTr("加入")

            onClicked: Session.join(inviteField.text, nameField.text)
        }
    ]

    Heading {
        Layout.fillWidth: true
        Layout.topMargin: Theme.gap
        text: qsTr("用邀请加入你的实践所或实践站")
    }
    BodyText {
        Layout.fillWidth: true
        visible: page.invitation.state !== "ready"
        text: qsTr("镇里会发给你一段带有邀请的消息。长按那条消息复制，再回到这里粘贴，整段都可以。加入时需要联网一次，以后没有网也能用。")
        soft: true
    }
    Notice {
        objectName: "joinError"
        visible: Session.joinError !== "" && !Session.joining
        tone: "danger"
        text: Session.joinError
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.tight

        BodyText {
            text: qsTr("邀请消息")
            font.bold: true
        }
        TextBox {
            id: inviteField

            objectName: "inviteField"
            Layout.fillWidth: true
            rows: 5
            wrapMode: TextEdit.WrapAtWordBoundaryOrAnywhere
            inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
            placeholderText: qsTr("在这里粘贴整段消息")
            wrong: page.invitation.state === "damaged" || page.invitation.state === "expired"
            Accessible.name: qsTr("邀请消息")
        }
        PushButton {
            objectName: "pasteButton"
            Layout.fillWidth: true
            iconName: "paste"
            text: qsTr("粘贴")

            onClicked: inviteField.text = Session.pasted()
        }
    }
    Notice {
        objectName: "inviteDamaged"
        visible: page.invitation.state === "damaged"
        tone: "warn"
        text: qsTr("这段文字里没有找到完整的邀请。请把收到的整段消息全部复制后再粘贴。")
    }
    Notice {
        objectName: "inviteExpired"
        visible: page.invitation.state === "expired"
        tone: "warn"
        text: qsTr("这份邀请已在%1过期。请找发邀请的人重新要一份。").arg(page.invitation.until ?? "")
    }
    Card {
        objectName: "inviteCard"
        visible: page.invitation.state === "ready"

        SmallText {
            text: qsTr("邀请来自")
        }
        Heading {
            Layout.fillWidth: true
            text: page.invitation.unit ?? ""
        }
        BodyText {
            Layout.fillWidth: true
            text: [page.invitation.person ?? "", page.invitation.role ?? ""].filter(part => part !== "").join(" · ")
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: page.invitation.state === "ready" && page.invitation.needsName
        spacing: Theme.tight

        BodyText {
            text: qsTr("你的姓名")
            font.bold: true
        }
        TextLine {
            id: nameField

            objectName: "nameField"
            Layout.fillWidth: true
            placeholderText: qsTr("写真实姓名，实践所会核对")
            Accessible.name: qsTr("你的姓名")
        }
    }
}
