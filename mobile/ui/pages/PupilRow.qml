import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Xiangji.Ui

/// One pupil on the sheet. A tap opens the five marks, a second tap on one sets it: two taps a pupil.
Rectangle {
    id: row

    required property int index
    required property string alias
    required property string grade
    required property int mark
    required property string markLabel
    required property string note
    required property bool homework
    required property bool alone
    required property var marks
    property bool unfolded: false
    readonly property bool wrong: mark > 1

    signal asked
    signal marked(int mark)
    signal noted(string text)
    signal homeworkAsked
    signal aloneAsked

    implicitHeight: column.implicitHeight
    radius: Theme.radius
    color: Theme.card
    border.width: unfolded ? 2 : 1
    border.color: unfolded ? Theme.accent : Theme.line

    ColumnLayout {
        id: column

        width: row.width
        spacing: 0

        AbstractButton {
            id: head

            objectName: "pupilRow"
            Layout.fillWidth: true
            implicitHeight: Math.max(Theme.touch, names.implicitHeight + 2 * Theme.tight)
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.ListItem
            Accessible.name: row.alias + "，" + row.grade + "，" + row.markLabel
            Accessible.onPressAction: head.clicked()

            contentItem: RowLayout {
                spacing: Theme.gap

                RowLayout {
                    id: names

                    Layout.fillWidth: true
                    Layout.leftMargin: Theme.margin
                    spacing: Theme.tight

                    BodyText {
                        Layout.fillWidth: row.grade === ""
                        Layout.maximumWidth: row.width * 0.45
                        text: row.alias
                        lineHeight: 1
                        font.bold: true
                        Accessible.ignored: true
                    }
                    SmallText {
                        Layout.fillWidth: true
                        text: row.note === "" ? row.grade : row.grade + " · " + row.note
                        lineHeight: 1
                        maximumLineCount: 1
                        elide: Text.ElideRight
                        Accessible.ignored: true
                    }
                }
                Rectangle {
                    Layout.rightMargin: Theme.gap
                    implicitWidth: markText.implicitWidth + 2 * Theme.gap
                    implicitHeight: markText.implicitHeight + Theme.tight + 4
                    radius: height / 2
                    color: row.mark === 0 ? "transparent" : row.mark === 1 ? Theme.accentSoft : Theme.warnSoft
                    border.width: row.mark === 0 ? 1 : 0
                    border.color: Theme.outline

                    Text {
                        id: markText

                        anchors.centerIn: parent
                        text: row.markLabel
                        color: row.mark === 0 ? Theme.inkSoft : row.mark === 1 ? Theme.accent : Theme.warn
                        font.pixelSize: Theme.body
                        font.bold: row.mark > 1
                        Accessible.ignored: true
                    }
                }
            }
            background: Rectangle {
                radius: Theme.radius
                color: head.down ? Theme.accentSoft : "transparent"
                border.width: head.visualFocus ? 3 : 0
                border.color: Theme.accent
            }

            onClicked: row.asked()
        }
        Loader {
            Layout.fillWidth: true
            Layout.margins: active ? Theme.gap : 0
            Layout.topMargin: 0
            active: row.unfolded
            visible: active

            sourceComponent: ColumnLayout {
                spacing: Theme.gap

                ChipFlow {
                    Layout.fillWidth: true
                    objectNameStem: "mark"
                    options: row.marks
                    chosen: row.mark

                    onPicked: value => row.marked(value === row.mark ? 0 : value)
                }
                ChipFlow {
                    Layout.fillWidth: true
                    objectNameStem: "extra"
                    several: true
                    options: [{
                            "value": "homework",
                            "label": qsTr("作业完成")
                        }, {
                            "value": "alone",
                            "label": qsTr("自行回家（监护人同意）")
                        }]
                    chosen: [row.homework ? "homework" : "", row.alone ? "alone" : ""]

                    onPicked: value => value === "homework" ? row.homeworkAsked() : row.aloneAsked()
                }
                TextLine {
                    id: noteField

                    objectName: "noteField"
                    Layout.fillWidth: true
                    placeholderText: qsTr("给这名学生记一句（可不写）")
                    Accessible.name: qsTr("%1的备注").arg(row.alias)

                    Component.onCompleted: text = row.note
                    onTextEdited: row.noted(text)
                    onPreeditTextChanged: {
                        if (preeditText !== "")
                            row.noted(text.slice(0, cursorPosition) + preeditText + text.slice(cursorPosition));
                    }
                }
            }
        }
    }
}
