import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// Where the key of this phone's protected fields lies; a choice where the system has a key store.
Card {
    id: card

    objectName: "keyCard"

    Component.onCompleted: KeyPlaces.look()

    Heading {
        text: qsTr("钥匙")
    }
    ChipFlow {
        Layout.fillWidth: true
        visible: KeyPlaces.choosable
        enabled: !KeyPlaces.busy
        objectNameStem: "keyPlace"
        options: [{
                "value": "file",
                "label": qsTr("乡记的文件夹")
            }, {
                "value": "secret-service",
                "label": qsTr("系统的密码库")
            }]
        chosen: KeyPlaces.place

        onPicked: value => KeyPlaces.move(value)
    }
    SmallText {
        objectName: "keyPlaceText"
        Layout.fillWidth: true
        text: KeyPlaces.busy ? qsTr("正在搬…") : KeyPlaces.place === "file" ? qsTr("受保护的内容用这把钥匙锁着。钥匙在乡记自己的文件夹里，别的用户读不到。") : qsTr("受保护的内容用这把钥匙锁着。钥匙在系统的密码库里；只拷走文件夹，打不开。")
    }
    SmallText {
        objectName: "databaseText"
        Layout.fillWidth: true
        visible: text !== ""
        text: KeyPlaces.database
    }
    SmallText {
        objectName: "keyOutcome"
        Layout.fillWidth: true
        visible: text !== ""
        text: KeyPlaces.outcome
        color: Theme.warn
    }
}
