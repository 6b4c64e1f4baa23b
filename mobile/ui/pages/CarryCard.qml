import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// Without a network: what waits goes along with a neighbour, and what a neighbour brings is read.
Card {
    id: card

    objectName: "carryCard"

    Heading {
        text: qsTr("没有网也能送")
    }
    SmallText {
        Layout.fillWidth: true
        text: qsTr("写成捎带文件，请有网的人带到。文件加了密，捎带的人看不到内容；送几次都只算一次。")
    }
    PushButton {
        objectName: "carryOutButton"
        Layout.fillWidth: true
        iconName: "share"
        enabled: !Handover.busy
        text: qsTr("请别人捎带待发送的")

        onClicked: Handover.share()
    }
    PushButton {
        objectName: "carryInButton"
        Layout.fillWidth: true
        enabled: !Handover.busy
        text: qsTr("读取捎带文件")

        onClicked: place.open()
    }
    SmallText {
        objectName: "carryOutcome"
        Layout.fillWidth: true
        visible: text !== "" && !Handover.busy
        text: Handover.outcome
        color: Handover.failed ? Theme.warn : Theme.ink
    }

    Sheet {
        id: place

        heading: qsTr("读取捎带文件")

        SmallText {
            Layout.fillWidth: true
            text: qsTr("填文件的位置，例如下载文件夹里的 xiangji.xjb。")
        }
        TextLine {
            id: line

            objectName: "carryPlace"
            Layout.fillWidth: true
            Accessible.name: qsTr("读取捎带文件")
        }
        PushButton {
            objectName: "carryReadButton"
            Layout.fillWidth: true
            kind: "primary"
            enabled: line.text.trim() !== ""
            text: qsTr("读取")

            onClicked: {
                Handover.read(line.text);
                place.close();
            }
        }
    }
}
