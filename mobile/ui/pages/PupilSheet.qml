import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// Adds a pupil to the roster: what to call them and the grade; more is not needed to begin.
Sheet {
    id: sheet

    property int grade: -1
    readonly property var grades: [1, 2, 3, 4, 5, 6, 7, 8, 9]
    property string error: ""

    signal added(string alias, int grade)

    function begin() {
        aliasField.clear();
        error = "";
        open();
        aliasField.forceActiveFocus();
    }
    function answer(words) {
        error = words;
        if (words === "") {
            aliasField.clear();
            aliasField.forceActiveFocus();
        }
    }

    heading: qsTr("加学生")
    closeName: "pupilSheetClose"

    BodyText {
        text: qsTr("怎么称呼")
        font.bold: true
    }
    TextLine {
        id: aliasField

        objectName: "pupilAlias"
        Layout.fillWidth: true
        placeholderText: qsTr("小名或称呼，如：小宝")
        wrong: sheet.error !== ""
        Accessible.name: qsTr("怎么称呼")
    }
    BodyText {
        text: qsTr("年级")
        font.bold: true
    }
    ChipFlow {
        Layout.fillWidth: true
        objectNameStem: "pupilGrade"
        options: sheet.grades.map(grade => ({
                        "value": grade,
                        "label": String(grade)
                    }))
        chosen: sheet.grade

        onPicked: value => sheet.grade = value === sheet.grade ? -1 : value
    }
    Notice {
        visible: sheet.error !== ""
        tone: "danger"
        text: sheet.error
    }
    PushButton {
        objectName: "pupilAdd"
        Layout.fillWidth: true
        kind: "primary"
        enabled: aliasField.text.trim() !== ""
        text: qsTr("加进名单")

        onClicked: sheet.added(aliasField.text, sheet.grade)
    }
    SmallText {
        Layout.fillWidth: true
        text: qsTr("不写证件号、住址；真实姓名由所里另行登记。")
    }
}
