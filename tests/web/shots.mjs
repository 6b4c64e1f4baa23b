// node shots.mjs DIR: pictures of every page of the office, at three sizes, light and dark, and once in English.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { kSizes, openBrowser, openOffice } from "./rehearsal.mjs";

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node shots.mjs DIR");
  process.exit(2);
}

const kTownship = "unit=360982101";

async function shootAll(browser, office, name, options, language) {
  const page = await browser.newPage(options);
  const shoot = (part, more = {}) => page.screenshot({ path: join(folder, `office-${part}-${name}.png`), ...more });
  const open = async (query, settled) => {
    await page.goto(`${office.address}/?${kTownship}&lang=${language}&${query}`);
    await page.waitForSelector(settled);
  };
  await open("span=month", ".day");
  await shoot("days");
  await open("span=day&from=2026-06-19&to=2026-06-19", ".day");
  await shoot("day", { fullPage: true });
  await page.locator(".diary tr", { has: page.locator(".badge.warn") }).first().locator(".title").click();
  await page.waitForSelector(".drawer .conflict");
  await shoot("details");
  await open("span=week&from=2026-06-15&to=2026-06-21", ".chart");
  await shoot("week");
  await open("span=day&from=2026-06-17&to=2026-06-17", ".day");
  await shoot("hard", { fullPage: true });
  await open("tab=conflicts", ".conflict");
  await shoot("conflicts");
  await open("tab=records&type=festival&span=range&from=2026-01-01&to=2026-12-31", ".rows");
  await shoot("records");
  await open("tab=records&type=unit", ".rows");
  await shoot("units-table");
  await open("tab=protected&type=child", ".rows");
  await shoot("protected");
  await page.locator(".rows button").first().click();
  await page.waitForSelector(".drawer");
  await shoot("protected-asked");
  await open("span=day&from=2026-06-25&to=2026-06-25", ".empty");
  await shoot("empty");
  await page.click(".chosen-unit");
  await page.waitForSelector(".unit-list");
  await shoot("units");
  await page.fill(".unit-search", "临江");
  await shoot("units-found");
  for (const fault of page.faults) console.error(`${name}: ${fault}`);
  await page.context().close();
}

await mkdir(folder, { recursive: true });
const office = await openOffice();
const browser = await openBrowser();
for (const viewport of kSizes) {
  for (const colorScheme of ["light", "dark"]) {
    await shootAll(browser, office, `${viewport.width}x${viewport.height}-${colorScheme}`, { viewport, colorScheme }, "zh");
  }
}
await shootAll(browser, office, "1280x800-english", { viewport: kSizes[2] }, "en");
await shootAll(browser, office, "360x740-english", { viewport: kSizes[0] }, "en");
await browser.close();
await office.close();
