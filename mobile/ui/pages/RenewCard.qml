import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// Where the unit's server is. When it moved or lost its key, a new invitation says so; what is on this phone stays. Where
/// the phone's content is a copy, an invitation lets it join again.
Card {
    id: card

    readonly property bool copied: SyncState.copied
    readonly property string offer: copied ? qsTr("重新加入，粘贴新的邀请") : qsTr("服务器换了，粘贴新的邀请")
    readonly property var invitation: Session.readInvitation(inviteField.text + inviteField.preeditText)

    objectName: "renewCard"

    Heading {
        text: qsTr("服务器")
    }
    SmallText {
        Layout.fillWidth: true
        text: Session.host
    }
    SmallText {
        objectName: "copiedWords"
        Layout.fillWidth: true
        visible: card.copied
        text: qsTr("这部手机的内容是一份拷贝，或从旧备份恢复的：实践所已收到用它的钥匙写的另一些内容。这里记的都还在，但送不出去。请实践所再发一份邀请，重新加入后会接着送。")
        color: Theme.warn
    }
    PushButton {
        objectName: "renewButton"
        Layout.fillWidth: true
        enabled: !Session.joining
        text: Session.joining ? qsTr("正在核对…") : card.offer

        onClicked: sheet.open()
    }
    SmallText {
        objectName: "renewError"
        Layout.fillWidth: true
        visible: text !== "" && !Session.joining
        text: Session.joinError
        color: Theme.warn
    }

    Sheet {
        id: sheet

        heading: card.offer

        SmallText {
            Layout.fillWidth: true
            text: card.copied ? qsTr("同一个实践所发给本人的邀请才行。手机会换一把新钥匙，还是同一个人，没收下的会重新发送。旧钥匙如果没有别的手机在用，请实践所停用。") : qsTr("同一个实践所重新发来的邀请才行。只更新服务器的地址和钥匙，手机里记的都不动。只用亲手从实践所拿到的邀请。")
        }
        TextBox {
            id: inviteField

            objectName: "renewField"
            Layout.fillWidth: true
            rows: 4
            wrapMode: TextEdit.WrapAtWordBoundaryOrAnywhere
            inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
            Accessible.name: qsTr("邀请消息")
        }
        PushButton {
            objectName: "renewPasteButton"
            Layout.fillWidth: true
            iconName: "paste"
            text: qsTr("粘贴")

            onClicked: inviteField.text = Session.pasted()
        }
        PushButton {
            objectName: "renewNowButton"
            Layout.fillWidth: true
            kind: "primary"
            enabled: card.invitation.state === "ready"
            text: card.copied ? qsTr("重新加入") : qsTr("更新")

            onClicked: {
                Session.join(inviteField.text + inviteField.preeditText, "");
                sheet.close();
            }
        }
    }
}
