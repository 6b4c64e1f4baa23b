import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// Who holds this phone, the settings, and every record type of the catalogue the person may read or add.
PageFrame {
    id: page

    objectName: "morePage"
    title: qsTr("更多")
    canGoBack: false

    Card {
        Heading {
            Layout.fillWidth: true
            text: Session.personName
        }
        BodyText {
            Layout.fillWidth: true
            text: Session.unitName + (Session.roleNames === "" ? "" : " · " + Session.roleNames)
        }
        SmallText {
            Layout.fillWidth: true
            text: qsTr("手机指纹：%1").arg(Session.fingerprint)
        }
    }
    MenuRow {
        objectName: "settingsRow"
        Layout.fillWidth: true
        text: qsTr("设置：语言、深浅、字号")

        onClicked: Navigation.open("SettingsPage")
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.tight

        Repeater {
            id: types

            model: TypeList {
            }

            delegate: ColumnLayout {
                id: entry

                required property int index
                required property string name
                required property string label
                required property string group
                required property int count

                Layout.fillWidth: true
                spacing: Theme.tight

                Heading {
                    Layout.topMargin: entry.index === 0 ? 0 : Theme.room
                    visible: entry.index === 0 || types.itemAt(entry.index - 1)?.group !== entry.group
                    text: entry.group
                }
                MenuRow {
                    objectName: "type_" + entry.name
                    Layout.fillWidth: true
                    text: entry.label
                    value: entry.count > 0 ? String(entry.count) : ""

                    onClicked: Navigation.open("ListPage", {
                            "type": entry.name
                        })
                }
            }
        }
    }
}
