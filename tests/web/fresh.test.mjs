// What happens while somebody looks at the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openOffice } from "./rehearsal.mjs";

let office;
let browser;

before(async () => {
  office = await openOffice();
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await office.close();
});

/** The page looks by itself every 15 seconds; a test asks it to look now. */
const look = (page) => page.evaluate(() => dispatchEvent(new Event("xiangji-look")));
const kMonth = "unit=&span=month&from=2026-06-01&to=2026-06-30";

test("a new record appears by itself, and the page does not jump", async () => {
  const page = await browser.newPage();
  await page.goto(`${office.address}/?${kMonth}`);
  await page.waitForSelector(".day");
  await page.evaluate(() => scrollTo(0, 1500));
  await office.add("刚刚送达的普法课");
  await look(page);
  await page.waitForSelector("text=刚刚送达的普法课");
  assert.ok((await page.evaluate(() => scrollY)) >= 1400);
  assert.deepEqual(page.faults, []);
});

test("nothing is read again while nothing changes", async () => {
  const page = await browser.newPage();
  await page.goto(`${office.address}/?${kMonth}`);
  await page.waitForSelector(".day");
  const statuses = [];
  page.on("response", (response) => statuses.push(response.status()));
  const answered = page.waitForResponse(/\/api\/head/);
  await look(page);
  await answered;
  assert.deepEqual(statuses, [304]);
});

test("open details stay open while the page renews itself", async () => {
  const page = await browser.newPage();
  await page.goto(`${office.address}/?unit=360982101&span=day&from=2026-06-19&to=2026-06-19`);
  await page.getByRole("button", { name: /红色电影展播/ }).click();
  await office.add("又一场");
  const answered = page.waitForResponse((response) => response.url().includes("/api/days"));
  await look(page);
  await answered;
  assert.equal(await page.locator(".drawer[open]").count(), 1);
});

test("when the service is gone the page says so and keeps what it had", async () => {
  const page = await browser.newPage();
  await page.goto(`${office.address}/?${kMonth}`);
  await page.waitForSelector(".day");
  await page.route("**/api/**", (route) => route.abort());
  await look(page);
  await page.waitForSelector(".pulse.lost");
  assert.ok((await page.locator(".diary tbody tr").count()) > 50);
  await page.unroute("**/api/**");
  await look(page);
  await page.waitForSelector(".pulse:not(.lost)");
});

test("a first reading that fails can be tried again", async () => {
  const page = await browser.newPage();
  await page.route("**/api/days**", (route) => route.fulfill({ status: 503, contentType: "application/json", body: '{"error":"too busy"}' }));
  await page.goto(`${office.address}/?${kMonth}`);
  await page.waitForSelector("text=没有读到：too busy");
  await page.unroute("**/api/days**");
  await page.getByRole("button", { name: "再试一次" }).click();
  await page.waitForSelector(".day");
});
