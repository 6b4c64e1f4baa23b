import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { openBrowser, openOffice } from "./rehearsal.mjs";

let office;
let browser;
let page;

before(async () => {
  office = await openOffice();
  browser = await openBrowser();
  page = await browser.newPage();
});
after(async () => {
  await browser.close();
  await office.close();
});

const kDay = "unit=360982101&span=day&from=2026-06-19&to=2026-06-19";
const open = async (query, settled = ".day") => {
  await page.goto(`${office.address}/?${query}`);
  await page.waitForSelector(settled);
};
const rowOf = (title) => page.locator(".diary tbody tr", { hasText: title });

test("a day shows when, what, where, for how many, by whom and how far", async () => {
  await open(kDay);
  const row = rowOf("科普宣传：看得见的空气");
  const cells = await row.locator("td").allInnerTexts();
  assert.deepEqual(cells.map((cell) => cell.replace(/\s+/g, " ").trim()), [
    "14:00–15:30", "科普宣传", "科普宣传：看得见的空气不一致", "村小学操场", "永泰镇 · 车埠村委会", "24", "王佳", "进行中",
  ]);
  assert.match(await page.locator(".day h2").innerText(), /6月19日\s*星期五\s*今天\s*端午/);
  assert.deepEqual(page.faults, []);
});

test("a tutoring session tells how many pupils came, and where", async () => {
  await open(kDay);
  const row = rowOf("分数的加减法");
  assert.equal((await row.locator(".c-reached").innerText()).trim(), "8");
  assert.equal(await row.locator(".c-place").innerText(), "村级活动室 · 3-2");
});

test("the figures count the whole span", async () => {
  await open("unit=360982101&span=month&from=2026-06-01&to=2026-06-30");
  const figures = await page.locator(".summary dd").allInnerTexts();
  assert.equal(figures[0], "305");
  assert.match(figures[2], /^6/);
  assert.match(figures[3], /^2/);
});

test("a long list comes in parts, and asks for no row twice", async () => {
  await open("unit=360982101&span=month&from=2026-06-01&to=2026-06-30");
  assert.equal(await page.locator(".diary tbody tr").count(), 100);
  await page.locator(".more button").click();
  await page.waitForFunction(() => document.querySelectorAll(".diary tbody tr").length === 200);
  await page.locator(".more button").click();
  await page.locator(".more button").click();
  await page.waitForFunction(() => document.querySelectorAll(".diary tbody tr").length === 311);
  assert.equal(await page.locator(".more button").count(), 0);
});

test("a unit is found by typing, with the keyboard alone", async () => {
  await open(kDay);
  await page.locator(".chosen-unit").focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector(".unit-search:focus");
  await page.keyboard.type("观上");
  await page.waitForSelector(".unit-row >> text=观上镇");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".empty");
  assert.match(page.url(), /unit=360982108/);
  assert.match(await page.locator(".chosen-unit").innerText(), /观上镇/);
});

test("the tree opens institutes and shows their stations", async () => {
  await open("unit=360982101");
  await page.locator(".chosen-unit").click();
  const before = await page.locator(".unit-row").count();
  await page.getByRole("button", { name: "展开 临江镇" }).click();
  assert.ok((await page.locator(".unit-row").count()) > before);
  await page.locator(".unit-row", { hasText: "车埠村委会" }).click();
  await page.waitForSelector(".unit-list", { state: "detached" });
  assert.match(page.url(), /unit=3609821012\d\d/);
});

test("days, weeks and months are stepped through, and Back goes back", async () => {
  await open(kDay);
  await page.getByRole("button", { name: "周", exact: true }).click();
  await page.waitForFunction(() => location.search.includes("from=2026-06-15&to=2026-06-21"));
  await page.getByRole("button", { name: "往前" }).click();
  await page.waitForFunction(() => location.search.includes("from=2026-06-08&to=2026-06-14"));
  await page.getByRole("button", { name: "今天" }).click();
  await page.waitForFunction(() => location.search.includes("from=2026-06-15"));
  await page.goBack();
  await page.waitForFunction(() => location.search.includes("from=2026-06-08"));
  assert.match(await page.locator(".span-name").innerText(), /2026年6月8日 至 6月14日/);
});

test("details hold all office columns, also those not filled in, and Esc returns to the row", async () => {
  await open(kDay);
  await rowOf("防溺水安全课").locator(".title").click();
  const drawer = page.locator(".drawer");
  await drawer.locator(".conflict").waitFor();
  const text = await drawer.innerText();
  for (const part of ["防溺水安全课", "受益人数", "现在显示", "36", "另有写法", "32", "结束时间", "抛绳救援", "编号"]) {
    assert.ok(text.includes(part), part);
  }
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  assert.match(await page.evaluate(() => document.activeElement.textContent), /防溺水安全课/);
});

test("voided rows show only when asked for, with their mark", async () => {
  await open(kDay);
  assert.equal(await rowOf("重复登记的活动").count(), 0);
  await page.getByLabel("显示已作废").check();
  await rowOf("重复登记的活动").waitFor();
  assert.match(await rowOf("重复登记的活动").innerText(), /已作废\s*作废后又有修改/);
});

test("both values of a conflict stand side by side with author and time", async () => {
  await open(kDay);
  await page.getByRole("button", { name: /^填写不一致/ }).click();
  const card = page.locator(".conflict", { hasText: "科普宣传" });
  await card.waitFor();
  const text = (await card.innerText()).replace(/\s+/g, " ");
  assert.match(text, /地点 现在显示 村小学操场 王佳，2026-06-19 13:40 另有写法 文化广场 欧阳建国，2026-06-19 13:38/);
});

test("a quiet month leads to the last one that has something", async () => {
  await open("unit=360982100");
  assert.match(await page.locator(".notice").innerText(), /2026年6月还没有记录/);
  assert.match(await page.locator(".diary").innerText(), /五四青年宣讲/);
  await page.getByRole("button", { name: /回到/ }).click();
  await page.waitForSelector(".empty");
});

test("an export is named after unit and days, and safe to open", async () => {
  await open("unit=360982101&span=day&from=2026-06-17&to=2026-06-17");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("导出活动").click()]);
  assert.equal(download.suggestedFilename(), "活动_永泰镇_2026-06-17.csv");
  const file = await readFile(await download.path(), "utf8");
  assert.ok(file.startsWith("\ufeff标题,") || file.startsWith("\ufeff所属单位,"), file.slice(0, 40));
  assert.ok(file.includes('"\'=HYPERLINK('), "formula");
  assert.ok(file.includes(",'@SUM(A1:A9),"), "at sign");
  assert.ok(file.includes('"\t360982101203000001"'), "long digits");
  assert.ok(file.includes("𠮷田家的粽子 🎋👨‍👩‍👧 节"), "rare characters");
  assert.ok(!/[^\r]\n(?=[^"]*(?:"[^"]*"[^"]*)*$)/.test(file), "a line outside quotes ends without CR");
});

test("text that looks like a program stays text", async () => {
  await open("unit=360982101&span=day&from=2026-06-17&to=2026-06-17");
  assert.equal(await page.title(), "乡记 · 所站台账");
  assert.equal(await rowOf("<script>document.title").count(), 1);
  assert.deepEqual(page.faults, []);
});
