import { html } from "/vendor/preact.js";
import { addressOf } from "./api.js";
import { Empty, Failure, Waiting } from "./parts.js";
import { useReading } from "./reading.js";
import { useWords } from "./words.js";

/** What two people wrote differently: both values side by side, with author and time. */
export function ConflictsPage({ view, beat }) {
  const t = useWords();
  const { body, failure, waiting, retry } = useReading(addressOf("/api/conflicts", { unit: view.unit, lang: t.language }), beat);
  if (failure && !body) return html`<${Failure} failure=${failure} onRetry=${retry} />`;
  if (waiting && !body) return html`<${Waiting} />`;
  if (body.items.length === 0) {
    return html`<${Empty} title=${t("nothingConflicts")} hint=${t("nothingConflictsHint")} />`;
  }
  return html`
    <p class="intro">${t("conflictsIntro")}</p>
    <div class="conflicts">
      ${body.items.map((conflict) => html`<${ConflictCard} key=${conflict.row + conflict.field} conflict=${conflict} />`)}
    </div>`;
}

export function ConflictCard({ conflict, inRow }) {
  const t = useWords();
  return html`
    <section class="conflict" aria-label=${`${conflict.title} ${conflict.fieldLabel}`}>
      <h3>
        ${!inRow && html`<span class="badge">${conflict.typeLabel}</span> ${conflict.title || t("untitled")} · `}
        <span class="conflict-field">${conflict.fieldLabel}</span>
      </h3>
      <div class="values">
        <${Written} label=${t("shownNow")} write=${conflict.shown} shown />
        ${conflict.others.map((write) => html`<${Written} label=${t("alsoWritten")} write=${write} />`)}
      </div>
    </section>`;
}

function Written({ label, write, shown }) {
  const t = useWords();
  return html`
    <div class=${shown ? "written shown" : "written"}>
      <p class="small">${label}</p>
      <p class="value">${write.text || t("empty")}</p>
      <p class="small">${t("writtenBy", { author: write.author || t("unknownAuthor"), at: write.at })}</p>
    </div>`;
}
