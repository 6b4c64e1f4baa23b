import QtQuick
import QtQuick.Layouts
import Xiangji.Ui
import "civil_time.js" as CivilTime

/// Chooses a day and, where asked for, a time of it.
Sheet {
    id: sheet

    property bool withTime: false
    property bool mayClear: true
    property var day: CivilTime.parts(Date.now())
    property int hour: 0
    property int minute: 0

    signal dayPicked(string date)
    signal instantPicked(real ms)
    signal cleared

    function openAtInstant(ms) {
        const parts = CivilTime.parts(ms);
        day = parts;
        hour = parts.hour;
        minute = parts.minute;
        calendar.year = parts.year;
        calendar.month = parts.month;
        open();
    }
    function openAtDate(text) {
        day = CivilTime.dateParts(text, Date.now());
        calendar.year = day.year;
        calendar.month = day.month;
        open();
    }

    closeName: "dateSheetClose"

    CalendarGrid {
        id: calendar

        Layout.fillWidth: true
        year: sheet.day.year
        month: sheet.day.month
        chosen: sheet.day
        today: CivilTime.parts(Date.now())

        onPicked: day => {
            sheet.day = day;
            if (!sheet.withTime) {
                sheet.dayPicked(CivilTime.dateText(day));
                sheet.close();
            }
        }
    }
    GridLayout {
        Layout.fillWidth: true
        visible: sheet.withTime
        columns: Theme.roomy ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.tight

        ColumnLayout {
            Layout.fillWidth: true

            SmallText {
                text: qsTr("时")
            }
            NumberStepper {
                Layout.fillWidth: true
                objectNameStem: "hour"
                name: qsTr("时")
                value: sheet.hour
                most: 23

                onChanged: value => sheet.hour = value ?? 0
            }
        }
        ColumnLayout {
            Layout.fillWidth: true

            SmallText {
                text: qsTr("分")
            }
            NumberStepper {
                Layout.fillWidth: true
                objectNameStem: "minute"
                name: qsTr("分")
                value: sheet.minute
                most: 59
                step: 5

                onChanged: value => sheet.minute = value ?? 0
            }
        }
    }
    PushButton {
        objectName: "dateSheetDone"
        Layout.fillWidth: true
        visible: sheet.withTime
        kind: "primary"
        text: qsTr("就用这个时间")

        onClicked: {
            sheet.instantPicked(CivilTime.instant(sheet.day.year, sheet.day.month, sheet.day.day, sheet.hour, sheet.minute));
            sheet.close();
        }
    }
    PushButton {
        objectName: "dateSheetClear"
        Layout.fillWidth: true
        visible: sheet.mayClear
        kind: "quiet"
        text: qsTr("不填")

        onClicked: {
            sheet.cleared();
            sheet.close();
        }
    }
}
