import QtQuick
import QtQuick.Controls.Basic
import Xiangji.Ui

/// Several lines of typing; grows with its text.
TextArea {
    id: box

    property bool wrong: false
    property int rows: 3

    implicitHeight: Math.max(rows * Theme.body * 1.5 + 2 * Theme.gap, contentHeight + 2 * Theme.gap)
    leftPadding: Theme.gap
    rightPadding: Theme.gap
    topPadding: Theme.gap
    bottomPadding: Theme.gap
    color: Theme.ink
    font.pixelSize: Theme.body
    placeholderTextColor: Theme.inkSoft
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    // A finger that drags over a long text scrolls the page.
    selectByMouse: false
    wrapMode: TextArea.Wrap
    textFormat: TextEdit.PlainText
    Accessible.role: Accessible.EditableText
    Accessible.editable: true
    Accessible.multiLine: true

    background: Rectangle {
        radius: Theme.radius
        color: box.readOnly ? Theme.paper : Theme.card
        border.width: box.activeFocus ? 2 : 1
        border.color: box.wrong ? Theme.danger : box.activeFocus ? Theme.accent : Theme.outline
    }
}
