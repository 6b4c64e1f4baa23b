import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// What a list says while there is nothing in it: why, and what to do.
ColumnLayout {
    id: empty

    required property string iconName
    required property string text

    spacing: Theme.gap

    Icon {
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.room
        name: empty.iconName
        size: Math.round(52 * Theme.scale)
        color: Theme.outline
    }
    BodyText {
        Layout.fillWidth: true
        Layout.leftMargin: Theme.room
        Layout.rightMargin: Theme.room
        Layout.bottomMargin: Theme.room
        text: empty.text
        soft: true
        horizontalAlignment: Text.AlignHCenter
    }
}
