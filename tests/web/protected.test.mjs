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

test("a protected value opens for a name and a reason, and is gone when closed", async () => {
  await page.goto(`${office.address}/?tab=protected&type=child`);
  await page.waitForSelector(".rows");
  assert.ok(!(await page.locator("body").innerText()).includes("小石头"));
  await page.getByRole("button", { name: "查看" }).first().click();
  await page.getByLabel("您的姓名").fill("王芳");
  await page.locator(".drawer").getByRole("button", { name: "查看" }).click();
  assert.ok(!(await page.locator(".drawer").innerText()).includes("小石头"), "not without a reason");
  await page.getByLabel("为什么要看").fill("核对信息");
  await page.locator(".drawer").getByRole("button", { name: "查看" }).click();
  await page.waitForSelector(".drawer .fields");
  assert.match(await page.locator(".drawer").innerText(), /称呼\s*小石头/);
  await page.getByRole("button", { name: "关闭" }).click();
  assert.ok(!(await page.locator("body").innerText()).includes("小石头"));
  assert.deepEqual(page.faults, []);
});
