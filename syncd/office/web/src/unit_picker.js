import { html, useEffect, useLayoutEffect, useRef, useState } from "/vendor/preact.js";
import { foundRows, openRows, pathOf } from "./unit_tree.js";
import { useWords } from "./words.js";

/** A button with the chosen unit; it opens the real tree with a search box. */
export function UnitPicker({ tree, chosen, onChoose }) {
  const t = useWords();
  const dialog = useRef(null);
  const [open, setOpen] = useState(false);
  // Before the next key arrives: a fast typist's first letter belongs into the search box.
  useLayoutEffect(() => { if (open) dialog.current.showModal(); }, [open]);
  const choose = (unit) => {
    onChoose(unit);
    dialog.current.close();
  };
  const closeOutside = (event) => { if (event.target === dialog.current) dialog.current.close(); };
  return html`
    <div class="unit-picker">
      <button type="button" class="chosen-unit" aria-haspopup="dialog" onClick=${() => setOpen(true)}>
        <span class="small">${t("unit")}</span>
        <span class="unit-name">${chosen ? pathOf(tree, chosen) : t("allUnits")}</span>
        <span class="caret" aria-hidden="true">▾</span>
      </button>
      ${open && html`
        <dialog ref=${dialog} class="units" aria-label=${t("chooseUnit")} onClose=${() => setOpen(false)} onClick=${closeOutside}>
          <${UnitList} tree=${tree} chosen=${chosen} onChoose=${choose} onClose=${() => dialog.current.close()} />
        </dialog>`}
    </div>`;
}

function UnitList({ tree, chosen, onChoose, onClose }) {
  const t = useWords();
  const [text, setText] = useState("");
  const [opened, setOpened] = useState(() => new Set(chosen ? [chosen.id, tree.parent(chosen)?.id] : []));
  const [active, setActive] = useState(0);
  const searching = text.trim() !== "";
  const rows = searching ? foundRows(tree, text) : [{ unit: null, depth: 0 }, ...openRows(tree, opened)];
  const at = Math.min(active, rows.length - 1);
  const list = useRef(null);
  useEffect(() => { list.current?.querySelector(".active")?.scrollIntoView({ block: "nearest" }); }, [at, text]);

  const toggle = (unit) => {
    const next = new Set(opened);
    if (!next.delete(unit.id)) next.add(unit.id);
    setOpened(next);
  };
  const onKey = (event) => {
    const row = rows[at];
    const branch = !searching && row?.unit && row.depth > 0 && tree.below(row.unit).length > 0;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) setActive(Math.max(0, Math.min(rows.length - 1, at + steps[event.key])));
    else if (event.key === "Enter" && row) onChoose(row.unit);
    else if (event.key === "ArrowRight" && branch && !opened.has(row.unit.id)) toggle(row.unit);
    else if (event.key === "ArrowLeft" && branch && opened.has(row.unit.id)) toggle(row.unit);
    else return;
    event.preventDefault();
  };
  const search = (event) => {
    setText(event.currentTarget.value);
    setActive(0);
  };
  return html`
    <div class="unit-head">
      <input type="search" class="unit-search" placeholder=${t("searchUnit")} aria-label=${t("searchUnit")} value=${text}
             role="combobox" aria-expanded="true" aria-controls="unit-list" aria-activedescendant=${rows[at] && optionId(rows[at].unit)}
             autofocus onInput=${search} onKeyDown=${onKey} />
      <button type="button" class="flat" onClick=${onClose}>${t("close")}</button>
    </div>
    <ul id="unit-list" class="unit-list" role="listbox" aria-label=${t("chooseUnit")} ref=${list}>
      ${rows.map((row, index) => html`
        <${UnitRow} key=${optionId(row.unit)} row=${row} tree=${tree} searching=${searching} isActive=${index === at}
                    isChosen=${(row.unit?.id ?? null) === (chosen?.id ?? null)} isOpen=${row.unit && opened.has(row.unit.id)}
                    onChoose=${onChoose} onToggle=${toggle} />`)}
    </ul>
    <p class="unit-foot" role="status">${rows.length === 0 ? t("noUnit", { text: text.trim() }) : searching && t("unitCount", { count: rows.length })}</p>`;
}

const optionId = (unit) => `unit-${unit?.code ?? "all"}`;

function UnitRow({ row, tree, searching, isActive, isChosen, isOpen, onChoose, onToggle }) {
  const t = useWords();
  const { unit, depth } = row;
  const branch = unit && !searching && depth > 0 && tree.below(unit).length > 0;
  const parent = unit && searching ? tree.parent(unit) : null;
  const classes = ["unit-row", `depth-${depth}`, isActive && "active", isChosen && "chosen"].filter(Boolean).join(" ");
  const open = (event) => {
    event.stopPropagation();
    onToggle(unit);
  };
  return html`
    <li id=${optionId(unit)} class=${classes} role="option" aria-selected=${isChosen} onClick=${() => onChoose(unit)}>
      ${branch
        ? html`<button type="button" tabindex="-1" class="branch" onClick=${open}
                       aria-label=${t(isOpen ? "closeBranch" : "openBranch", { name: unit.name })}>${isOpen ? "−" : "+"}</button>`
        : html`<span class="branch" aria-hidden="true"></span>`}
      <span class="unit-name">${unit ? unit.name : t("allUnits")}${parent && html`<span class="small"> ${parent.name}</span>`}</span>
      ${unit && html`<span class="small">${t(unit.kind)}</span>`}
    </li>`;
}
