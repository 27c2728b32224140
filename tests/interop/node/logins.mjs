// Clients that people log in with, for tests/interop/serving: openid-client, oauth4webapi and AppAuth, and no code of mintage.
//
//   logins.mjs ready      nothing, if all are installed
//   logins.mjs LIBRARY    reads a request a line, and answers each with a line: {"answer"} or {"error"}
//
// A request is JSON with the member `verb`:
//   discover   issuer, client_id, and how the client shows who it is: `way` with `secret`; `dpop`: the algorithm of its proofs
//   begin      parameters of an authorization request; `par`: whether it is pushed. Answers the address to open
//   finish     the address at which the browser ended: the tokens, and the claims of the ID token
//   userinfo   access_token and sub; what is told of the user
//   refresh    refresh_token
//   ask        parameters of a device authorization request; what the device shows
//   wait       the tokens that the device gets once somebody has decided, as often as the library asks

import { register } from "node:module";
import { createInterface } from "node:readline";

import * as low from "oauth4webapi";
import * as high from "openid-client";

// AppAuth imports its files without their ending, as bundlers have it.
const hook = `export async function resolve(name, context, next) {
  if (name.startsWith(".") && !name.endsWith(".js") && context.parentURL?.includes("/@openid/appauth/")) {
    return next(name + ".js", context).catch(() => next(name + "/index.js", context));
  }
  return next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
const appauth = await import("@openid/appauth");
const { NodeCrypto } = await import("@openid/appauth/built/src/node_support/crypto_utils.js");
const { NodeRequestor } = await import("@openid/appauth/built/src/node_support/node_requestor.js");
const { BasicQueryStringUtils } = await import("@openid/appauth/built/src/query_string_utils.js");

// What a caller can learn of an error without reading prose.
function told(error) {
  const { name, code, error: word, error_description, status, message } = error;
  return { name, code, error: word, error_description, status, message };
}

const libraries = {
  "openid-client": {
    async discover(at) {
      const ways = {
        client_secret_basic: () => high.ClientSecretBasic(at.secret),
        client_secret_post: () => high.ClientSecretPost(at.secret),
        none: () => high.None(),
      };
      const options = { execute: [high.allowInsecureRequests] };
      this.config = await high.discovery(new URL(at.issuer), at.client_id, {}, ways[at.way](), options);
      this.options = at.dpop && { DPoP: high.getDPoPHandle(this.config, await high.randomDPoPKeyPair(at.dpop)) };
      return this.config.serverMetadata();
    },
    async begin({ par, ...params }) {
      const pkceCodeVerifier = high.randomPKCECodeVerifier();
      this.checks = { pkceCodeVerifier, expectedState: high.randomState(), expectedNonce: high.randomNonce(), idTokenExpected: true };
      const given = {
        code_challenge: await high.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: "S256",
        state: this.checks.expectedState,
        nonce: this.checks.expectedNonce,
        ...params,
      };
      const url = par
        ? await high.buildAuthorizationUrlWithPAR(this.config, given, this.options)
        : high.buildAuthorizationUrl(this.config, given);
      return url.href;
    },
    async finish({ url }) {
      const tokens = await high.authorizationCodeGrant(this.config, new URL(url), this.checks, undefined, this.options);
      return { ...tokens, claims: tokens.claims() };
    },
    async userinfo({ access_token, sub }) {
      return high.fetchUserInfo(this.config, access_token, sub, this.options);
    },
    async refresh({ refresh_token }) {
      return high.refreshTokenGrant(this.config, refresh_token, undefined, this.options);
    },
    async ask(params) {
      this.asked = await high.initiateDeviceAuthorization(this.config, params);
      return this.asked;
    },
    async wait() {
      const tokens = await high.pollDeviceAuthorizationGrant(this.config, this.asked, undefined, this.options);
      return { ...tokens, claims: tokens.claims() };
    },
  },

  oauth4webapi: {
    async discover(at) {
      const ways = {
        client_secret_basic: () => low.ClientSecretBasic(at.secret),
        client_secret_post: () => low.ClientSecretPost(at.secret),
        none: () => low.None(),
      };
      const issuer = new URL(at.issuer);
      this.plain = { [low.allowInsecureRequests]: true };
      this.server = await low.processDiscoveryResponse(issuer, await low.discoveryRequest(issuer, this.plain));
      this.client = { client_id: at.client_id };
      this.way = ways[at.way]();
      this.options = { ...this.plain, ...(at.dpop && { DPoP: low.DPoP(this.client, await low.generateKeyPair(at.dpop)) }) };
      return this.server;
    },
    // A server may ask for a nonce in the proof: it is remembered by the handle, and the request is made again.
    async nonced(ask) {
      try {
        return await ask();
      } catch (error) {
        if (low.isDPoPNonceError(error)) {
          return ask();
        }
        throw error;
      }
    },
    async begin({ par, ...params }) {
      this.verifier = low.generateRandomCodeVerifier();
      [this.state, this.nonce, this.redirect] = [low.generateRandomState(), low.generateRandomNonce(), params.redirect_uri];
      const given = new URLSearchParams({
        client_id: this.client.client_id,
        response_type: "code",
        code_challenge: await low.calculatePKCECodeChallenge(this.verifier),
        code_challenge_method: "S256",
        state: this.state,
        nonce: this.nonce,
        ...params,
      });
      const url = new URL(this.server.authorization_endpoint);
      if (!par) {
        url.search = given;
        return url.href;
      }
      const pushed = await this.nonced(async () => {
        const response = await low.pushedAuthorizationRequest(this.server, this.client, this.way, given, this.options);
        return low.processPushedAuthorizationResponse(this.server, this.client, response);
      });
      url.search = new URLSearchParams({ client_id: this.client.client_id, request_uri: pushed.request_uri });
      return url.href;
    },
    async finish({ url }) {
      const params = low.validateAuthResponse(this.server, this.client, new URL(url), this.state);
      const { server, client, way, redirect, verifier, options } = this;
      const tokens = await this.nonced(async () => {
        const response = await low.authorizationCodeGrantRequest(server, client, way, params, redirect, verifier, options);
        this.answer = response;
        const expected = { expectedNonce: this.nonce, requireIdToken: true };
        return low.processAuthorizationCodeResponse(server, client, response, expected);
      });
      // The library takes the claims for good because they come from the server itself; the signature is an extra.
      await low.validateApplicationLevelSignature(server, this.answer, this.plain);
      return { ...tokens, claims: low.getValidatedIdTokenClaims(tokens) };
    },
    async userinfo({ access_token, sub }) {
      return this.nonced(async () => {
        const response = await low.userInfoRequest(this.server, this.client, access_token, this.options);
        return low.processUserInfoResponse(this.server, this.client, sub, response);
      });
    },
    async refresh({ refresh_token }) {
      return this.nonced(async () => {
        const response = await low.refreshTokenGrantRequest(this.server, this.client, this.way, refresh_token, this.options);
        return low.processRefreshTokenResponse(this.server, this.client, response);
      });
    },
    async ask(params) {
      const response = await low.deviceAuthorizationRequest(this.server, this.client, this.way, params, this.plain);
      this.asked = await low.processDeviceAuthorizationResponse(this.server, this.client, response);
      return this.asked;
    },
    async wait() {
      for (let interval = this.asked.interval ?? 5; ; ) {
        await new Promise((done) => setTimeout(done, interval * 1000));
        try {
          const tokens = await this.nonced(async () => {
            const { server, client, way, asked, options } = this;
            const response = await low.deviceCodeGrantRequest(server, client, way, asked.device_code, options);
            return low.processDeviceCodeResponse(server, client, response);
          });
          return { ...tokens, claims: low.getValidatedIdTokenClaims(tokens) };
        } catch (error) {
          if (error.error === "slow_down") {
            interval += 5;
          } else if (error.error !== "authorization_pending") {
            throw error;
          }
        }
      }
    },
  },

  // A program of a person's own: it is public, and says the secret, where it has one, as one more parameter.
  appauth: {
    async discover(at) {
      this.at = at;
      this.requestor = new NodeRequestor();
      this.server = await appauth.AuthorizationServiceConfiguration.fetchFromIssuer(at.issuer, this.requestor);
      return this.server.toJson();
    },
    async begin({ redirect_uri, scope, ...extras }) {
      const crypto = new NodeCrypto();
      const fields = { client_id: this.at.client_id, redirect_uri, scope, response_type: "code", extras };
      this.request = new appauth.AuthorizationRequest(fields, crypto);
      await this.request.setupCodeVerifier();
      const handler = new appauth.AuthorizationRequestHandler(new BasicQueryStringUtils(), crypto);
      return handler.buildRequestUrl(this.server, this.request);
    },
    async grant(more) {
      const secret = this.at.secret && { client_secret: this.at.secret };
      const { extras, ...fields } = more;
      const request = new appauth.TokenRequest({ client_id: this.at.client_id, ...fields, extras: { ...extras, ...secret } });
      const response = await new appauth.BaseTokenRequestHandler(this.requestor).performTokenRequest(this.server, request);
      return response.toJson();
    },
    async finish({ url }) {
      const given = new URL(url).searchParams;
      if (given.get("state") !== this.request.state) {
        throw new Error("another state");
      }
      if (given.has("error")) {
        throw { error: given.get("error"), error_description: given.get("error_description") };
      }
      const extras = { code_verifier: this.request.internal.code_verifier };
      const { redirectUri: redirect_uri } = this.request;
      return this.grant({ grant_type: appauth.GRANT_TYPE_AUTHORIZATION_CODE, redirect_uri, code: given.get("code"), extras });
    },
    async refresh({ refresh_token }) {
      return this.grant({ grant_type: appauth.GRANT_TYPE_REFRESH_TOKEN, redirect_uri: this.request.redirectUri, refresh_token });
    },
  },
};

const [name] = process.argv.slice(2);
if (name !== "ready") {
  const library = libraries[name];
  for await (const line of createInterface({ input: process.stdin })) {
    const { verb, ...given } = JSON.parse(line);
    const answer = await library[verb](given).then(
      (answer) => ({ answer: answer ?? null }),
      (error) => ({ error: told(error) }),
    );
    console.log(JSON.stringify(answer));
  }
}
