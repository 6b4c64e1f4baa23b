import { html } from "/vendor/preact.js";
import { isDate, spanAround, spanBeside, spanName } from "./days.js";
import { useWords } from "./words.js";

const kKinds = ["day", "week", "month", "range"];

/** Day, week, month or a range of one's own, with steps to either side. */
export function SpanBar({ view, today, onChange }) {
  const t = useWords();
  const chooseKind = (span) => {
    // A smaller span opens at today if the larger one held it.
    const inside = view.from <= today && today <= view.to;
    const around = span === "range" ? {} : spanAround(span, inside ? today : view.from);
    onChange({ span, ...around });
  };
  const step = (direction) => onChange(spanBeside(view.span, view, direction));
  const goTo = (date) => isDate(date) && onChange(spanAround(view.span, date));
  const goToday = () => onChange(view.span === "range" ? { from: today, to: today } : spanAround(view.span, today));
  return html`
    <div class="span-bar" role="group" aria-label=${t("span")}>
      <div class="segments">
        ${kKinds.map((kind) => html`
          <button type="button" aria-pressed=${view.span === kind} onClick=${() => chooseKind(kind)}>${t(kind)}</button>`)}
      </div>
      <div class="steps">
        <button type="button" class="step" aria-label=${t("previous")} onClick=${() => step(-1)}>‹</button>
        ${view.span === "range"
          ? html`<${RangeInputs} view=${view} onChange=${onChange} />`
          : html`
            <label class="span-name">
              <span aria-live="polite">${spanName(t, view.span, view)}</span>
              <input type="date" aria-label=${t("pickDay")} value=${view.from} onChange=${(event) => goTo(event.currentTarget.value)} />
            </label>`}
        <button type="button" class="step" aria-label=${t("next")} onClick=${() => step(1)}>›</button>
        <button type="button" onClick=${goToday}>${t("today")}</button>
      </div>
    </div>`;
}

function RangeInputs({ view, onChange }) {
  const t = useWords();
  const set = (end) => (event) => {
    const date = event.currentTarget.value;
    if (!isDate(date)) return;
    const next = { from: view.from, to: view.to, [end]: date };
    // The other end gives way, so that a range is never upside down.
    if (next.from > next.to) next[end === "from" ? "to" : "from"] = date;
    onChange(next);
  };
  return html`
    <div class="range">
      <input type="date" aria-label=${t("from")} value=${view.from} onChange=${set("from")} />
      <span aria-hidden="true">–</span>
      <input type="date" aria-label=${t("to")} value=${view.to} onChange=${set("to")} />
    </div>`;
}
