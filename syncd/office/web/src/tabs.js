import { html } from "/vendor/preact.js";
import { addressOf } from "./api.js";
import { useReading } from "./reading.js";
import { useWords } from "./words.js";

export function Tabs({ view, beat, onChange }) {
  const t = useWords();
  const conflicts = useReading(addressOf("/api/conflicts", { unit: view.unit, lang: t.language }), beat);
  const count = conflicts.body?.items.length ?? 0;
  const tab = (name, label, badge) => html`
    <button type="button" class="tab" aria-current=${view.tab === name ? "page" : undefined}
            onClick=${() => onChange({ tab: name })}>
      ${label}${badge > 0 && html`<span class="count">${badge}</span>`}
    </button>`;
  return html`
    <nav class="tabs" aria-label=${t("sections")}>
      ${tab("days", t("tabDays"), 0)}
      ${tab("conflicts", t("tabConflicts"), count)}
      ${tab("records", t("tabRecords"), 0)}
      ${tab("protected", t("tabProtected"), 0)}
    </nav>`;
}
