import { html, useEffect, useLayoutEffect, useRef, useState } from "/vendor/preact.js";
import { addressOf, open } from "./api.js";
import { Empty, Failure, More, Waiting } from "./parts.js";
import { useReading, useReadings } from "./reading.js";
import { operator, setOperator } from "./settings.js";
import { useWords } from "./words.js";

const kPageSize = 100;
const kReasons = ["reasonGuardian", "reasonCheck", "reasonSafety", "reasonRequest"];

/** Rows with values that no list shows; one row's are opened by who says who they are and why. */
export function ProtectedPage({ view, change, beat }) {
  const t = useWords();
  const { body, failure, retry } = useReading("/api/protected", beat);
  if (failure) return html`<${Failure} failure=${failure} onRetry=${retry} />`;
  if (!body) return html`<${Waiting} />`;
  const type = body.types.find(({ name }) => name === view.type) ?? body.types[0];
  return html`
    <p class="small">${t("protectedIntro")}</p>
    <div class="tools">
      <label>${t("recordType")}
        <select value=${type.name} onChange=${(event) => change({ type: event.currentTarget.value })}>
          ${body.types.map((one) => html`<option value=${one.name}>${t.label(one.label)}</option>`)}
        </select>
      </label>
    </div>
    <${Rows} key=${type.name} type=${type} view=${view} token=${body.token} beat=${beat} />`;
}

function Rows({ type, view, token, beat }) {
  const t = useWords();
  const [pages, setPages] = useState(1);
  const [chosen, setChosen] = useState(null);
  const wanted = { type: type.name, unit: view.unit, lang: t.language };
  const key = addressOf("/api/protected", wanted);
  useEffect(() => setPages(1), [key]);
  const addresses = Array.from({ length: pages }, (_, page) =>
    addressOf("/api/protected", { ...wanted, skip: page * kPageSize, most: kPageSize }));
  const { bodies, failure, waiting, retry } = useReadings(addresses, beat, key);
  const items = bodies?.flatMap((body) => body.items) ?? [];
  const row = items.find(({ id }) => id === chosen);
  return html`
    ${failure && html`<${Failure} failure=${failure} onRetry=${retry} />`}
    ${waiting && !bodies && html`<${Waiting} />`}
    ${bodies && items.length === 0 && html`<${Empty} title=${t("nothingRows", { type: t.label(type.label) })} hint=${t("nothingRowsHint")} />`}
    ${items.length > 0 && html`<${Table} items=${items} onOpen=${setChosen} />`}
    ${bodies && html`<${More} left=${bodies[0].total - items.length} onMore=${() => setPages(pages + 1)} />`}
    ${row && html`<${Opening} row=${row} type=${type} token=${token} onClose=${() => setChosen(null)} />`}`;
}

function Table({ items, onOpen }) {
  const t = useWords();
  return html`
    <div class="wide-table" role="region" tabindex="0" aria-label=${t("tabProtected")}>
      <table class="rows">
        <thead><tr><th scope="col">${t("title")}</th><th scope="col"></th><th scope="col">${t("unitOf")}</th>
          <th scope="col">${t("state")}</th><th scope="col">${t("made")}</th></tr></thead>
        <tbody>${items.map((row) => html`
          <tr key=${row.id}>
            <td>${row.title || t("untitled")}</td>
            <td>${row.fields.length > 0 && html`<button type="button" onClick=${() => onOpen(row.id)}>${t("look")}</button>`}</td>
            <td>${row.unit}</td><td>${row.stateLabel} <${QuarrelBadge} row=${row} /></td><td class="moment">${row.made}</td>
          </tr>`)}</tbody>
      </table>
    </div>`;
}

/** People say different things of its consent: until that is settled its name alone opens. */
function QuarrelBadge({ row }) {
  const t = useWords();
  return row.quarrel && html`<span class="badge warn">${t("consentQuarrel")}</span>`;
}

/** Asks who and why, shows the values once; closing forgets them. */
function Opening({ row, type, token, onClose }) {
  const t = useWords();
  const dialog = useRef(null);
  const [fields, setFields] = useState(row.fields);
  const [who, setWho] = useState(operator());
  const [reason, setReason] = useState("");
  const [values, setValues] = useState(null);
  const [failure, setFailure] = useState("");
  useLayoutEffect(() => { if (!dialog.current.open) dialog.current.showModal(); }, []);
  const toggle = (name) => setFields(fields.includes(name) ? fields.filter((one) => one !== name) : [...fields, name]);
  const ask = async (event) => {
    event.preventDefault();
    setOperator(who);
    try {
      setValues((await open({ token, type: type.name, row: row.id, fields, who, reason }, t.language)).values);
      setFailure("");
    } catch (refused) {
      setFailure(refused.message || t("offline", { time: "—" }));
    }
  };
  return html`
    <dialog ref=${dialog} class="drawer" aria-labelledby="opening-title" onClose=${onClose}>
      <div class="drawer-body">
        <div class="drawer-head">
          <h2 id="opening-title">${t.label(type.label)} ${row.title}</h2>
          <button type="button" class="flat" onClick=${() => dialog.current.close()}>${t("close")}</button>
        </div>
        ${values && html`<dl class="fields">${Object.entries(values).map(([name, text]) => html`
          <div><dt>${t.label(type.fields[name])}</dt><dd>${text}</dd></div>`)}</dl>`}
        ${!values && html`
          <form class="asking" onSubmit=${ask}>
            ${row.quarrel && html`<p class="notice">${t("consentQuarrelHint")}</p>`}
            ${row.fields.map((name) => html`
              <label class="check"><input type="checkbox" checked=${fields.includes(name)} onChange=${() => toggle(name)} />${t.label(type.fields[name])}</label>`)}
            <label>${t("yourName")} <input required maxlength="40" value=${who} onInput=${(event) => setWho(event.currentTarget.value)} /></label>
            <label>${t("whyLook")} <input required maxlength="200" list="opening-reasons" value=${reason}
              onInput=${(event) => setReason(event.currentTarget.value)} /></label>
            <datalist id="opening-reasons">${kReasons.map((name) => html`<option value=${t(name)}></option>`)}</datalist>
            <p class="small">${t("lookIsNoted")}</p>
            ${failure && html`<p class="notice bad" role="alert">${t("failed", { reason: failure })}</p>`}
            <button class="main" type="submit" disabled=${fields.length === 0}>${t("look")}</button>
          </form>`}
      </div>
    </dialog>`;
}
