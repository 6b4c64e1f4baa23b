import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Xiangji.Ui
import "civil_time.js" as CivilTime

/// One month to choose a day from.
ColumnLayout {
    id: grid

    required property int year
    required property int month
    required property var chosen
    required property var today
    readonly property var dayNames: [qsTr("一"), qsTr("二"), qsTr("三"), qsTr("四"), qsTr("五"), qsTr("六"), qsTr("日")]

    signal picked(var day)

    function turn(months) {
        const first = new Date(Date.UTC(year, month + months, 1));
        year = first.getUTCFullYear();
        month = first.getUTCMonth();
    }
    function same(a, b) {
        return a.year === b.year && a.month === b.month && a.day === b.day;
    }

    spacing: Theme.tight

    RowLayout {
        Layout.fillWidth: true

        IconButton {
            objectName: "monthBefore"
            iconName: "back"
            name: qsTr("上个月")

            onClicked: grid.turn(-1)
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("%1年%2月").arg(grid.year).arg(grid.month + 1)
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
        }
        IconButton {
            objectName: "monthAfter"
            iconName: "next"
            name: qsTr("下个月")

            onClicked: grid.turn(1)
        }
    }
    GridLayout {
        Layout.fillWidth: true
        columns: 7
        rowSpacing: 2
        columnSpacing: 2

        Repeater {
            model: grid.dayNames

            delegate: SmallText {
                required property string modelData

                Layout.fillWidth: true
                Layout.preferredWidth: 1
                text: modelData
                horizontalAlignment: Text.AlignHCenter
            }
        }
        Repeater {
            model: CivilTime.weeks(grid.year, grid.month)

            delegate: AbstractButton {
                id: day

                required property var modelData
                readonly property bool isChosen: grid.same(modelData, grid.chosen)
                readonly property bool isToday: grid.same(modelData, grid.today)

                objectName: "day_" + CivilTime.dateText(modelData)
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                implicitHeight: 46
                Accessible.role: Accessible.Button
                Accessible.name: CivilTime.dateText(day.modelData)
                Accessible.onPressAction: day.clicked()

                contentItem: Text {
                    text: day.modelData.day
                    color: day.isChosen ? Theme.accentInk : day.modelData.inMonth ? Theme.ink : Theme.inkSoft
                    font.pixelSize: Theme.body
                    font.bold: day.isToday || day.isChosen
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    Accessible.ignored: true
                }
                background: Rectangle {
                    radius: Theme.radius
                    color: day.isChosen ? Theme.accent : day.down ? Theme.accentSoft : "transparent"
                    border.width: day.isToday || day.visualFocus ? 1 : 0
                    border.color: Theme.accent
                }

                onClicked: grid.picked(day.modelData)
            }
        }
    }
}
