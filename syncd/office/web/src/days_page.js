import { html, useEffect, useState } from "/vendor/preact.js";
import { addressOf } from "./api.js";
import { longDay, shortDay, spanAround, spanName, weekdayName } from "./days.js";
import { Drawer } from "./drawer.js";
import { Badges, Empty, ExportLink, Failure, More, ShowVoided, StateBadge, Waiting } from "./parts.js";
import { useReading, useReadings } from "./reading.js";
import { DayChart, Summary } from "./summary.js";
import { useWords } from "./words.js";

const kPageSize = 100;

/** Activities and tutoring sessions by day: what a township looks at every morning. */
export function DaysPage({ view, change, today, catalogue, beat }) {
  const t = useWords();
  const [pages, setPages] = useState(1);
  const [open, setOpen] = useState(null);
  const [moved, setMoved] = useState(null);
  const wanted = { unit: view.unit, from: view.from, to: view.to, voided: view.voided, lang: t.language };
  const key = addressOf("/api/days", wanted);
  useEffect(() => setPages(1), [key]);
  const addresses = Array.from({ length: pages }, (_, page) =>
    addressOf("/api/days", { ...wanted, skip: page * kPageSize, most: kPageSize }));
  const { bodies, failure, waiting, retry } = useReadings(addresses, beat, key);
  const festivals = useFestivals(catalogue, beat);
  const first = bodies?.[0];

  // A page opened without days would greet a quiet month with nothing: show the last month in which something happened.
  useEffect(() => {
    if (!view.chosen && first?.total === 0 && first.latest) {
      setMoved({ kind: view.span, from: view.from, to: view.to });
      change(spanAround(view.span, first.latest), { quietly: true });
    }
  }, [first]);

  if (waiting && !bodies) return html`<${Waiting} />`;
  if (!bodies) return html`<${Failure} failure=${failure} onRetry=${retry} />`;
  const items = bodies.flatMap((body) => body.items);
  const openDay = (date) => change({ span: "day", from: date, to: date });
  const back = () => {
    change({ from: moved.from, to: moved.to });
    setMoved(null);
  };
  return html`
    ${failure && html`<${Failure} failure=${failure} onRetry=${retry} />`}
    ${moved && first.total > 0 && html`
      <div class="notice"><p>${t("movedToLatest", { span: spanName(t, moved.kind, moved) })}</p>
        <button type="button" onClick=${back}>${t("movedBack", { span: spanName(t, moved.kind, moved) })}</button></div>`}
    <${Summary} summary=${first.summary} onConflicts=${() => change({ tab: "conflicts" })} />
    <${DayChart} byDay=${first.byDay} view=${view} onDay=${openDay} />
    <div class="tools">
      <${ShowVoided} view=${view} change=${change} />
      <span class="grow"></span>
      <${ExportLink} address=${addressOf("/export/activity.csv", wanted)}>${t("exportActivities")}<//>
      <${ExportLink} address=${addressOf("/export/tutoring_session.csv", wanted)}>${t("exportSessions")}<//>
    </div>
    ${first.cut && html`<div class="notice"><p>${t("cut")}</p></div>`}
    ${items.length === 0 && html`
      <${Empty} title=${t("nothingDays")} hint=${t("nothingDaysHint")}>
        ${first.latest && html`<button type="button" class="main" onClick=${() => change(spanAround(view.span === "range" ? "day" : view.span, first.latest))}>
          ${t("goLatest", { day: longDay(t, first.latest) })}</button>`}
      <//>`}
    ${daysIn(items).map(([date, rows]) => html`
      <${Day} key=${date} date=${date} rows=${rows} today=${today} festival=${festivals.get(date)} onOpen=${setOpen} />`)}
    <${More} left=${first.total - items.length} onMore=${() => setPages(pages + 1)} />
    ${open && html`<${Drawer} row=${items.find((row) => row.id === open) ?? null} catalogue=${catalogue} unit=${view.unit} beat=${beat}
                              onClose=${() => setOpen(null)} />`}`;
}

/** The festival table, if the catalogue has one: date → name. */
function useFestivals(catalogue, beat) {
  const t = useWords();
  const known = catalogue.types.some(({ name, when }) => name === "festival" && when);
  const { body } = useReading(known ? addressOf("/api/rows/festival", { most: 500, lang: t.language }) : "/api/head", beat);
  return new Map(known ? body?.items.map(({ date, title }) => [date, title]) ?? [] : []);
}

/** Newest day first; within a day the newest first, as the service sends them. */
function daysIn(items) {
  const days = new Map();
  for (const row of items) {
    const date = row.date ?? "";
    if (days.has(date)) days.get(date).push(row);
    else days.set(date, [row]);
  }
  return [...days];
}

function Day({ date, rows, today, festival, onOpen }) {
  const t = useWords();
  const headings = ["time", "kind", "title", "place", "station_", "reached", "author", "state"];
  return html`
    <section class="day" aria-label=${date ? longDay(t, date) : t("noTime")}>
      <h2>
        ${date ? html`${shortDay(t, date)} <span class="small">${weekdayName(t, date)}</span>` : t("noTime")}
        ${date === today && html`<span class="badge">${t("today")}</span>`}
        ${festival && html`<span class="badge festive">${festival}</span>`}
        <span class="small entries">${t("entries", { count: rows.length })}</span>
      </h2>
      <table class="diary" role="table">
        <thead role="rowgroup"><tr role="row">
          ${headings.map((name) => html`<th role="columnheader" scope="col" class=${`c-${name}`}>${t(name)}</th>`)}
        </tr></thead>
        <tbody role="rowgroup">${rows.map((row) => html`<${Entry} key=${row.id} row=${row} onOpen=${onOpen} />`)}</tbody>
      </table>
    </section>`;
}

function Entry({ row, onOpen }) {
  const t = useWords();
  const title = row.title || t("untitled");
  return html`
    <tr role="row" class=${row.voided ? "voided" : ""}>
      <td role="cell" class="c-time">${row.start}${row.end && html`<span class="end">–${row.end}</span>`}</td>
      <td role="cell" class="c-kind"><span class=${`kind kind-${row.type}`}>${row.kind}</span></td>
      <td role="cell" class="c-title">
        <button type="button" class="title" aria-label=${t("openDetails", { title })} onClick=${() => onOpen(row.id)}>${title}</button>
        <${Badges} row=${row} />
      </td>
      <td role="cell" class="c-place">${row.place}</td>
      <td role="cell" class="c-station_">${row.unit}</td>
      <td role="cell" class="c-reached">${row.people ?? ""}${row.people !== null && html`<span class="narrow"> ${t("peopleCount", { count: "" }).trim()}</span>`}</td>
      <td role="cell" class="c-author">${row.author || t("unknownAuthor")}</td>
      <td role="cell" class="c-state"><${StateBadge} row=${row} /></td>
    </tr>`;
}
