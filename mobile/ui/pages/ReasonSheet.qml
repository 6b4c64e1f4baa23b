import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// Asks why before something that others will ask about.
Sheet {
    id: sheet

    property string action: ""
    property string what: ""

    signal given(string action, string reason)

    function ask(action, what) {
        sheet.action = action;
        sheet.what = what;
        reasonField.clear();
        open();
        reasonField.forceActiveFocus();
    }

    heading: what
    closeName: "reasonSheetClose"

    BodyText {
        Layout.fillWidth: true
        text: sheet.action === "" ? qsTr("作废后别人不再看到这条记录，但它不会被删掉。请写原因：") : qsTr("请写原因：")
    }
    TextBox {
        id: reasonField

        objectName: "reasonField"
        Layout.fillWidth: true
        Accessible.name: qsTr("原因")
    }
    PushButton {
        objectName: "reasonDone"
        Layout.fillWidth: true
        kind: sheet.action === "" ? "danger" : "primary"
        enabled: (reasonField.text + reasonField.preeditText).trim() !== ""
        text: sheet.what

        onClicked: {
            sheet.given(sheet.action, reasonField.text);
            sheet.close();
        }
    }
}
