import assert from "node:assert/strict";
import test from "node:test";
import { en } from "../../syncd/office/web/src/words_en.js";
import { zh } from "../../syncd/office/web/src/words_zh.js";
import { addDays, isDate, monthOf, spanBeside, spanName, weekOf } from "../../syncd/office/web/src/days.js";

const placesIn = (text) => (text.match(/\{\w+\}/g) ?? []).sort();

test("every sentence is there in both languages, with something to say", () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zh).sort());
  for (const [key, text] of Object.entries({ ...zh, ...en })) assert.notEqual(text, "", key);
});

test("English sentences name nothing that the Chinese ones don't", () => {
  for (const key of Object.keys(en)) {
    for (const place of placesIn(en[key])) assert.ok(placesIn(zh[key]).includes(place), `${key}: ${place}`);
  }
});

test("weeks run from Monday to Sunday", () => {
  assert.deepEqual(weekOf("2026-06-19"), { from: "2026-06-15", to: "2026-06-21" });
  assert.deepEqual(weekOf("2026-06-15"), { from: "2026-06-15", to: "2026-06-21" });
  assert.deepEqual(weekOf("2026-06-21"), { from: "2026-06-15", to: "2026-06-21" });
});

test("months know their length, leap years included", () => {
  assert.deepEqual(monthOf("2028-02-10"), { from: "2028-02-01", to: "2028-02-29" });
  assert.deepEqual(monthOf("2026-12-31"), { from: "2026-12-01", to: "2026-12-31" });
});

test("a step goes to the span beside, whatever its length", () => {
  assert.deepEqual(spanBeside("month", monthOf("2026-03-31"), -1), monthOf("2026-02-01"));
  assert.deepEqual(spanBeside("month", monthOf("2026-12-01"), 1), monthOf("2027-01-01"));
  assert.deepEqual(spanBeside("week", weekOf("2026-06-19"), 1), weekOf("2026-06-26"));
  assert.deepEqual(spanBeside("range", { from: "2026-06-01", to: "2026-06-10" }, -1), { from: "2026-05-22", to: "2026-05-31" });
  assert.equal(addDays("2027-02-28", 1), "2027-03-01");
});

test("what is no date is not taken for one", () => {
  for (const text of ["", "2026-02-30", "2026-6-1", "gestern", null, undefined]) assert.equal(isDate(text), false, String(text));
  assert.equal(isDate("2026-06-19"), true);
});

test("spans have names people use", () => {
  const t = (key, values) => zh[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  t.language = "zh";
  assert.equal(spanName(t, "month", monthOf("2026-06-19")), "2026年6月");
  assert.equal(spanName(t, "day", { from: "2026-06-19", to: "2026-06-19" }), "2026年6月19日");
  assert.equal(spanName(t, "week", weekOf("2026-06-19")), "2026年6月15日 至 6月21日");
  assert.equal(spanName(t, "range", { from: "2026-12-30", to: "2027-01-02" }), "2026年12月30日 至 2027年1月2日");
});
