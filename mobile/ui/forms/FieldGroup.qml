import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// Fields of a form one below the other; `names` picks some, `except` leaves some out.
Repeater {
    id: group

    property Form form
    property var names: []
    property var except: []

    model: {
        if (!form)
            return [];
        if (names.length > 0)
            return names.map(name => form.field(name)).filter(field => field !== null);
        return form.fields.filter(field => except.indexOf(field.name) < 0);
    }

    delegate: FieldEditor {
        required property var modelData

        field: modelData
    }
}
