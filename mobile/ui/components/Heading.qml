import QtQuick
import Xiangji.Ui

/// A heading inside a page.
BodyText {
    id: heading

    font.pixelSize: Theme.large
    font.bold: true
    Accessible.role: Accessible.Heading
}
