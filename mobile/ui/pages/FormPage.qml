import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// The form of any record type, from the catalogue alone.
PageFrame {
    id: page

    required property string type
    property string rowId: ""
    property var preset: ({})

    function leave() {
        entry.keepDraft();
    }

    objectName: "formPage"
    title: rowId === "" ? qsTr("添加%1").arg(entry.label) : qsTr("修改%1").arg(entry.label)

    foot: FormFoot {
        error: entry.error

        onSaveAsked: entry.save()
    }

    onBackAsked: Navigation.back()

    RecordForm {
        id: entry

        type: page.type
        rowId: page.rowId
        preset: page.preset

        onSaved: {
            Navigation.saved(qsTr("已保存在本机，联网后自动送达"));
            Navigation.back();
        }
        onStopped: fieldName => page.revealField(fieldName)
    }
    DraftNotice {
        visible: entry.restored

        onActed: entry.discardDraft()
    }
    FieldGroup {
        form: entry.form
    }
}
