// Somebody in front of the pages of an authority, for tests/interop/serving: no code of mintage.
//
//   person.mjs chromium ready   nothing, if the browser is installed
//   person.mjs chromium         in Chromium
//   person.mjs plain            with a client of HTTP that keeps cookies, follows redirects, and fills forms in
//
// A request is a line of JSON, and so is its answer: {"answer"} or {"error"}. Cookies are kept from one to the next.
//   go      opens `url`, and does on each page what there is to do: fields are filled in as `fields` says, by their names, and of the
//           buttons called decision the one of `decision` is pressed. It ends at an address that begins with `until`, which is
//           not opened, or where nothing is left to do. Answers where it is: `url`, and of a page `title` and `text`
//   forget  drops all cookies

import { request } from "node:http";
import { createInterface } from "node:readline";

/** How many pages are gone through at most. */
const MOST = 12;

class Plain {
  cookies = new Map();

  forget() {
    this.cookies.clear();
  }

  // Not with `fetch`, which tells servers that a script of a page asks and no person.
  ask(url, { method = "GET", headers, body } = {}) {
    const { host } = new URL(url);
    const kept = [...(this.cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
    const all = { accept: "text/html", ...headers, ...(kept && { cookie: kept }) };
    return new Promise((resolve, reject) => {
      const asked = request(url, { method, headers: all }, async (answer) => {
        let text = "";
        for await (const part of answer.setEncoding("utf8")) {
          text += part;
        }
        this.keep(host, answer.headers["set-cookie"] ?? []);
        resolve({ status: answer.statusCode, location: answer.headers.location, text });
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }

  keep(host, lines) {
    const jar = this.cookies.get(host) ?? new Map();
    for (const line of lines) {
      const [pair, ...attributes] = line.split(";");
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      const ended = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute)) || value === "";
      ended ? jar.delete(name) : jar.set(name, value);
    }
    this.cookies.set(host, jar);
  }

  async go({ url, fields = {}, decision, until }) {
    let answer = await this.ask(url);
    for (let n = 0; n < MOST; n += 1) {
      if (answer.location !== undefined) {
        url = new URL(answer.location, url).href;
        if (until && url.startsWith(until)) {
          return { url };
        }
        answer = await this.ask(url);
        continue;
      }
      const { status, text: html } = answer;
      const next = form(html, fields, decision);
      if (next === undefined) {
        return { url, status, title: text(html.match(/<title>([^]*?)<\/title>/)?.[1] ?? ""), text: text(html) };
      }
      url = new URL(next.action, url).href;
      const headers = { origin: "null", "content-type": "application/x-www-form-urlencoded" };
      answer = await this.ask(url, { method: "POST", headers, body: next.body.toString() });
    }
    throw new Error(`no end: ${url}`);
  }
}

const unescape = (value) =>
  value.replace(/&(amp|lt|gt|quot|#(\d+));/g, (_, name, code) =>
    code ? String.fromCodePoint(Number(code)) : { amp: "&", lt: "<", gt: ">", quot: '"' }[name]);

const text = (html) => unescape(html.replace(/<(style|title)[^]*?<\/\1>/g, " ").replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();

const attribute = (tag, name) => {
  const found = tag.match(new RegExp(`\\s${name}="([^"]*)"`));
  return found === null ? undefined : unescape(found[1]);
};

/** The first form of a page in which there is something to do: where it posts to, and what. */
function form(html, fields, decision) {
  for (const [, head, inner] of html.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/g)) {
    const body = new URLSearchParams();
    let does = false;
    for (const [tag] of inner.matchAll(/<input\b[^>]*>/g)) {
      const name = attribute(tag, "name");
      if (attribute(tag, "type") === "hidden") {
        body.append(name, attribute(tag, "value") ?? "");
      } else if (name in fields) {
        body.append(name, fields[name]);
        does = true;
      }
    }
    const buttons = [...inner.matchAll(/<button\b[^>]*>/g)].map(([tag]) => tag);
    if (buttons.some((tag) => attribute(tag, "name") === "decision" && attribute(tag, "value") === decision)) {
      body.append("decision", decision);
      does = true;
    }
    if (does) {
      return { action: attribute(head, "action"), body };
    }
  }
  return undefined;
}

class Chromium {
  static async start() {
    const { chromium } = await import("playwright-core");
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"];
    const it = new Chromium();
    it.browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
    await it.forget();
    return it;
  }

  async forget() {
    await this.context?.close();
    this.context = await this.browser.newContext();
    this.page = await this.context.newPage();
    // Many tests run at once.
    this.page.setDefaultTimeout(120_000);
  }

  async go({ url, fields = {}, decision, until }) {
    if (until) {
      await this.page.route(`${until}**`, (route) => route.fulfill({ status: 200, contentType: "text/plain", body: "landed" }));
    }
    await this.page.goto(url, { waitUntil: "domcontentloaded" });
    for (let n = 0; n < MOST; n += 1) {
      const at = this.page.url();
      if (until && at.startsWith(until)) {
        return { url: at };
      }
      const button = await this.next(fields, decision);
      if (button === undefined) {
        return { url: at, title: await this.page.title(), text: (await this.page.innerText("body")).replace(/\s+/g, " ").trim() };
      }
      await Promise.all([this.page.waitForEvent("domcontentloaded"), button.click()]);
    }
    throw new Error(`no end: ${this.page.url()}`);
  }

  /** Fills in what there is to fill in, and finds the button to press. */
  async next(fields, decision) {
    for (const form of await this.page.locator("form").all()) {
      let does = false;
      for (const [name, value] of Object.entries(fields)) {
        const field = form.locator(`input[name="${name}"]:not([type="hidden"])`);
        if ((await field.count()) === 1) {
          await field.fill(value);
          does = true;
        }
      }
      const decide = form.locator(`button[name="decision"][value="${decision}"]`);
      if ((await decide.count()) === 1) {
        return decide;
      }
      if (does) {
        return form.locator("button[type=submit]").first();
      }
    }
    return undefined;
  }
}

const [name, ready] = process.argv.slice(2);
const person = name === "chromium" ? await Chromium.start() : new Plain();
if (ready !== "ready") {
  for await (const line of createInterface({ input: process.stdin })) {
    const { verb, ...given } = JSON.parse(line);
    const answer = await Promise.resolve(person[verb](given)).then(
      (answer) => ({ answer: answer ?? null }),
      (error) => ({ error: { name: error.name, message: error.message } }),
    );
    console.log(JSON.stringify(answer));
  }
}
await person.browser?.close();
