import assert from "node:assert/strict";
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

const typesOf = async () => (await (await fetch(`${office.address}/api/catalogue`)).json()).types;

test("every open record type has its table, from the catalogue alone", async () => {
  for (const type of (await typesOf()).filter(({ ownPage }) => !ownPage)) {
    await page.goto(`${office.address}/?tab=records&type=${type.name}&span=range&from=2020-01-01&to=2030-12-31`);
    await page.waitForSelector(".rows, .empty");
    assert.match(await page.locator(".records-body h2").innerText(), new RegExp(`^${type.label.zh}`), type.name);
    assert.deepEqual(page.faults, [], type.name);
  }
});

test("types are chosen from a list, and the address remembers", async () => {
  await page.goto(`${office.address}/?tab=records`);
  await page.locator(".type-list button", { hasText: "节日" }).first().click();
  await page.waitForFunction(() => location.search.includes("type=festival"));
  assert.equal(await page.locator(".type-list [aria-current]").innerText(), "节日");
});

test("nothing about a child is anywhere on the page", async () => {
  const names = (await typesOf()).map(({ name }) => name);
  for (const hidden of ["child", "guardian", "guardian_consent", "pupil_line"]) assert.ok(!names.includes(hidden), hidden);
  for (const query of ["", "tab=conflicts", "tab=records&type=person", "tab=records&type=team"]) {
    await page.goto(`${office.address}/?unit=360982101&${query}`);
    await page.waitForSelector(".day, .conflict, .rows, .empty");
    const text = await page.locator("body").innerText();
    for (const secret of ["小石头", "今天很认真", "13812345678", "2005-03-01"]) assert.ok(!text.includes(secret), `${query}: ${secret}`);
  }
});

test("a row's name opens its details", async () => {
  await page.goto(`${office.address}/?unit=360982101&tab=records&type=team`);
  await page.getByRole("button", { name: /永泰镇返乡大学生志愿服务队/ }).click();
  const text = await page.locator(".drawer").innerText();
  assert.match(text, /成立日期\s*2026-06-01/);
  assert.match(text, /队长\s*陈晓/);
});
