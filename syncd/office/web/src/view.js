// What the person looks at, kept in the page's address: it can be bookmarked, sent to a colleague and gone back to.

import { useEffect, useState } from "/vendor/preact.js";
import { isDate, spanAround } from "./days.js";

const kTabs = ["days", "conflicts", "records", "protected"];
const kSpans = ["day", "week", "month", "range"];

/** {unit, span, from, to, tab, type, voided, chosen}; `chosen` says that the address named its days. */
export function viewFrom(search, today) {
  const asked = new URLSearchParams(search);
  const span = kSpans.includes(asked.get("span")) ? asked.get("span") : "month";
  const around = spanAround(span, today);
  const chosen = isDate(asked.get("from")) && isDate(asked.get("to")) && asked.get("from") <= asked.get("to");
  return {
    unit: asked.get("unit") ?? "",
    span: chosen && !asked.has("span") ? "range" : span,
    from: chosen ? asked.get("from") : around.from,
    to: chosen ? asked.get("to") : around.to,
    tab: kTabs.includes(asked.get("tab")) ? asked.get("tab") : "days",
    type: asked.get("type") ?? "",
    voided: asked.get("voided") === "1",
    chosen,
  };
}

export function searchOf(view, language) {
  const asked = new URLSearchParams();
  if (view.unit) asked.set("unit", view.unit);
  asked.set("span", view.span);
  asked.set("from", view.from);
  asked.set("to", view.to);
  if (view.tab !== "days") asked.set("tab", view.tab);
  if ((view.tab === "records" || view.tab === "protected") && view.type) asked.set("type", view.type);
  if (view.voided) asked.set("voided", "1");
  if (language === "en") asked.set("lang", "en");
  return `?${asked}`;
}

/** The view and a function that changes parts of it; the browser's Back undoes a change. */
export function useView(today, language) {
  const [view, setView] = useState(() => viewFrom(location.search, today));
  useEffect(() => {
    const back = () => setView(viewFrom(location.search, today));
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, [today]);
  const change = (parts, { quietly = false } = {}) => {
    const next = { ...view, chosen: true, ...parts };
    history[quietly ? "replaceState" : "pushState"](null, "", searchOf(next, language));
    setView(next);
  };
  return [view, change];
}
