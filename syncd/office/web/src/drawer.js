import { html, useLayoutEffect, useRef } from "/vendor/preact.js";
import { addressOf } from "./api.js";
import { ConflictCard } from "./conflicts_page.js";
import { Badges, StateBadge } from "./parts.js";
import { useReading } from "./reading.js";
import { useWords } from "./words.js";

/** Everything of one row that the office may see, over the page; Esc, the button or a click beside it closes. */
export function Drawer({ row, catalogue, unit, beat, onClose }) {
  const t = useWords();
  const dialog = useRef(null);
  useLayoutEffect(() => { if (row && !dialog.current.open) dialog.current.showModal(); }, [row]);
  if (!row) return null;
  const type = catalogue.types.find(({ name }) => name === row.type);
  const closeOutside = (event) => { if (event.target === dialog.current) dialog.current.close(); };
  return html`
    <dialog ref=${dialog} class="drawer" aria-labelledby="drawer-title" onClose=${onClose} onClick=${closeOutside}>
      <div class="drawer-body">
        <div class="drawer-head">
          <h2 id="drawer-title">${row.title || t("untitled")}</h2>
          <button type="button" class="flat" autofocus onClick=${() => dialog.current.close()}>${t("close")}</button>
        </div>
        <p class="drawer-badges"><span class="badge">${row.kind ?? t.label(type.label)}</span><${StateBadge} row=${row} /><${Badges} row=${row} /></p>
        ${row.conflict && html`<${RowConflicts} row=${row} unit=${unit} beat=${beat} />`}
        <dl class="fields">
          ${type.fields.map((field) => html`
            <${FieldLine} key=${field.name} label=${t.label(field.label)} text=${row.cells[field.name]} always=${field.column} />`)}
          ${row.people !== undefined && type.ownPage && row.cells.beneficiaries === undefined && html`
            <${FieldLine} label=${t("reached")} text=${row.people === null ? "" : String(row.people)} />`}
          ${!type.home && html`<${FieldLine} label=${t("unitOf")} text=${row.unit} always />`}
          <${FieldLine} label=${t("author")} text=${row.author || t("unknownAuthor")} always />
          <${FieldLine} label=${t("id")} text=${row.id} always code />
        </dl>
      </div>
    </dialog>`;
}

/** Office columns are named even when empty: that something is missing is worth knowing. */
function FieldLine({ label, text, always, code }) {
  const t = useWords();
  if (!text && !always) return null;
  return html`<div><dt>${label}</dt><dd class=${text ? (code ? "code" : "") : "missing"}>${text || t("notFilled")}</dd></div>`;
}

function RowConflicts({ row, unit, beat }) {
  const t = useWords();
  const { body } = useReading(addressOf("/api/conflicts", { unit, lang: t.language }), beat);
  const own = body?.items.filter((conflict) => conflict.row === row.id) ?? [];
  return own.map((conflict) => html`<${ConflictCard} key=${conflict.field} conflict=${conflict} inRow />`);
}
