import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// What waits, what arrived, what came back, in plain words.
PageFrame {
    id: page

    objectName: "syncPage"
    title: qsTr("同步")
    canGoBack: false

    foot: PushButton {
        objectName: "syncButton"
        Layout.fillWidth: true
        kind: "primary"
        iconName: "sync"
        enabled: !SyncState.running
        text: SyncState.running ? qsTr("正在同步…") : qsTr("立即同步")

        onClicked: SyncState.syncNow()
    }

    Card {
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap

            Icon {
                name: SyncState.unsent > 0 ? "sync" : "check"
                size: Math.round(34 * Theme.scale)
                color: SyncState.unsent > 0 ? Theme.warn : Theme.accent
            }
            Text {
                objectName: "syncSummary"
                Layout.fillWidth: true
                text: SyncState.summary
                color: Theme.ink
                font.pixelSize: Theme.title
                font.bold: true
                wrapMode: Text.Wrap
                Accessible.role: Accessible.StaticText
                Accessible.name: SyncState.summary
            }
        }
        ProgressLine {
            objectName: "syncProgress"
            Layout.fillWidth: true
            visible: SyncState.running
            value: SyncState.progress
        }
        SmallText {
            Layout.fillWidth: true
            visible: SyncState.running
            text: SyncState.progressText
        }
        SmallText {
            objectName: "lastContact"
            Layout.fillWidth: true
            text: qsTr("最近一次联系：%1").arg(SyncState.lastContact)
        }
        SmallText {
            Layout.fillWidth: true
            visible: SyncState.waitingSince !== ""
            text: qsTr("最早一条等了：%1").arg(SyncState.waitingSince)
        }
    }
    Notice {
        objectName: "syncError"
        visible: SyncState.error !== "" && !SyncState.running
        tone: "warn"
        text: SyncState.error
    }
    Notice {
        objectName: "syncOutcome"
        visible: SyncState.outcome !== "" && !SyncState.running
        text: SyncState.outcome
    }
    Card {
        objectName: "waitingCard"
        visible: SyncState.waiting.length > 0

        Heading {
            text: qsTr("待发送")
        }
        SmallText {
            objectName: "waitingWords"
            Layout.fillWidth: true
            text: SyncState.copied ? qsTr("都已存好在这部手机里，不会丢。重新加入后会接着送。") : qsTr("都已存好在这部手机里，不会丢。有网后自动送达。")
        }
        Repeater {
            model: SyncState.waiting

            delegate: RowLayout {
                id: line

                required property var modelData

                Layout.fillWidth: true

                BodyText {
                    Layout.fillWidth: true
                    text: line.modelData.label
                }
                BodyText {
                    text: qsTr("%1 条").arg(line.modelData.count)
                    font.bold: true
                }
            }
        }
        PushButton {
            objectName: "shareWaitingButton"
            Layout.fillWidth: true
            iconName: "share"
            text: qsTr("把清单发给别人看")

            onClicked: Navigation.say(SyncState.shareWaiting())
        }
    }
    CarryCard {
        Layout.fillWidth: true
    }
    Card {
        objectName: "filesCard"
        visible: SyncState.files !== ""

        Heading {
            text: qsTr("照片和录音")
        }
        BodyText {
            objectName: "filesText"
            Layout.fillWidth: true
            text: SyncState.files
        }
        SmallText {
            Layout.fillWidth: true
            visible: SyncState.filesOnlyOnWifi
            text: qsTr("原图等有 Wi-Fi 再送，可以在设置里改。")
        }
    }
    Card {
        objectName: "conflictCard"
        visible: SyncState.conflicts.length > 0

        Heading {
            Layout.fillWidth: true
            text: qsTr("两人写得不同（%1）").arg(SyncState.conflicts.length)
        }
        SmallText {
            Layout.fillWidth: true
            text: qsTr("两种写法都留着，由实践所定。你看过两种以后再改一次，也算定下。")
        }
        Repeater {
            model: SyncState.conflicts

            delegate: ConflictView {
                required property var modelData

                Layout.fillWidth: true
                conflict: modelData
            }
        }
    }
    Card {
        objectName: "verdictCard"
        visible: SyncState.verdicts.length > 0

        Heading {
            text: qsTr("没有直接生效的")
        }
        Repeater {
            model: SyncState.verdicts

            delegate: ColumnLayout {
                id: verdict

                required property var modelData

                Layout.fillWidth: true
                spacing: 4

                BodyText {
                    Layout.fillWidth: true
                    text: verdict.modelData.label + " · " + verdict.modelData.title
                    font.bold: true
                }
                Flow {
                    Layout.fillWidth: true
                    spacing: Theme.tight

                    SendChip {
                        sendState: verdict.modelData.state
                        label: verdict.modelData.stateLabel
                    }
                    SmallText {
                        text: verdict.modelData.when
                    }
                }
                SmallText {
                    Layout.fillWidth: true
                    text: verdict.modelData.words
                }
                // Refused is not lost: what was typed can be read, and typed again elsewhere.
                SmallText {
                    Layout.fillWidth: true
                    visible: verdict.modelData.state === 3 && text !== ""
                    text: verdict.modelData.written
                }
            }
        }
    }
}
