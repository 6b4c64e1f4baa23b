pragma Singleton
import QtQuick

/// Where a page wants to go. The window listens.
QtObject {
    id: navigation

    signal pageAsked(string page, var properties)
    signal tabAsked(int tab)
    signal backAsked
    /// A sentence to show over whatever page comes next.
    signal said(string words)
    /// The same after something was saved that may be taken back.
    signal saved(string words)

    function open(page, properties) {
        navigation.pageAsked(page, properties ?? {});
    }
    /// The page on which a person fills in a row of this type; no id for a new one.
    function fillIn(type, rowId, preset) {
        const hand = {
            "activity": "ActivityPage",
            "tutoring_session": "TutoringPage"
        }[type];
        if (hand && !(preset && Object.keys(preset).length > 0 && type === "activity"))
            navigation.open(hand, {
                    "rowId": rowId ?? "",
                    "preset": preset ?? {}
                });
        else
            navigation.open("FormPage", {
                    "type": type,
                    "rowId": rowId ?? "",
                    "preset": preset ?? {}
                });
    }
    function back() {
        navigation.backAsked();
    }
    function say(words) {
        navigation.said(words);
    }
}
