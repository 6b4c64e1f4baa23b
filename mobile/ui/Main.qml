import QtQuick
import QtQuick.Controls.Basic
import Xiangji.Models
import Xiangji.Ui

/// The window: one stack of pages, Back, and the sentence that says that something is saved.
ApplicationWindow {
    id: window

    /// A program that drives the app waits while this is true: what it typed is kept when it goes on.
    readonly property bool busy: Session.joining || Session.keeping
    readonly property var page: stack.currentItem
    readonly property string pages: "qrc:/qt/qml/Xiangji/Ui/pages/"

    /// The first page is for who has not joined; from then on it is home.
    function begin() {
        const first = Session.joined ? "homePage" : "joinPage";
        if (page?.objectName !== first && stack.find(item => item.objectName === first) === null)
            stack.replace(null, pages + (Session.joined ? "HomePage" : "JoinPage") + ".qml", {}, StackView.Immediate);
    }
    function open(name, properties) {
        toast.visible = false;
        page.leave();
        stack.push(window.pages + name + ".qml", properties, StackView.Immediate);
        stack.forceActiveFocus();
    }
    /// False where there is nothing to go back to.
    function back() {
        if (stack.depth > 1) {
            page.leave();
            stack.pop(StackView.Immediate);
            stack.forceActiveFocus();
            if (page.shown)
                page.shown();
            return true;
        }
        if (page.objectName === "homePage" && page.tab !== 0) {
            page.tab = 0;
            return true;
        }
        return false;
    }

    objectName: "window"
    visible: true
    width: 412
    height: 915
    minimumWidth: 320
    minimumHeight: 480
    title: qsTr("乡记")
    color: Theme.paper
    font.pixelSize: Theme.body

    Component.onCompleted: begin()
    onClosing: window.page.leave()

    Connections {
        function onPageAsked(page, properties) {
            window.open(page, properties);
        }
        function onTabAsked(tab) {
            window.page.tab = tab;
        }
        function onBackAsked() {
            window.back();
        }
        function onSaid(words) {
            toast.show(words, false);
        }
        function onSaved(words) {
            toast.show(words, Deciding.mayUndo());
        }

        target: Navigation
    }
    Connections {
        function onMeChanged() {
            window.begin();
        }

        target: Session
    }
    FocusScope {
        anchors.fill: parent
        focus: true

        Keys.onPressed: event => {
            if (event.key === Qt.Key_Back || event.key === Qt.Key_Escape)
                event.accepted = window.back();
        }

        StackView {
            id: stack

            anchors.fill: parent
            focus: true
        }
    }
    Toast {
        id: toast

        onUndoAsked: toast.show(Deciding.undo() ? qsTr("已撤销，联网后自动送达") : Deciding.error, false)

        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.topMargin: Theme.touch + Theme.room
    }
}
