import QtQuick
import QtQuick.Controls.Basic
import Xiangji.Ui

/// One small picture with a word under it. A veiled one shows only colours until it is tapped.
AbstractButton {
    id: tile

    property url source: ""
    property bool veiled: false
    property bool seen: false
    property string label: ""
    required property string name

    implicitWidth: Math.round(104 * Theme.scale)
    implicitHeight: frame.height + (words.visible ? words.height + Theme.tight : 0)
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: label === "" ? name : name + "，" + label
    Accessible.onPressAction: tile.clicked()

    onClicked: seen = !seen

    contentItem: Item {
        Rectangle {
            id: frame

            width: tile.width
            height: width
            radius: Theme.radius / 2
            color: Theme.paper
            border.width: tile.visualFocus ? 3 : 1
            border.color: tile.visualFocus ? Theme.accent : Theme.line
            clip: true

            Image {
                anchors.fill: parent
                anchors.margins: 1
                source: tile.source
                asynchronous: true
                autoTransform: true
                fillMode: Image.PreserveAspectCrop
                smooth: true
                // A handful of pixels drawn large: a blur that every phone can draw.
                sourceSize.width: tile.veiled && !tile.seen ? 6 : Math.round(2 * tile.width)
            }
            Icon {
                anchors.centerIn: parent
                visible: String(tile.source) === "" || (tile.veiled && !tile.seen)
                name: String(tile.source) === "" ? "sync" : "search"
                size: Math.round(28 * Theme.scale)
                color: Theme.inkSoft
            }
        }
        SmallText {
            id: words

            anchors.top: frame.bottom
            anchors.topMargin: Theme.tight
            width: tile.width
            visible: text !== ""
            text: tile.label
        }
    }
}
