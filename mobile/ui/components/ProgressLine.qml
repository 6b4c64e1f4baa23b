import QtQuick
import Xiangji.Ui

/// How far something is: 0…1, or below 0 while nobody knows.
Rectangle {
    id: line

    required property real value

    implicitHeight: 10
    radius: height / 2
    color: Theme.line
    Accessible.role: Accessible.ProgressBar
    Accessible.name: line.value < 0 ? qsTr("进行中") : Math.round(line.value * 100) + "%"

    Rectangle {
        width: Math.max(line.height, line.width * (line.value < 0 ? 0.15 : line.value))
        height: line.height
        radius: height / 2
        color: Theme.accent
    }
}
