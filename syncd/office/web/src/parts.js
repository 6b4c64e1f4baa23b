// Small pieces that every page uses.

import { html } from "/vendor/preact.js";
import { operator } from "./settings.js";
import { useWords } from "./words.js";

export function Waiting() {
  const t = useWords();
  return html`<p class="waiting" role="status">${t("loading")}</p>`;
}

export function Failure({ failure, onRetry }) {
  const t = useWords();
  const reason = failure.message || t("offline", { time: "—" });
  return html`
    <div class="notice bad" role="alert">
      <p>${t("failed", { reason })}</p>
      <button type="button" onClick=${onRetry}>${t("retry")}</button>
    </div>`;
}

export function Empty({ title, hint, children }) {
  return html`
    <div class="empty">
      <p class="empty-title">${title}</p>
      <p>${hint}</p>
      ${children}
    </div>`;
}

/** Signs beside a row: never by colour alone. */
export function Badges({ row }) {
  const t = useWords();
  return html`
    ${row.conflict && html`<span class="badge warn">${t("conflict")}</span>`}
    ${row.voided && html`<span class="badge quiet">${t("voided")}</span>`}
    ${row.editedAfterVoid && html`<span class="badge warn">${t("editedAfterVoid")}</span>`}`;
}

export function StateBadge({ row }) {
  return row.stateLabel && html`<span class=${`badge state-${row.state}`}>${row.stateLabel}</span>`;
}

export function ExportLink({ address, children }) {
  const t = useWords();
  const named = (event) => {
    const link = new URL(address, location.href);
    if (operator()) link.searchParams.set("who", operator());
    event.currentTarget.href = link.pathname + link.search;
  };
  return html`<a class="button" href=${address} onClick=${named} download title=${t("exportHint")}>${children}</a>`;
}

export function ShowVoided({ view, change }) {
  const t = useWords();
  const toggle = (event) => change({ voided: event.currentTarget.checked });
  return html`<label class="check"><input type="checkbox" checked=${view.voided} onChange=${toggle} />${t("showVoided")}</label>`;
}

export function More({ left, onMore }) {
  const t = useWords();
  return left > 0 && html`<p class="more"><button type="button" onClick=${onMore}>${t("more", { count: left })}</button></p>`;
}
