import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// The way between the four parts of the app: a bar below, or a rail at the left where the window is wide.
Rectangle {
    id: tabs

    required property int current
    property bool rail: false
    readonly property var parts: [{
            "name": "tabToday",
            "icon": "today",
            "label": qsTr("今天")
        }, {
            "name": "tabRecords",
            "icon": "records",
            "label": qsTr("记录")
        }, {
            "name": "tabSync",
            "icon": "sync",
            "label": qsTr("同步")
        }, {
            "name": "tabMore",
            "icon": "more",
            "label": qsTr("更多")
        }]

    signal picked(int tab)

    implicitWidth: 200
    implicitHeight: Math.round(66 * Math.max(1, Theme.scale * 0.9))
    color: Theme.card

    Rectangle {
        x: tabs.rail ? parent.width - 1 : 0
        width: tabs.rail ? 1 : parent.width
        height: tabs.rail ? parent.height : 1
        color: Theme.line
    }
    Text {
        id: mark

        x: Theme.room
        y: Theme.room
        visible: tabs.rail
        text: qsTr("乡记")
        color: Theme.accent
        font.pixelSize: Theme.title
        font.bold: true
    }
    GridLayout {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: tabs.rail ? mark.bottom : parent.top
        anchors.topMargin: tabs.rail ? Theme.room : 1
        height: tabs.rail ? implicitHeight : parent.height - 1
        columns: tabs.rail ? 1 : 4
        rowSpacing: Theme.tight
        columnSpacing: 0

        Repeater {
            model: tabs.parts

            delegate: AbstractButton {
                id: tab

                required property var modelData
                required property int index
                readonly property bool here: index === tabs.current
                readonly property int waiting: index === 2 ? SyncState.unsent + SyncState.held : 0
                readonly property color inkColor: here ? Theme.accent : Theme.inkSoft

                objectName: modelData.name
                Layout.fillWidth: true
                Layout.fillHeight: !tabs.rail
                Layout.preferredWidth: 1
                Layout.leftMargin: tabs.rail ? Theme.gap : 0
                Layout.rightMargin: tabs.rail ? Theme.gap : 0
                implicitHeight: Theme.touch
                focusPolicy: Qt.TabFocus
                Accessible.role: Accessible.PageTab
                Accessible.name: tab.waiting > 0 ? tab.modelData.label + "，" + SyncState.summary : tab.modelData.label
                Accessible.selected: tab.here
                Accessible.onPressAction: tab.clicked()

                contentItem: Item {
                    Grid {
                        anchors.centerIn: tabs.rail ? undefined : parent
                        anchors.left: tabs.rail ? parent.left : undefined
                        anchors.leftMargin: Theme.gap
                        anchors.verticalCenter: tabs.rail ? parent.verticalCenter : undefined
                        columns: tabs.rail ? 2 : 1
                        spacing: tabs.rail ? Theme.gap : 2
                        horizontalItemAlignment: Grid.AlignHCenter
                        verticalItemAlignment: Grid.AlignVCenter

                        Icon {
                            name: tab.modelData.icon
                            color: tab.inkColor
                            size: Math.round(24 * Math.min(Theme.scale, 1.3))

                            Rectangle {
                                x: parent.width - 6
                                y: -4
                                width: Math.max(height, badge.implicitWidth + 8)
                                height: badge.implicitHeight + 2
                                radius: height / 2
                                visible: tab.waiting > 0
                                color: Theme.warn

                                Text {
                                    id: badge

                                    anchors.centerIn: parent
                                    text: tab.waiting > 99 ? "99+" : tab.waiting
                                    color: Theme.dark ? "#2b1d04" : "#ffffff"
                                    font.pixelSize: 12
                                    Accessible.ignored: true
                                }
                            }
                        }
                        Text {
                            text: tab.modelData.label
                            color: tab.inkColor
                            font.pixelSize: tabs.rail ? Theme.body : Math.round(14 * Math.min(Theme.scale, 1.3))
                            font.bold: tab.here
                            Accessible.ignored: true
                        }
                    }
                }
                background: Rectangle {
                    radius: tabs.rail ? Theme.radius : 0
                    color: tab.down || (tabs.rail && tab.here) ? Theme.accentSoft : "transparent"
                    border.width: tab.visualFocus ? 3 : 0
                    border.color: Theme.accent

                    Rectangle {
                        anchors.horizontalCenter: parent.horizontalCenter
                        y: -1
                        width: Math.round(parent.width * 0.4)
                        height: 3
                        visible: !tabs.rail && tab.here
                        color: Theme.accent
                    }
                }

                onClicked: tabs.picked(tab.index)
            }
        }
    }
}
