pragma Singleton
import QtQuick
import Xiangji.Models

/// Colours, sizes and spaces of the whole app: paper and one deep green, readable in sunlight (text at least 4.5:1).
QtObject {
    readonly property bool dark: Settings.dark
    readonly property color paper: dark ? "#121613" : "#faf6ec"
    readonly property color card: dark ? "#1d2420" : "#fffefa"
    readonly property color ink: dark ? "#eef1ec" : "#1c2621"
    readonly property color inkSoft: dark ? "#aebab1" : "#525d56"
    readonly property color line: dark ? "#3b463f" : "#d9d1bf"
    readonly property color outline: dark ? "#7d8a81" : "#7f7a6c"
    readonly property color accent: dark ? "#7fd0a1" : "#1b6741"
    readonly property color accentInk: dark ? "#0a2314" : "#ffffff"
    readonly property color accentSoft: dark ? "#24392d" : "#e1eee5"
    readonly property color accentPressed: dark ? "#a2e0bc" : "#12492e"
    readonly property color danger: dark ? "#ffb4a8" : "#a8231b"
    readonly property color dangerSoft: dark ? "#43211d" : "#fbe6e2"
    readonly property color warn: dark ? "#ffd08a" : "#7a4500"
    readonly property color warnSoft: dark ? "#3b2d14" : "#fdeecb"
    readonly property color shade: dark ? "#b0000000" : "#80101510"

    readonly property real scale: Settings.textScale * (Settings.elder ? 1.25 : 1)
    readonly property int small: Math.round(15 * scale)
    readonly property int body: Math.round(17 * scale)
    // Headings are large enough to grow less.
    readonly property int large: Math.round(20 * Math.min(scale, 1.6))
    readonly property int title: Math.round(24 * Math.min(scale, 1.4))
    /// Text so large that what stands side by side goes below each other.
    readonly property bool roomy: scale > 1.2
    readonly property int touch: Settings.elder ? Math.max(60, Math.round(52 * Settings.textScale)) : Math.round(52 * Settings.textScale)
    readonly property real lineHeight: 1.3

    readonly property int tight: 6
    readonly property int gap: 12
    readonly property int room: 18
    readonly property int margin: 16
    readonly property int radius: 14
    readonly property int columnMost: 760
    readonly property int wideFrom: 900
}
