// A client of the Model Context Protocol by its official SDK, and the server that it wants to use, asked line by line. Of the SDK only the
// part is run that authorizes. `node mcp.mjs ready` says whether it is here.

import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { auth } from "@modelcontextprotocol/sdk/client/auth.js";

const REDIRECT = "http://127.0.0.1:49152/callback";

/// What the SDK is told of the client, and what it keeps.
const kept = {};
const provider = {
  get redirectUrl() {
    return REDIRECT;
  },
  get clientMetadata() {
    return {
      client_name: "Tool",
      redirect_uris: [REDIRECT],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      application_type: "native",
      scope: "openid read",
    };
  },
  state: () => "s-t",
  clientInformation: () => kept.client,
  saveClientInformation: (client) => void (kept.client = client),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => void (kept.tokens = tokens),
  redirectToAuthorization: (url) => void (kept.url = url),
  saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
  codeVerifier: () => kept.verifier,
};

let issuer, serverUrl;

const verbs = {
  /// A server that says in its metadata what the authority says of it.
  async resource() {
    const server = createServer(async (request, response) => {
      if (request.url.startsWith("/.well-known/oauth-protected-resource")) {
        const metadata = await fetch(issuer + request.url);
        response.writeHead(metadata.status, { "content-type": "application/json" }).end(await metadata.text());
      } else {
        response.writeHead(404).end();
      }
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    server.unref();
    return (serverUrl = `http://127.0.0.1:${server.address().port}/mcp`);
  },
  /// Where a browser is to go. With `document`, the client is known by the document at that address.
  async begin({ issuer: at, document }) {
    issuer = at;
    for (const name of Object.keys(kept)) delete kept[name];
    provider.clientMetadataUrl = document;
    return { came: await auth(provider, { serverUrl }), url: kept.url.href, client: kept.client };
  },
  async finish({ code }) {
    return { came: await auth(provider, { serverUrl, authorizationCode: code }), tokens: kept.tokens };
  },
  async refresh() {
    return { came: await auth(provider, { serverUrl }), tokens: kept.tokens };
  },
};

if (process.argv[2] !== "ready") {
  for await (const line of createInterface({ input: process.stdin })) {
    const { verb, ...given } = JSON.parse(line);
    const answer = await verbs[verb](given).then(
      (answer) => ({ answer }),
      (error) => ({ error: { name: error.name, error: error.errorCode, message: error.message } }),
    );
    console.log(JSON.stringify(answer));
  }
}
