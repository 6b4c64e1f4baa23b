// What eyes, keyboards and screen readers meet: sizes, themes, languages, names.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { kSizes, openBrowser, openOffice } from "./rehearsal.mjs";

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

const kViews = [
  "span=month&from=2026-06-01&to=2026-06-30",
  "span=week&from=2026-06-15&to=2026-06-21",
  "span=day&from=2026-06-17&to=2026-06-17",
  "span=range&from=2026-01-01&to=2026-12-31",
  "span=day&from=2026-01-01&to=2026-01-01",
  "tab=conflicts",
  "tab=records&type=unit",
];
const kSettled = ".day, .conflict, .rows, .empty";

/** Elements that stick out of the page, or whose text is cut by their own box. */
const cutElements = () => {
  const scrolls = (element) => element.closest(".wide-table, .unit-list") !== null;
  return [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || scrolls(element) || element.closest("thead, .skip")) return false;
    const sticksOut = box.right > innerWidth + 1 || box.left < -1;
    const hides = getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
    return sticksOut || (hides && element.tagName !== "INPUT" && element.tagName !== "SELECT");
  }).map((element) => `${element.tagName}.${element.className} ${element.textContent.slice(0, 30)}`);
};

/** Texts whose colour stands out from their ground by less than 4.5:1. */
const faintTexts = () => {
  const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const ground = getComputedStyle(at).backgroundColor;
      if ((channels(ground)[3] ?? 1) > 0) return ground;
    }
    return "rgb(255, 255, 255)";
  };
  const ownText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("body *")].filter((element) => ownText(element) && element.getBoundingClientRect().width > 0)
    .map((element) => {
      const [a, b] = [light(getComputedStyle(element).color), light(groundOf(element))].sort((x, y) => y - x);
      return { text: element.textContent.slice(0, 20), ratio: (a + 0.05) / (b + 0.05) };
    }).filter(({ ratio }) => ratio < 4.5);
};

for (const viewport of kSizes) {
  for (const lang of ["zh", "en"]) {
    test(`nothing is cut or sticks out at ${viewport.width}×${viewport.height} (${lang})`, async () => {
      const page = await browser.newPage({ viewport });
      for (const view of kViews) {
        await page.goto(`${office.address}/?unit=360982101&lang=${lang}&${view}`);
        await page.waitForSelector(kSettled);
        assert.deepEqual(await page.evaluate(cutElements), [], view);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), view);
      }
      await page.context().close();
    });
  }
}

for (const colorScheme of ["light", "dark"]) {
  test(`every text can be read (${colorScheme})`, async () => {
    const page = await browser.newPage({ colorScheme });
    for (const view of kViews) {
      await page.goto(`${office.address}/?unit=360982101&${view}`);
      await page.waitForSelector(kSettled);
      assert.deepEqual(await page.evaluate(faintTexts), [], view);
    }
    await page.context().close();
  });
}

test("the language is switched and remembered", async () => {
  const page = await browser.newPage();
  await page.goto(`${office.address}/?unit=360982101`);
  await page.getByRole("button", { name: "English" }).click();
  await page.waitForSelector("text=Show voided");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
  assert.match(page.url(), /lang=en/);
  await page.goto(`${office.address}/`);
  await page.waitForSelector("text=Show voided");
  await page.goto(`${office.address}/?lang=zh`);
  await page.waitForSelector("text=所站台账");
});

test("the theme follows the system until somebody chooses", async () => {
  const page = await browser.newPage({ colorScheme: "dark" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.goto(office.address);
  await page.waitForSelector(".day");
  const dark = await ground();
  await page.getByLabel("外观").selectOption("light");
  assert.notEqual(await ground(), dark);
  await page.reload();
  await page.waitForSelector(".day");
  assert.notEqual(await ground(), dark);
});

test("everything that can be pressed has a name", async () => {
  const page = await browser.newPage();
  for (const view of kViews) {
    await page.goto(`${office.address}/?unit=360982101&${view}`);
    await page.waitForSelector(kSettled);
    const nameless = await page.evaluate(() => [...document.querySelectorAll("button, a, input, select")]
      .filter((element) => !(element.getAttribute("aria-label") || element.textContent.trim() || element.labels?.length))
      .map((element) => element.outerHTML));
    assert.deepEqual(nameless, [], view);
  }
  assert.equal(await page.locator("main").count(), 1);
  assert.equal(await page.locator("h1").count(), 1);
});

test("the keyboard reaches the content first through the skip link, and its place is seen", async () => {
  const page = await browser.newPage();
  await page.goto(`${office.address}/?unit=360982101`);
  await page.waitForSelector(".day");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Tab");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid");
});

test("printed, the controls are gone and the table stays", async () => {
  const page = await browser.newPage();
  await page.goto(`${office.address}/?unit=360982101&span=day&from=2026-06-19&to=2026-06-19`);
  await page.waitForSelector(".day");
  await page.emulateMedia({ media: "print" });
  for (const gone of [".switches", ".tabs", ".tools"]) assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  for (const there of [".chosen-unit", ".span-name", ".summary", ".diary"]) assert.equal(await page.locator(there).first().isVisible(), true, there);
});
