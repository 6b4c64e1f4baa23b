import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// What somebody asks to have changed in a row, and the office's answer.
ColumnLayout {
    id: view

    required property var proposal

    signal declineAsked(string proposal)

    function answer(kind, words) {
        Navigation.say(Deciding.answer(view.proposal.id, kind, "") ? words : Deciding.error);
    }

    objectName: "proposal"
    spacing: Theme.tight

    BodyText {
        objectName: "proposalText"
        Layout.fillWidth: true
        text: view.proposal.text
        font.bold: true
    }
    SmallText {
        Layout.fillWidth: true
        text: view.proposal.by + " · " + view.proposal.at + "\n" + view.proposal.state
    }
    RowLayout {
        Layout.fillWidth: true
        visible: view.proposal.mayAnswer || view.proposal.mayWithdraw
        spacing: Theme.gap

        PushButton {
            objectName: "proposalAccept"
            Layout.fillWidth: true
            visible: view.proposal.mayAccept
            kind: "primary"
            text: qsTr("采纳")

            onClicked: view.answer("accept", qsTr("已采纳，联网后自动送达"))
        }
        PushButton {
            objectName: "proposalDecline"
            Layout.fillWidth: true
            visible: view.proposal.mayAnswer
            text: qsTr("不采纳")

            onClicked: view.declineAsked(view.proposal.id)
        }
        PushButton {
            objectName: "proposalWithdraw"
            Layout.fillWidth: true
            visible: view.proposal.mayWithdraw
            text: qsTr("撤回建议")

            onClicked: view.answer("withdraw", qsTr("已撤回，联网后自动送达"))
        }
    }
}
