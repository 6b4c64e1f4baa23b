import QtQuick
import Xiangji.Ui

/// Running text; wraps, never elides unless told.
Text {
    id: text

    property bool soft: false

    color: soft ? Theme.inkSoft : Theme.ink
    font.pixelSize: Theme.body
    lineHeight: Theme.lineHeight
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text.text
}
