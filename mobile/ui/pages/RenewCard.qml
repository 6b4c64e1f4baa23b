import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// Where the unit's server is. When it moved or lost its key, a new invitation says so; what is on this phone stays.
Card {
    id: card

    readonly property var invitation: Session.readInvitation(inviteField.text + inviteField.preeditText)

    objectName: "renewCard"

    Heading {
        text: qsTr("服务器")
    }
    SmallText {
        Layout.fillWidth: true
        text: Session.host
    }
    PushButton {
        objectName: "renewButton"
        Layout.fillWidth: true
        enabled: !Session.joining
        text: Session.joining ? qsTr("正在核对…") : qsTr("服务器换了，粘贴新的邀请")

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

        heading: qsTr("服务器换了，粘贴新的邀请")

        SmallText {
            Layout.fillWidth: true
            text: qsTr("同一个实践所重新发来的邀请才行。只更新服务器的地址和钥匙，手机里记的都不动。只用亲手从实践所拿到的邀请。")
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
            text: qsTr("更新")

            onClicked: {
                Session.join(inviteField.text + inviteField.preeditText, "");
                sheet.close();
            }
        }
    }
}
