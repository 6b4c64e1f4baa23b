import QtQuick
import Xiangji.Ui

/// Side remarks, still at least 15 px.
BodyText {
    soft: true
    font.pixelSize: Theme.small
}
