import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Xiangji.Platform
import Xiangji.Ui

/// A page: title bar with Back, a column that scrolls, a foot that stays in sight. What has the focus stays above the
/// software keyboard; the column never grows wider than is good to read.
FocusScope {
    id: page

    property string title: ""
    property bool canGoBack: true
    property alias scroll: scroll
    property alias headItems: head.items
    property alias foot: foot.data
    default property alias content: column.data

    signal backAsked

    /// Called before the page goes; a page that keeps a draft keeps it here.
    function leave() {
    }
    function reveal(item) {
        if (!item || !page.visible)
            return;
        for (let above = item; above !== scroll.contentItem; above = above.parent) {
            if (!above)
                return;
        }
        const top = item.mapToItem(scroll.contentItem, 0, 0).y;
        const height = Math.min(item.height, scroll.height - 2 * Theme.gap);
        const end = Math.max(0, scroll.contentHeight - scroll.height);
        if (top - Theme.gap < scroll.contentY)
            scroll.contentY = Math.max(0, top - Theme.room * 2);
        else if (top + height + Theme.room > scroll.contentY + scroll.height)
            scroll.contentY = Math.min(end, top + height + Theme.room - scroll.height);
    }

    /// Scrolls to the editor of that field.
    function revealField(name) {
        const seek = item => {
            for (let place = 0; place < item.children.length; ++place) {
                if (item.children[place].fieldName === name)
                    return item.children[place];
                const found = seek(item.children[place]);
                if (found)
                    return found;
            }
            return null;
        };
        page.reveal(seek(scroll.contentItem));
    }

    Connections {
        function onActiveFocusItemChanged() {
            page.reveal(page.Window.activeFocusItem);
        }

        target: page.Window.window
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }
    PageHead {
        id: head

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        title: page.title
        canGoBack: page.canGoBack

        onBackAsked: page.backAsked()
    }
    Flickable {
        id: scroll

        objectName: "pageScroll"
        anchors.top: head.bottom
        anchors.bottom: footBar.top
        anchors.left: parent.left
        anchors.right: parent.right
        contentHeight: column.implicitHeight + 2 * Theme.margin
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        // The software keyboard came: what is being typed must not be under it.
        onHeightChanged: page.reveal(page.Window.activeFocusItem)

        ScrollBar.vertical: ScrollBar {
            policy: ScrollBar.AsNeeded
        }

        ColumnLayout {
            id: column

            x: Math.round((scroll.width - width) / 2)
            y: Theme.tight
            width: Math.min(scroll.width - 2 * Theme.margin, Theme.columnMost)
            spacing: Theme.room
        }
    }
    Rectangle {
        id: footBar

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Keyboard.height
        anchors.left: parent.left
        anchors.right: parent.right
        height: foot.visibleChildren.length > 0 ? foot.implicitHeight + 2 * Theme.gap : 0
        color: Theme.paper

        Rectangle {
            width: parent.width
            height: 1
            visible: footBar.height > 0
            color: Theme.line
        }
        ColumnLayout {
            id: foot

            anchors.verticalCenter: parent.verticalCenter
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(parent.width - 2 * Theme.margin, Theme.columnMost)
            spacing: Theme.tight
        }
    }
}
