import QtQuick
import Xiangji.Ui

/// A sentence that shows for a few seconds over the page; what it tells of can be taken back while it does.
Rectangle {
    id: toast

    objectName: "toast"
    property string text: ""
    property bool undoable: false

    signal undoAsked

    function show(words, undoable) {
        toast.text = words;
        toast.undoable = undoable;
        toast.visible = words !== "";
        away.restart();
    }

    width: Math.min(words.implicitWidth + undo.room + 2 * Theme.room, parent.width - 2 * Theme.margin, Theme.columnMost)
    height: Math.max(words.contentHeight + 2 * Theme.gap, toast.undoable ? undo.implicitHeight : 0)
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
        anchors.rightMargin: Theme.room + undo.room
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
    PushButton {
        id: undo

        readonly property int room: toast.undoable ? implicitWidth : 0

        objectName: "undoButton"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: toast.undoable
        kind: "primary"
        text: qsTr("撤销")

        onClicked: {
            toast.visible = false;
            toast.undoAsked();
        }
    }
    Timer {
        id: away

        interval: toast.undoable ? 6000 : 2500

        onTriggered: toast.visible = false
    }
}
