import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// A sentence that matters, in a coloured box with a sign. `tone` is calm, warn or danger.
Rectangle {
    id: notice

    property string tone: "calm"
    property string text: ""
    property string actionText: ""
    property string actionName: ""
    readonly property color inkColor: tone === "danger" ? Theme.danger : tone === "warn" ? Theme.warn : Theme.ink

    signal acted

    implicitHeight: content.implicitHeight + 2 * Theme.gap
    Layout.fillWidth: true
    radius: Theme.radius
    color: tone === "danger" ? Theme.dangerSoft : tone === "warn" ? Theme.warnSoft : Theme.accentSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: notice.text

    ColumnLayout {
        id: content

        anchors.fill: parent
        anchors.margins: Theme.gap
        spacing: Theme.tight

        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap

            Icon {
                Layout.alignment: Qt.AlignTop
                visible: notice.tone !== "calm"
                name: "warn"
                color: notice.inkColor
            }
            BodyText {
                Layout.fillWidth: true
                text: notice.text
                color: notice.inkColor
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
        }
        PushButton {
            objectName: notice.actionName
            Layout.alignment: Qt.AlignRight
            visible: notice.actionText !== ""
            kind: "quiet"
            text: notice.actionText

            onClicked: notice.acted()
        }
    }
}
