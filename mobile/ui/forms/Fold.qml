import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Xiangji.Ui

/// A part of a page that most people don't need: closed until asked for.
ColumnLayout {
    id: fold

    required property string heading
    property bool unfolded: false
    default property alias content: inside.sourceComponent

    spacing: Theme.room

    AbstractButton {
        id: button

        objectName: fold.objectName + "Button"
        Layout.fillWidth: true
        implicitHeight: Theme.touch
        focusPolicy: Qt.TabFocus
        Accessible.role: Accessible.Button
        Accessible.name: fold.heading
        Accessible.onPressAction: button.clicked()

        contentItem: RowLayout {
            spacing: Theme.tight

            Icon {
                name: fold.unfolded ? "down" : "next"
                color: Theme.accent
            }
            BodyText {
                Layout.fillWidth: true
                text: fold.heading
                lineHeight: 1
                color: Theme.accent
                font.bold: true
                Accessible.ignored: true
            }
        }
        background: Rectangle {
            radius: Theme.radius
            color: button.down ? Theme.accentSoft : "transparent"
            border.width: button.visualFocus ? 3 : 0
            border.color: Theme.accent
        }

        onClicked: fold.unfolded = !fold.unfolded
    }
    Loader {
        id: inside

        Layout.fillWidth: true
        visible: fold.unfolded
        active: fold.unfolded
    }
}
