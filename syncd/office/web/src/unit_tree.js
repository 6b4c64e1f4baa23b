// The units as a tree: who lies under whom, and what a search finds.

const kOrder = ["centre", "institute", "station", "point"];

export function childrenOf(units) {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const below = new Map();
  const roots = [];
  for (const unit of units) {
    if (!byId.has(unit.parent)) roots.push(unit);
    else if (below.has(unit.parent)) below.get(unit.parent).push(unit);
    else below.set(unit.parent, [unit]);
  }
  const inOrder = (a, b) => kOrder.indexOf(a.kind) - kOrder.indexOf(b.kind) || (a.code < b.code ? -1 : 1);
  for (const list of below.values()) list.sort(inOrder);
  return {
    units,
    roots: roots.sort(inOrder),
    below: (unit) => below.get(unit.id) ?? [],
    parent: (unit) => byId.get(unit.parent) ?? null,
    /** By code or id, as addresses may say either. */
    named: (text) => byCode.get(text) ?? byId.get(text) ?? null,
  };
}

/** Every unit in the tree's order with its depth; what lies under a closed branch is left out. */
export function openRows(tree, opened) {
  const rows = [];
  const walk = (unit, depth) => {
    rows.push({ unit, depth });
    if (depth === 0 || opened.has(unit.id)) tree.below(unit).forEach((child) => walk(child, depth + 1));
  };
  tree.roots.forEach((root) => walk(root, 0));
  return rows;
}

/** Units whose name or code holds the text; the tree's order. */
export function foundRows(tree, text) {
  const wanted = text.trim().toLowerCase();
  return tree.units
    .filter((unit) => unit.name.toLowerCase().includes(wanted) || unit.code.startsWith(wanted))
    .map((unit) => ({ unit, depth: 0 }));
}

export function pathOf(tree, unit) {
  const parent = tree.parent(unit);
  return parent && tree.parent(parent) ? `${parent.name} · ${unit.name}` : unit.name;
}
