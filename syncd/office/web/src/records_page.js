import { html, useEffect, useState } from "/vendor/preact.js";
import { addressOf } from "./api.js";
import { Drawer } from "./drawer.js";
import { Badges, Empty, ExportLink, Failure, More, ShowVoided, StateBadge, Waiting } from "./parts.js";
import { useReadings } from "./reading.js";
import { useWords } from "./words.js";

const kPageSize = 100;
const kGroups = { organisation: "groupOrganisation", people: "groupPeople", activity: "groupActivity", holiday: "groupHoliday" };

/** Every other record type, from the catalogue alone: a new .proto appears here with no edit. */
export function RecordsPage({ view, change, catalogue, beat }) {
  const types = catalogue.types.filter(({ ownPage }) => !ownPage);
  const type = types.find(({ name }) => name === view.type) ?? types[0];
  const choose = (name) => change({ type: name });
  return html`
    <div class="records">
      <${TypeChooser} types=${types} chosen=${type} onChoose=${choose} />
      <div class="records-body"><${Rows} key=${type.name} type=${type} view=${view} change=${change} catalogue=${catalogue} beat=${beat} /></div>
    </div>`;
}

function TypeChooser({ types, chosen, onChoose }) {
  const t = useWords();
  const groups = Map.groupBy ? Map.groupBy(types, ({ group }) => group) : groupBy(types);
  const label = (group) => (kGroups[group] ? t(kGroups[group]) : group || t("groupOther"));
  const inOrder = [...groups].sort(([a], [b]) => order(a) - order(b));
  return html`
    <label class="type-select">${t("recordType")}
      <select value=${chosen.name} onChange=${(event) => onChoose(event.currentTarget.value)}>
        ${inOrder.map(([group, members]) => html`
          <optgroup label=${label(group)}>
            ${members.map((type) => html`<option value=${type.name}>${t.label(type.label)}</option>`)}
          </optgroup>`)}
      </select>
    </label>
    <nav class="type-list" aria-label=${t("recordType")}>
      ${inOrder.map(([group, members]) => html`
        <h3>${label(group)}</h3>
        ${members.map((type) => html`
          <button type="button" aria-current=${type === chosen ? "page" : undefined} onClick=${() => onChoose(type.name)}>
            ${t.label(type.label)}
          </button>`)}`)}
    </nav>`;
}

const order = (group) => (Object.keys(kGroups).indexOf(group) + 100) % 100;

function groupBy(types) {
  const groups = new Map();
  for (const type of types) groups.set(type.group, [...(groups.get(type.group) ?? []), type]);
  return groups;
}

function Rows({ type, view, change, catalogue, beat }) {
  const t = useWords();
  const [pages, setPages] = useState(1);
  const [open, setOpen] = useState(null);
  const days = type.when ? { from: view.from, to: view.to } : {};
  const wanted = { unit: view.unit, ...days, voided: view.voided, lang: t.language };
  const path = `/api/rows/${type.name}`;
  const key = addressOf(path, wanted);
  useEffect(() => setPages(1), [key]);
  const addresses = Array.from({ length: pages }, (_, page) => addressOf(path, { ...wanted, skip: page * kPageSize, most: kPageSize }));
  const { bodies, failure, waiting, retry } = useReadings(addresses, beat, key);
  const label = t.label(type.label);
  const items = bodies?.flatMap((body) => body.items) ?? [];
  return html`
    <div class="tools">
      <h2>${label} ${bodies && html`<span class="small">${t("entries", { count: bodies[0].total })}</span>`}</h2>
      <span class="grow"></span>
      <${ShowVoided} view=${view} change=${change} />
      <${ExportLink} address=${addressOf(`/export/${type.name}.csv`, wanted)}>${t("exportRows")}<//>
    </div>
    ${!type.when && html`<p class="small">${t("noSpan")}</p>`}
    ${failure && html`<${Failure} failure=${failure} onRetry=${retry} />`}
    ${waiting && !bodies && html`<${Waiting} />`}
    ${bodies && items.length === 0 && html`
      <${Empty} title=${t(type.when ? "nothingRowsSpan" : "nothingRows", { type: label })} hint=${t("nothingRowsHint")} />`}
    ${items.length > 0 && html`<${RowTable} type=${type} items=${items} onOpen=${setOpen} />`}
    ${bodies && html`<${More} left=${bodies[0].total - items.length} onMore=${() => setPages(pages + 1)} />`}
    ${open && html`<${Drawer} row=${items.find((row) => row.id === open) ?? null} catalogue=${catalogue} unit=${view.unit} beat=${beat}
                              onClose=${() => setOpen(null)} />`}`;
}

const classOf = (field) => (field.numeric ? "number" : field.moment ? "moment" : "");

function RowTable({ type, items, onOpen }) {
  const t = useWords();
  const columns = type.fields.filter(({ column }) => column);
  const states = items.some(({ stateLabel }) => stateLabel);
  const opener = columns.some(({ name }) => name === type.title) ? type.title : columns[0].name;
  const cell = (row, field) => {
    const text = row.cells[field.name] ?? "";
    if (field.name !== opener) return text;
    const title = text || row.title || t("untitled");
    return html`<button type="button" class="title" aria-label=${t("openDetails", { title })} onClick=${() => onOpen(row.id)}>${title}</button>
                <${Badges} row=${row} />`;
  };
  return html`
    <div class="wide-table" role="region" tabindex="0" aria-label=${t("scrollTable", { type: t.label(type.label) })}>
      <table class="rows">
        <thead><tr>
          ${columns.map((field) => html`<th scope="col" class=${classOf(field)}>${t.label(field.label)}</th>`)}
          ${states && html`<th scope="col">${t("state")}</th>`}
          ${!type.home && html`<th scope="col">${t("unitOf")}</th>`}
          <th scope="col">${t("author")}</th>
        </tr></thead>
        <tbody>
          ${items.map((row) => html`
            <tr key=${row.id} class=${row.voided ? "voided" : ""}>
              ${columns.map((field) => html`<td class=${classOf(field)}>${cell(row, field)}</td>`)}
              ${states && html`<td><${StateBadge} row=${row} /></td>`}
              ${!type.home && html`<td>${row.unit}</td>`}
              <td>${row.author}</td>
            </tr>`)}
        </tbody>
      </table>
    </div>`;
}
