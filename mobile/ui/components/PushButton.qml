import QtQuick
import QtQuick.Controls.Basic
import Xiangji.Ui

/// The app's button. `kind` is primary, secondary, quiet or danger.
Button {
    id: button

    property string kind: "secondary"
    property string iconName: ""
    property int least: Theme.touch
    readonly property color inkColor: !enabled ? Theme.inkSoft : kind === "primary" ? Theme.accentInk : kind === "danger" ? Theme.danger : Theme.accent

    readonly property int textWidth: Math.ceil(words.advanceWidth) + 1
    readonly property int iconRoom: iconName === "" ? 0 : Math.round(24 * Theme.scale) + Theme.tight

    implicitWidth: textWidth + iconRoom + leftPadding + rightPadding
    implicitHeight: Math.max(least, label.implicitHeight + 2 * Theme.gap)
    leftPadding: Theme.room
    rightPadding: Theme.room
    topPadding: Theme.tight
    bottomPadding: Theme.tight
    font.pixelSize: Theme.body
    font.bold: kind === "primary"
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: button.text
    Accessible.onPressAction: button.clicked()

    TextMetrics {
        id: words

        font: button.font
        text: button.text
    }

    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.tight

            Icon {
                anchors.verticalCenter: parent.verticalCenter
                visible: button.iconName !== ""
                name: button.iconName
                color: button.inkColor
            }
            Text {
                id: label

                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(button.textWidth, button.availableWidth - button.iconRoom)
                text: button.text
                color: button.inkColor
                font: button.font
                horizontalAlignment: Text.AlignHCenter
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: {
            if (!button.enabled)
                return button.kind === "quiet" ? "transparent" : Theme.line;
            if (button.kind === "primary")
                return button.down ? Theme.accentPressed : Theme.accent;
            if (button.kind === "danger")
                return button.down ? Theme.dangerSoft : Theme.card;
            return button.down ? Theme.accentSoft : button.kind === "quiet" ? "transparent" : Theme.card;
        }
        border.width: button.activeFocus && button.visualFocus ? 3 : button.kind === "secondary" || button.kind === "danger" ? 1 : 0
        border.color: button.kind === "danger" ? Theme.danger : button.kind === "primary" ? Theme.ink : Theme.accent
    }
}
