import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// How the app looks and speaks on this phone, and whose phone it is.
PageFrame {
    id: page

    objectName: "settingsPage"
    title: qsTr("设置")

    onBackAsked: Navigation.back()

    Card {
        Heading {
            text: qsTr("语言")
        }
        ChipFlow {
            Layout.fillWidth: true
            objectNameStem: "language"
            options: [{
                    "value": "zh",
                    "label": "中文"
                }, {
                    "value": "en",
                    "label": "English"
                }]
            chosen: Settings.language

            onPicked: value => Settings.language = value
        }
    }
    Card {
        Heading {
            text: qsTr("深浅")
        }
        ChipFlow {
            Layout.fillWidth: true
            objectNameStem: "theme"
            options: [{
                    "value": "light",
                    "label": qsTr("浅色")
                }, {
                    "value": "dark",
                    "label": qsTr("深色")
                }, {
                    "value": "system",
                    "label": qsTr("跟随系统")
                }]
            chosen: Settings.theme

            onPicked: value => Settings.theme = value
        }
    }
    Card {
        Heading {
            text: qsTr("字号")
        }
        ChipFlow {
            Layout.fillWidth: true
            objectNameStem: "textSize"
            options: [{
                    "value": 1,
                    "label": qsTr("标准")
                }, {
                    "value": 1.15,
                    "label": qsTr("大")
                }, {
                    "value": 1.3,
                    "label": qsTr("特大")
                }, {
                    "value": 1.5,
                    "label": qsTr("最大")
                }]
            chosen: Settings.textScale

            onPicked: value => Settings.textScale = value
        }
        Toggle {
            objectName: "elderSwitch"
            Layout.fillWidth: true
            text: qsTr("长辈模式：字更大，按钮更大")
            checked: Settings.elder

            onToggled: Settings.elder = checked
        }
    }
    Card {
        Heading {
            text: qsTr("照片和录音")
        }
        Toggle {
            objectName: "wifiSwitch"
            Layout.fillWidth: true
            text: qsTr("原图只在 Wi-Fi 下发送")
            checked: SyncState.filesOnlyOnWifi

            onToggled: SyncState.filesOnlyOnWifi = checked
        }
        SmallText {
            Layout.fillWidth: true
            text: qsTr("小图和文字记录用什么网都送。")
        }
    }
    Card {
        Heading {
            text: qsTr("这部手机")
        }
        BodyText {
            Layout.fillWidth: true
            text: Session.personName + " · " + Session.unitName
        }
        BodyText {
            objectName: "fingerprintText"
            Layout.fillWidth: true
            text: qsTr("指纹：%1").arg(Session.fingerprint)
        }
        SmallText {
            Layout.fillWidth: true
            text: qsTr("实践所的屏幕上会显示同样的六个字符，用来确认是这部手机。")
        }
    }
    KeyCard {
    }
    RenewCard {
    }
    Card {
        Heading {
            text: qsTr("关于")
        }
        BodyText {
            Layout.fillWidth: true
            text: qsTr("乡记 %1").arg(Settings.version)
        }
        SmallText {
            Layout.fillWidth: true
            text: qsTr("没有网也能记的新时代文明实践记录本。先存在手机里，有网再送达。")
        }
    }
}
