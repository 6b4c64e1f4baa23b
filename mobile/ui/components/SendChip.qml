import QtQuick
import Xiangji.Ui

/// How far a row has come: delivered, waiting, held or refused (SendState's order), with a sign beside the colour.
Rectangle {
    id: chip

    required property int sendState
    required property string label
    readonly property color inkColor: sendState === 3 ? Theme.danger : sendState === 0 ? Theme.accent : Theme.warn

    implicitWidth: row.implicitWidth + 2 * Theme.tight + 4
    implicitHeight: row.implicitHeight + Theme.tight
    radius: height / 2
    color: sendState === 3 ? Theme.dangerSoft : sendState === 0 ? Theme.accentSoft : Theme.warnSoft
    Accessible.role: Accessible.StaticText
    Accessible.name: chip.label

    Row {
        id: row

        anchors.centerIn: parent
        spacing: 4

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            size: Math.round(14 * Theme.scale)
            name: chip.sendState === 0 ? "check" : chip.sendState === 3 ? "close" : "sync"
            color: chip.inkColor
        }
        Text {
            text: chip.label
            color: chip.inkColor
            font.pixelSize: Theme.small - 1
            Accessible.ignored: true
        }
    }
}
