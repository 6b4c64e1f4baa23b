// Civil dates as text, "2026-06-19". All sums run in UTC on purpose: a date is no instant, and the township's day is
// Shanghai's whatever the computer's own zone is. "Today" comes from the server.

const kDayMs = 24 * 3600 * 1000;
const toMs = (date) => Date.parse(`${date}T00:00:00Z`);
const toDate = (ms) => new Date(ms).toISOString().slice(0, 10);

export const isDate = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "") && toDate(toMs(text) || 0) === text;
export const addDays = (date, days) => toDate(toMs(date) + days * kDayMs);
export const daysBetween = (from, to) => Math.round((toMs(to) - toMs(from)) / kDayMs);
export const weekday = (date) => new Date(toMs(date)).getUTCDay();

export function monthOf(date) {
  const [year, month] = date.split("-").map(Number);
  return {
    from: `${date.slice(0, 7)}-01`,
    to: toDate(Date.UTC(year, month, 0)),
  };
}

/** Monday to Sunday. */
export function weekOf(date) {
  const from = addDays(date, -((weekday(date) + 6) % 7));
  return { from, to: addDays(from, 6) };
}

/** The span of a kind that holds a date. */
export function spanAround(kind, date) {
  if (kind === "week") return weekOf(date);
  if (kind === "month") return monthOf(date);
  return { from: date, to: date };
}

/** The span one step earlier (-1) or later (+1). */
export function spanBeside(kind, { from, to }, step) {
  if (kind === "month") return monthOf(step < 0 ? addDays(from, -1) : addDays(to, 1));
  const length = daysBetween(from, to) + 1;
  return { from: addDays(from, step * length), to: addDays(to, step * length) };
}

function parts(date) {
  const [year, month, day] = date.split("-").map(Number);
  return { year, month, day };
}

export const shortDay = (t, date) => t("dayShort", parts(date));
export const longDay = (t, date) =>
  t.language === "en" ? date : t("dayLong", parts(date));
export const weekdayName = (t, date) => t("weekdays").split(" ")[weekday(date)];

export function spanName(t, kind, { from, to }) {
  if (kind === "month") return t.language === "en" ? from.slice(0, 7) : t("monthLong", parts(from));
  if (from === to) return longDay(t, from);
  const sameYear = from.slice(0, 4) === to.slice(0, 4);
  const end = t.language === "en" || !sameYear ? longDay(t, to) : shortDay(t, to);
  return t("between", { from: longDay(t, from), to: end });
}
