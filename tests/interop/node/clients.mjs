// Clients of an authority, for tests/interop/serving: openid-client and oauth4webapi, and no code of mintage.
//
//   clients.mjs ready      nothing, if both are installed
//   clients.mjs LIBRARY    reads a request a line, and answers each with a line: {"answer"} or {"error"}
//
// A request is JSON with the member `verb`:
//   discover          issuer, client_id, and how the client shows who it is: `way` with `secret`, or `jwk` and `alg`; `dpop`: the
//                     algorithm of its proofs. Answers the metadata, and all that follows is asked of that server
//   client_credentials, refresh, grant    parameters of the token endpoint; the answer of the library
//   introspect, revoke                    token
//   bound             METHOD and URL of a resource that is asked with the token and a proof; its status

import { createInterface } from "node:readline";

import { importJWK } from "jose";
import * as low from "oauth4webapi";
import * as high from "openid-client";

const key = async ({ jwk, alg }) => ({ key: await importJWK(jwk, alg), kid: jwk.kid });

// What a caller can learn of an error without reading prose.
function told(error) {
  const { name, code, error: word, error_description, status, message } = error;
  const challenges = Array.isArray(error.cause) ? error.cause : undefined;
  return { name, code, error: word, error_description, status, message, challenges };
}

const libraries = {
  "openid-client": {
    async discover(at) {
      const ways = {
        client_secret_basic: () => high.ClientSecretBasic(at.secret),
        client_secret_post: () => high.ClientSecretPost(at.secret),
        private_key_jwt: async () => high.PrivateKeyJwt(await key(at)),
        none: () => high.None(),
      };
      const options = { algorithm: at.kind ?? "oidc", execute: [high.allowInsecureRequests] };
      this.config = await high.discovery(new URL(at.issuer), at.client_id, {}, await ways[at.way](), options);
      this.options = at.dpop && { DPoP: high.getDPoPHandle(this.config, await high.randomDPoPKeyPair(at.dpop)) };
      return this.config.serverMetadata();
    },
    client_credentials: async function (params) {
      return high.clientCredentialsGrant(this.config, params, this.options);
    },
    async refresh({ refresh_token, ...params }) {
      return high.refreshTokenGrant(this.config, refresh_token, params, this.options);
    },
    async grant({ grant_type, ...params }) {
      return high.genericGrantRequest(this.config, grant_type, params, this.options);
    },
    async introspect({ token, ...params }) {
      return high.tokenIntrospection(this.config, token, params);
    },
    async revoke({ token, ...params }) {
      return high.tokenRevocation(this.config, token, params);
    },
    async bound({ token, method, url }) {
      const answer = await high.fetchProtectedResource(this.config, token, new URL(url), method, undefined, undefined, this.options);
      return answer.status;
    },
  },

  oauth4webapi: {
    async discover(at) {
      const ways = {
        client_secret_basic: () => low.ClientSecretBasic(at.secret),
        client_secret_post: () => low.ClientSecretPost(at.secret),
        private_key_jwt: async () => low.PrivateKeyJwt(await key(at)),
        none: () => low.None(),
      };
      const issuer = new URL(at.issuer);
      this.plain = { [low.allowInsecureRequests]: true };
      const response = await low.discoveryRequest(issuer, { algorithm: at.kind ?? "oauth2", ...this.plain });
      this.server = await low.processDiscoveryResponse(issuer, response);
      this.client = { client_id: at.client_id };
      this.way = await ways[at.way]();
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
    client_credentials: async function (params) {
      return this.nonced(async () => {
        const response = await low.clientCredentialsGrantRequest(this.server, this.client, this.way, params, this.options);
        return low.processClientCredentialsResponse(this.server, this.client, response);
      });
    },
    async refresh({ refresh_token, ...additionalParameters }) {
      return this.nonced(async () => {
        const options = { ...this.options, additionalParameters };
        const response = await low.refreshTokenGrantRequest(this.server, this.client, this.way, refresh_token, options);
        return low.processRefreshTokenResponse(this.server, this.client, response);
      });
    },
    async grant({ grant_type, ...params }) {
      return this.nonced(async () => {
        const response = await low.genericTokenEndpointRequest(this.server, this.client, this.way, grant_type, params, this.options);
        return low.processGenericTokenEndpointResponse(this.server, this.client, response);
      });
    },
    async introspect({ token, ...additionalParameters }) {
      const options = { ...this.plain, additionalParameters };
      const response = await low.introspectionRequest(this.server, this.client, this.way, token, options);
      return low.processIntrospectionResponse(this.server, this.client, response);
    },
    async revoke({ token, ...additionalParameters }) {
      const options = { ...this.plain, additionalParameters };
      return low.processRevocationResponse(await low.revocationRequest(this.server, this.client, this.way, token, options));
    },
    async bound({ token, method, url }) {
      return (await low.protectedResourceRequest(token, method, new URL(url), undefined, undefined, this.options)).status;
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
