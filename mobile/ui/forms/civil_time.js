.pragma library

// Civil time is Asia/Shanghai, UTC+8 without daylight saving, whatever the phone's own zone is.
const kOffsetMs = 8 * 3600 * 1000;
const kDayMs = 24 * 3600 * 1000;

function parts(ms) {
    const day = new Date(ms + kOffsetMs);
    return {
        "year": day.getUTCFullYear(),
        "month": day.getUTCMonth(),
        "day": day.getUTCDate(),
        "hour": day.getUTCHours(),
        "minute": day.getUTCMinutes()
    };
}

function instant(year, month, day, hour, minute) {
    return Date.UTC(year, month, day, hour, minute) - kOffsetMs;
}

/// The six weeks a month's sheet shows, Monday first: [{year, month, day, inMonth}].
function weeks(year, month) {
    const first = Date.UTC(year, month, 1);
    const before = (new Date(first).getUTCDay() + 6) % 7;
    const days = [];
    for (let place = 0; place < 42; ++place) {
        const day = new Date(first + (place - before) * kDayMs);
        days.push({
            "year": day.getUTCFullYear(),
            "month": day.getUTCMonth(),
            "day": day.getUTCDate(),
            "inMonth": day.getUTCMonth() === month
        });
    }
    return days;
}

function two(number) {
    return String(number).padStart(2, "0");
}

function dateText(day) {
    return day.year + "-" + two(day.month + 1) + "-" + two(day.day);
}

/// Of "2026-06-19"; today for anything else.
function dateParts(text, nowMs) {
    const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "");
    if (!found)
        return parts(nowMs);
    return {
        "year": Number(found[1]),
        "month": Number(found[2]) - 1,
        "day": Number(found[3])
    };
}
