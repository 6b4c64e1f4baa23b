import QtQuick
import Xiangji.Ui

/// A sentence that shows for a few seconds over the page.
Rectangle {
    id: toast

    objectName: "toast"
    property string text: ""

    function show(words) {
        toast.text = words;
        toast.visible = words !== "";
        away.restart();
    }

    width: Math.min(words.implicitWidth + 2 * Theme.room, parent.width - 2 * Theme.margin, Theme.columnMost)
    height: words.contentHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.dark ? "#e4ebe5" : "#22302a"
    visible: false
    Accessible.role: Accessible.AlertMessage
    Accessible.name: toast.text

    Text {
        id: words

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.room
        anchors.rightMargin: Theme.room
        anchors.verticalCenter: parent.verticalCenter
        text: toast.text
        color: Theme.dark ? "#18211b" : "#ffffff"
        font.pixelSize: Theme.body
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        Accessible.ignored: true
    }
    TapHandler {
        onTapped: toast.visible = false
    }
    Timer {
        id: away

        interval: 2500

        onTriggered: toast.visible = false
    }
}
