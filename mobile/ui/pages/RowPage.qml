import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// One row of any record type to read, and what may be done with it.
PageFrame {
    id: page

    required property string type
    required property string rowId

    objectName: "rowPage"
    title: detail.typeLabel

    onBackAsked: Navigation.back()

    RowDetail {
        id: detail

        type: page.type
        rowId: page.rowId
    }
    Notice {
        visible: !detail.present
        tone: "warn"
        text: qsTr("这条记录已经不在这部手机上了，可能移到了别的单位。")
    }
    Text {
        Layout.fillWidth: true
        visible: detail.present
        text: detail.title
        color: Theme.ink
        font.pixelSize: Theme.title
        font.bold: true
        font.strikeout: detail.voided
        wrapMode: Text.Wrap
        Accessible.role: Accessible.Heading
        Accessible.name: detail.title
    }
    Flow {
        Layout.fillWidth: true
        visible: detail.present
        spacing: Theme.tight

        SendChip {
            sendState: detail.sendState
            label: detail.sendLabel
        }
        Tag {
            visible: detail.stateLabel !== ""
            text: detail.stateLabel
        }
        Tag {
            visible: detail.voided
            text: qsTr("已作废")
            warn: true
        }
    }
    Notice {
        objectName: "rowError"
        visible: detail.error !== ""
        tone: "danger"
        text: detail.error
    }
    Card {
        visible: detail.conflicts.length > 0

        Heading {
            text: qsTr("两人写得不同")
        }
        Repeater {
            model: detail.conflicts

            delegate: ConflictView {
                required property var modelData

                Layout.fillWidth: true
                conflict: modelData
                withRow: false
            }
        }
    }
    Card {
        objectName: "proposalCard"
        visible: detail.proposals.length > 0
        spacing: Theme.room

        Heading {
            text: qsTr("修改建议")
        }
        Repeater {
            model: detail.proposals

            delegate: ProposalView {
                required property var modelData

                Layout.fillWidth: true
                proposal: modelData

                onDeclineAsked: proposal => declineSheet.ask(proposal, qsTr("不采纳"))
            }
        }
    }
    Card {
        visible: detail.present
        spacing: Theme.room

        Repeater {
            model: detail.fields

            delegate: ColumnLayout {
                id: entry

                required property var modelData

                Layout.fillWidth: true
                spacing: 2

                SmallText {
                    Layout.fillWidth: true
                    text: entry.modelData.label
                }
                BodyText {
                    Layout.fillWidth: true
                    text: entry.modelData.text
                }
            }
        }
    }
    Loader {
        Layout.fillWidth: true
        active: detail.present && page.type === "activity"
        visible: active

        sourceComponent: PictureCard {
            activity: page.rowId
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        PushButton {
            objectName: "editButton"
            Layout.fillWidth: true
            visible: detail.mayEdit
            kind: "primary"
            iconName: "pen"
            text: detail.proposes ? qsTr("提出修改") : qsTr("修改")

            onClicked: Navigation.fillIn(page.type, page.rowId)
        }
        Repeater {
            model: detail.actions

            delegate: PushButton {
                required property var modelData

                objectName: "action_" + modelData.name
                Layout.fillWidth: true
                text: modelData.label

                onClicked: {
                    if (modelData.needsReason)
                        reasonSheet.ask(modelData.name, modelData.label);
                    else if (detail.act(modelData.name, ""))
                        Navigation.saved(qsTr("已保存在本机，联网后自动送达"));
                }
            }
        }
        PushButton {
            objectName: "voidButton"
            Layout.fillWidth: true
            visible: detail.mayVoid
            kind: "danger"
            text: qsTr("作废")

            onClicked: reasonSheet.ask("", qsTr("作废"))
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: detail.related.length > 0
        spacing: Theme.tight

        Heading {
            text: qsTr("相关记录")
        }
        Repeater {
            model: detail.related

            delegate: MenuRow {
                required property var modelData

                objectName: "related_" + modelData.type
                Layout.fillWidth: true
                text: modelData.label
                value: modelData.count > 0 ? String(modelData.count) : ""

                onClicked: Navigation.open("ListPage", {
                        "type": modelData.type,
                        "whereField": modelData.field,
                        "whereRow": page.rowId
                    })
            }
        }
    }
    ReasonSheet {
        id: declineSheet

        onGiven: (proposal, reason) => Navigation.say(Deciding.answer(proposal, "decline", reason) ? qsTr("已答复，联网后自动送达") : Deciding.error)
    }
    ReasonSheet {
        id: reasonSheet

        onGiven: (action, reason) => {
            if (action === "" ? detail.makeVoid(reason) : detail.act(action, reason))
                Navigation.saved(qsTr("已保存在本机，联网后自动送达"));
        }
    }
}
