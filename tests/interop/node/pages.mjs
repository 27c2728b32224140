// Pages in Chromium, for tests/interop/serving: playwright-core steers it, axe-core judges what it shows, and no code of mintage.
//
//   pages.mjs ready      nothing, if all are installed
//   pages.mjs            reads a request a line, and answers each with a line: {"answer"} or {"error"}
//
// Four browsers do the same: light and dark, 320 and 1600 pixels wide. A request is JSON with the member `verb`:
//   app        starts an app, whose origin is answered: /end is its end, /on sends on to that of another origin
//   go         url
//   type       text, into what has the focus; `into` the name of a field; `enter`: and press Enter
//   tab_to     a text on a button: Tab until it has the focus, then Enter. No mouse
//   click      a text on a button
//   look       what is wrong with the page that is shown, for each browser: nothing, if all is well; `picture`: a folder
//   where      the address that is shown by the first, and its title and text
//   pop_up     url, which the app opens in a window of its own; where that is afterwards, and whether it can tell the app

import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const QUIET = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
const shown = [];
for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1600]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 700 } });
    const page = await context.newPage();
    const said = [];
    page.setDefaultTimeout(300_000);
    // That a page has the status of an error is no fault of the page.
    page.on("console", (message) => message.text().includes("the server responded with a status of") || said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("requestfailed", (request) => said.push(`failed: ${request.url()}`));
    shown.push({ name: `${colorScheme}-${width}`, page, said });
  }
}

async function each(what) {
  for (const one of shown) await what(one.page, one);
}

// What is wrong with a page: by axe, and what axe does not look at.
async function faults({ name, page, said }, folder) {
  const found = said.splice(0);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ preload: false }));
  for (const { id, nodes } of violations) found.push(...nodes.map((node) => `${id}: ${node.html}: ${node.failureSummary}`));
  found.push(...(await page.evaluate(() => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`it scrolls sideways by ${root.scrollWidth - root.clientWidth}`);
    for (const one of document.querySelectorAll("button, input:not([type=hidden]), summary")) {
      const { width, height } = one.getBoundingClientRect();
      if (Math.min(width, height) < 24) found.push(`too small to be hit: ${one.outerHTML}`);
    }
    for (const { name } of performance.getEntriesByType("resource")) {
      if (new URL(name).origin !== location.origin) found.push(`it loads ${name}`);
    }
    return found;
  })));
  if (folder) await page.screenshot({ path: `${folder}-${name}.png`, fullPage: true });
  return found.map((fault) => `${name}: ${fault}`);
}

const verbs = {
  async app() {
    let other;
    const answer = (request, response) => {
      const { pathname, searchParams } = new URL(request.url, "http://app");
      if (pathname === "/on") response.writeHead(302, { location: other }).end();
      else response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><html lang=en><title>App</title><h1>App</h1>${
        pathname === "/open" ? `<a href="${searchParams.get("url").replaceAll("&", "&amp;")}" target="own" rel="opener">Open</a>` : ""
      }`);
    };
    const listen = async (host) => {
      const server = createServer(answer);
      await new Promise((done) => server.listen(0, host, done));
      return `http://${host}:${server.address().port}`;
    };
    other = `${await listen("127.0.0.1")}/end`;
    this.origin = await listen("127.0.0.1");
    return { origin: this.origin, other };
  },
  async go({ url }) {
    await each((page) => page.goto(url));
  },
  async type({ text, into, enter }) {
    await each(async (page) => {
      if (into) await page.fill(`[name="${into}"]`, text);
      else await page.keyboard.type(text);
      if (enter) await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    });
  },
  async tab_to({ text }) {
    await each(async (page) => {
      for (let i = 0; i < 60; i += 1) {
        await page.keyboard.press("Tab");
        if ((await page.evaluate(() => document.activeElement.textContent.trim())) === text) {
          await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
          return;
        }
      }
      throw new Error(`no Tab leads to ${text}`);
    });
  },
  async click({ text }) {
    await each((page) => Promise.all([page.waitForNavigation(), page.click(`button:text-is("${text}")`)]));
  },
  async look({ picture }) {
    const found = [];
    for (const one of shown) found.push(...(await faults(one, picture)));
    return found;
  },
  async where() {
    const { page } = shown[0];
    return { url: page.url(), title: await page.title(), text: await page.innerText("body") };
  },
  async pop_up({ url }) {
    const { page } = shown[0];
    await page.goto(`${this.origin}/open?url=${encodeURIComponent(url)}`);
    const [own] = await Promise.all([page.waitForEvent("popup"), page.click("text=Open")]);
    await own.waitForLoadState();
    const title = await own.title();
    for (const field of await own.$$("input[name=user]")) await field.fill("alice");
    for (const text of ["Sign in", "Allow"]) {
      const button = await own.$(`button:text-is("${text}")`);
      if (button) await Promise.all([own.waitForNavigation(), button.click()]);
    }
    return { title, url: own.url(), can_tell: await own.evaluate(() => globalThis.opener !== null) };
  },
};

if (process.argv[2] === "ready") {
  await browser.close();
  process.exit(0);
}
for await (const line of createInterface({ input: process.stdin })) {
  const { verb, ...given } = JSON.parse(line);
  let told;
  try {
    told = { answer: (await verbs[verb].call(verbs, given)) ?? null };
  } catch (error) {
    told = { error: { message: String(error.message).slice(0, 2000) } };
  }
  console.log(JSON.stringify(told));
}
await browser.close();
process.exit(0);
