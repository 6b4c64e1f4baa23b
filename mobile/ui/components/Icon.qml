import QtQuick
import Xiangji.Ui

/// A line icon that grows with the text.
LineIcon {
    id: icon

    property int size: Math.round(24 * Theme.scale)

    width: size
    height: size
    implicitWidth: size
    implicitHeight: size
    color: Theme.ink
    Accessible.ignored: true
}
