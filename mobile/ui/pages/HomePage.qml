import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// The four parts of the app side by side; each is made when it is first seen.
FocusScope {
    id: home

    property int tab: 0
    readonly property bool wide: width >= Theme.wideFrom

    function leave() {
    }
    /// A page above went: what was begun there may have changed.
    function shown() {
        if (tab === 0 && parts.itemAt(0)?.item)
            parts.itemAt(0).item.shown();
    }

    objectName: "homePage"

    onTabChanged: {
        Navigation.say("");
        shown();
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }
    TabButtons {
        id: tabs

        anchors.left: parent.left
        anchors.bottom: parent.bottom
        width: home.wide ? implicitWidth : parent.width
        height: home.wide ? parent.height : implicitHeight
        rail: home.wide
        current: home.tab

        onPicked: tab => home.tab = tab
    }
    StackLayout {
        anchors.left: home.wide ? tabs.right : parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: home.wide ? parent.bottom : tabs.top
        currentIndex: home.tab

        Repeater {
            id: parts

            model: [todayPart, recordsPart, syncPart, morePart]

            delegate: Loader {
                required property int index
                required property Component modelData

                active: home.tab === index || status === Loader.Ready
                sourceComponent: modelData
            }
        }
    }
    Component {
        id: todayPart

        TodayPage {
        }
    }
    Component {
        id: recordsPart

        ListPage {
            type: "activity"
            canGoBack: false
        }
    }
    Component {
        id: syncPart

        SyncPage {
        }
    }
    Component {
        id: morePart

        MorePage {
        }
    }
}
