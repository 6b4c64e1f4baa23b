import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// A rounded piece of paper with a column of things on it.
Rectangle {
    id: card

    default property alias content: column.data
    property alias spacing: column.spacing
    property int padding: Theme.margin

    implicitWidth: column.implicitWidth + 2 * padding
    implicitHeight: column.implicitHeight + 2 * padding
    Layout.fillWidth: true
    radius: Theme.radius
    color: Theme.card
    border.width: 1
    border.color: Theme.line

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: card.padding
        spacing: Theme.gap
    }
}
