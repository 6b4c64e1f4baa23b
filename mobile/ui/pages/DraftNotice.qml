import QtQuick
import Xiangji.Ui

/// Says that what is on the page was typed earlier, and offers to throw it away.
Notice {
    objectName: "draftNotice"
    text: qsTr("接着上次没写完的内容。")
    actionText: qsTr("丢弃草稿")
    actionName: "discardDraftButton"
}
