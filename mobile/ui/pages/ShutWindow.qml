import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Xiangji.Ui

/// What stands instead of the app where its home cannot be opened: why, that nothing is lost, and another try.
ApplicationWindow {
    id: window

    /// locked: a key store or a passphrase; away: no key store; other.
    property string reason: "other"
    property string detail: ""

    objectName: "shutWindow"
    visible: true
    width: 412
    height: 915
    title: qsTr("乡记")
    color: Theme.paper

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.room, 480)
        spacing: Theme.gap

        Heading {
            text: qsTr("乡记现在打不开")
        }
        BodyText {
            objectName: "shutText"
            Layout.fillWidth: true
            text: window.reason === "locked" ? qsTr("钥匙锁着：请先打开系统的密码库（或用口令打开这部手机的资料），再试一次。记录都还在，什么都没有改。") : window.reason === "away" ? qsTr("钥匙放在系统的密码库里，可是现在找不到它。请登录原来的桌面，再试一次。记录都还在，什么都没有改。") : qsTr("记录都还在，什么都没有改。请再试一次；还不行，把下面这句话告诉实践所。")
        }
        SmallText {
            Layout.fillWidth: true
            text: window.detail
        }
        PushButton {
            objectName: "shutAgain"
            Layout.fillWidth: true
            kind: "primary"
            text: qsTr("再试一次")

            onClicked: Qt.exit(3)
        }
    }
}
