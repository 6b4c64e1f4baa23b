import QtQuick
import Xiangji.Ui

/// A word about a row: its state.
Rectangle {
    id: tag

    required property string text
    property bool warn: false

    implicitWidth: words.implicitWidth + 2 * Theme.tight + 4
    implicitHeight: words.implicitHeight + Theme.tight
    radius: height / 2
    color: warn ? Theme.warnSoft : "transparent"
    border.width: warn ? 0 : 1
    border.color: Theme.outline
    Accessible.role: Accessible.StaticText
    Accessible.name: tag.text

    Text {
        id: words

        anchors.centerIn: parent
        text: tag.text
        color: tag.warn ? Theme.warn : Theme.inkSoft
        font.pixelSize: Theme.small - 1
        Accessible.ignored: true
    }
}
