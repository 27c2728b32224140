// A single page application with oidc-client-ts, in Chromium, for tests/interop/serving: no code of mintage.
//
//   spa.mjs ready   nothing, if the library and the browser are installed
//   spa.mjs         serves the page, and reads a request a line; each answer is a line: {"answer"} or {"error"}
//
//   origin   where the page is
//   start    issuer, client_id, scope: what the page is told
//   log_in   user, decision: presses the page's button, and does what the pages of the authority ask for. What the page knows then
//   renew    new tokens without a page, for the refresh token
//   log_out  the page signs its user out; where the browser is then

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

import { chromium } from "playwright-core";

const script = createRequire(import.meta.url).resolve("oidc-client-ts").replace(/dist\/.*$/, "dist/browser/oidc-client-ts.min.js");

const html = (settings) => `<!doctype html><title>An app</title><button id="login">Log in</button><script src="/oidc.js"></script><script>
const settings = ${JSON.stringify(settings)};
const manager = new oidc.UserManager({ ...settings, redirect_uri: location.origin + "/", post_logout_redirect_uri: location.origin + "/out", response_type: "code",
  automaticSilentRenew: false, loadUserInfo: false });
document.querySelector("#login").onclick = () => manager.signinRedirect();
const known = (user) => ({ sub: user.profile.sub, scope: user.scope, token_type: user.token_type, access_token: user.access_token });
window.renew = async () => known(await manager.signinSilent());
window.logout = () => manager.signoutRedirect();
window.told = /[?&]state=/.test(location.search)
  ? manager.signinCallback().then(known, (error) => ({ error: error.error ?? String(error) }))
  : Promise.resolve(null);
</script>`;

class Spa {
  async start({ issuer, client_id, scope }) {
    this.settings = { authority: issuer, client_id, scope };
  }

  async listen() {
    const server = createServer((request, response) => {
      const isScript = request.url === "/oidc.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? readFileSync(script) : html(this.settings ?? {}));
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    this.at = `http://127.0.0.1:${server.address().port}`;
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"];
    this.browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
    this.page = await this.browser.newPage();
    // Many tests run at once.
    this.page.setDefaultTimeout(120_000);
  }

  async origin() {
    return this.at;
  }

  async log_in({ user, decision }) {
    const { page } = this;
    await page.goto(`${this.at}/`);
    await page.click("#login");
    await page.waitForURL((url) => url.origin !== this.at, { waitUntil: "domcontentloaded" });
    if ((await page.locator("input[name=user]").count()) === 1) {
      await page.fill("input[name=user]", user);
      await page.click("button[type=submit]");
    }
    if (decision !== undefined) {
      await page.click(`button[name=decision][value=${decision}]`);
    }
    await page.waitForURL((url) => url.origin === this.at, { waitUntil: "domcontentloaded" });
    return page.evaluate(() => window.told);
  }

  async renew() {
    return this.page.evaluate(() => window.renew());
  }

  async log_out() {
    // It leaves the page: its end is not waited for.
    await this.page.evaluate(() => void window.logout());
    await this.page.waitForURL((url) => url.pathname !== "/", { waitUntil: "domcontentloaded" });
    return this.page.url();
  }
}

if (process.argv[2] !== "ready") {
  const spa = new Spa();
  await spa.listen();
  for await (const line of createInterface({ input: process.stdin })) {
    const { verb, ...given } = JSON.parse(line);
    const answer = await spa[verb](given).then(
      (answer) => ({ answer: answer ?? null }),
      (error) => ({ error: { name: error.name, message: error.message } }),
    );
    console.log(JSON.stringify(answer));
  }
  await spa.browser.close();
  process.exit();
} else {
  readFileSync(script);
  readFileSync("/usr/bin/chromium", { flag: "r" });
}
