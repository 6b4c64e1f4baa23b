import { html } from "/vendor/preact.js";
import { longDay, shortDay } from "./days.js";
import { grouped, useWords } from "./words.js";

export function Summary({ summary, onConflicts }) {
  const t = useWords();
  const figure = (label, number, note) => html`
    <div class="figure"><dt>${label}</dt><dd>${grouped(number, t.language)}${note && html`<span class="small">${note}</span>`}</dd></div>`;
  return html`
    <dl class="summary">
      ${figure(t("activities"), summary.activities)}
      ${figure(t("people"), summary.people)}
      ${figure(t("sessions"), summary.sessions, summary.pupils > 0 && t("pupils", { count: grouped(summary.pupils, t.language) }))}
      <div class=${summary.conflicts > 0 ? "figure alert" : "figure"}>
        <dt>${t("conflicts")}</dt>
        <dd>
          ${summary.conflicts > 0
            ? html`<button type="button" class="link" onClick=${onConflicts}>${grouped(summary.conflicts, t.language)}</button>`
            : "0"}
          <span class="small">${t("conflictsAll")}</span>
        </dd>
      </div>
    </dl>`;
}

/** Bars of a long span stand for months, so that they stay wide enough to be seen. */
function barsOf(byDay, span) {
  const kMostDays = 62;
  const days = new Set(byDay.map(({ date }) => date));
  const long = days.size > kMostDays || span.from.slice(0, 4) !== span.to.slice(0, 4);
  if (!long) return { long, bars: byDay };
  const months = new Map();
  for (const { date, count } of byDay) months.set(date.slice(0, 7), (months.get(date.slice(0, 7)) ?? 0) + count);
  return { long, bars: [...months].map(([date, count]) => ({ date, count })) };
}

/** How busy the days were. A picture beside the table, which holds the same numbers: clicking a bar opens its day. */
export function DayChart({ byDay, view, onDay }) {
  const t = useWords();
  const { long, bars } = barsOf(byDay, view);
  if (bars.length < 2) return null;
  const most = Math.max(...bars.map(({ count }) => count));
  const name = (date) => (long ? date : shortDay(t, date));
  const text = bars.map(({ date, count }) => t("chartPart", { day: name(date), count })).join(t.language === "en" ? ", " : "，");
  return html`
    <figure class="chart">
      <div class="bars" role="img" aria-label=${t(long ? "chartByMonth" : "chart", { text })}>
        ${bars.map(({ date, count }) => html`
          <div class="bar" key=${date} title=${`${long ? date : longDay(t, date)} · ${count}`} onClick=${() => !long && onDay(date)}>
            <span class="bar-count">${count}</span>
            <span class="bar-fill" style=${{ height: `${Math.max(4, Math.round((count / most) * 44))}px` }}></span>
            <span class="bar-day">${long ? date.slice(5) : Number(date.slice(8))}</span>
          </div>`)}
      </div>
    </figure>`;
}
