// Reading from the service. Answers are remembered with their tags: asking again costs nothing while nothing changed, and the
// same object comes back, so that nothing is drawn anew.

const kMostKept = 60;
const kept = new Map();

export class ReadingFailed extends Error {}

async function reasonIn(answer) {
  try { return (await answer.json()).error; } catch { return `HTTP ${answer.status}`; }
}

/** The JSON at an address of this service. */
export async function read(address) {
  const known = kept.get(address);
  const headers = known ? { "If-None-Match": known.tag } : {};
  let answer;
  try {
    answer = await fetch(address, { headers, cache: "no-store", credentials: "omit" });
  } catch {
    throw new ReadingFailed("");
  }
  if (answer.status === 304 && known) return known.body;
  if (!answer.ok) throw new ReadingFailed(await reasonIn(answer));
  const body = await answer.json();
  kept.delete(address);
  kept.set(address, { tag: answer.headers.get("ETag") ?? "", body });
  if (kept.size > kMostKept) kept.delete(kept.keys().next().value);
  return body;
}

/** Protected values of one row, once: never kept. The service notes who asked and why before it answers. */
export async function open(asked, language) {
  let answer;
  try {
    answer = await fetch(`/api/open?lang=${language}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked), cache: "no-store", credentials: "omit",
    });
  } catch {
    throw new ReadingFailed("");
  }
  if (!answer.ok) throw new ReadingFailed(await reasonIn(answer));
  return answer.json();
}

/** "/api/days" and {unit: "", from: "2026-06-01"} → "/api/days?from=2026-06-01". */
export function addressOf(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== "" && value !== undefined && value !== false);
  const query = new URLSearchParams(given.map(([name, value]) => [name, value === true ? "1" : String(value)])).toString();
  return query === "" ? path : `${path}?${query}`;
}
