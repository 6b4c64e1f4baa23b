// An office to try and a browser to try it with.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const kHere = dirname(fileURLToPath(import.meta.url));
const kRoot = join(kHere, "..", "..");

/** {address, add(title), close()}: the rehearsal program, told a busy June. */
export async function openOffice() {
  const program = process.env.OFFICE_REHEARSAL_BIN ?? join(kRoot, "build/dev/tests/web/xiangji_office_rehearsal");
  const child = spawn(program, [join(kRoot, "proto/zhangshu_units.csv")], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) throw new Error("the office did not open");
  return {
    address: `http://${JSON.parse(first.value).office}`,
    async add(title) {
      child.stdin.write(`add ${title}\n`);
      await lines.next();
    },
    async close() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.stdin.end();
      return ended;
    },
  };
}

/** A Chromium of its own, with a profile that is thrown away: {newPage(options), close()}. */
export async function openBrowser() {
  const profile = await mkdtemp(join(tmpdir(), "office-browser-"));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", `--disk-cache-dir=${profile}`],
  });
  return {
    /** A page that collects what went wrong in it: page.faults. */
    async newPage(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "zh-CN", ...options });
      const page = await context.newPage();
      page.faults = [];
      page.on("pageerror", (fault) => page.faults.push(String(fault)));
      page.on("console", (line) => line.type() === "error" && page.faults.push(line.text()));
      page.on("request", (request) => {
        if (!request.url().startsWith("http://127.0.0.1:")) page.faults.push(`asks elsewhere: ${request.url()}`);
      });
      return page;
    },
    async close() {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

export const kSizes = [
  { width: 360, height: 740 },
  { width: 412, height: 915 },
  { width: 1280, height: 800 },
];
