// Services in JavaScript that are protected by what their users have, for tests/interop/services: no code of mintage.
//
//   services.mjs ready                                nothing, if all of them are installed
//   services.mjs express TOKEN OPTIONS [PROOF]        a request to an API of Auth0's middleware, which fetches its keys; with a
//                                                     proof of possession where one is given
//   services.mjs cognito JWKS TOKEN POOL USE CLIENT   what aws-jwt-verify says of a token of a user pool
//   services.mjs jose JWKS TOKEN OPTIONS              what jose says, with the options of its jwtVerify
//   services.mjs actions ISSUER TOKEN                 the toolkit of GitHub Actions asks for the token of its job, and for the
//                                                     keys of the issuer
//
// Files are named by path, OPTIONS is JSON. The answer is the claims, as JSON; a refusal is said on stderr, and exit 1.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import { CognitoJwtVerifier } from "aws-jwt-verify";
import { auth } from "express-oauth2-jwt-bearer";
import { createLocalJWKSet, jwtVerify } from "jose";

const read = (path) => readFileSync(path, "utf8").trim();

// The package shows its door to attestations alone, behind which the token is looked at.
const toolkit = () => import(new URL("node_modules/@actions/attest/lib/oidc.js", import.meta.url));

const verbs = {
  async ready() {
    await toolkit();
  },
  async express(token, options, proof) {
    const guard = auth({ clockTolerance: 0, ...JSON.parse(options) });
    const request = {
      method: "GET",
      protocol: "https",
      originalUrl: "/orders",
      headers: {
        host: "api.localhost",
        authorization: `${proof ? "DPoP" : "Bearer"} ${read(token)}`,
        ...(proof && { dpop: read(proof) }),
      },
      query: {},
      get: (name) => request.headers[name.toLowerCase()],
      is: () => false,
    };
    return new Promise((accept, refuse) => {
      const next = (error) => (error ? refuse(error) : accept(request.auth.payload));
      guard(request, { setHeader() {} }, next).catch(refuse);
    });
  },
  async cognito(jwks, token, userPoolId, tokenUse, clientId) {
    const verifier = CognitoJwtVerifier.create({ userPoolId, tokenUse, clientId });
    verifier.cacheJwks(JSON.parse(read(jwks)));
    return verifier.verify(read(token));
  },
  async jose(jwks, token, options) {
    const keys = createLocalJWKSet(JSON.parse(read(jwks)));
    return (await jwtVerify(read(token), keys, JSON.parse(options))).payload;
  },
  async actions(issuer, token) {
    const job = createServer((request, response) => {
      const asked = new URL(request.url, "http://job").searchParams.get("audience");
      const known = request.headers.authorization === "Bearer of-the-job" && asked === "nobody";
      response.writeHead(known ? 200 : 403, { "content-type": "application/json" });
      response.end(known ? JSON.stringify({ value: read(token) }) : "{}");
    });
    await new Promise((ready) => job.listen(0, "127.0.0.1", ready));
    process.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN = "of-the-job";
    process.env.ACTIONS_ID_TOKEN_REQUEST_URL = `http://127.0.0.1:${job.address().port}/?api-version=2.0`;
    // The toolkit masks the token in the log of the job, which is standard output.
    const write = process.stdout.write;
    process.stdout.write = () => true;
    try {
      return await (await toolkit()).getIDTokenClaims(issuer);
    } finally {
      process.stdout.write = write;
      job.close();
      job.closeAllConnections();
    }
  },
};

const [verb, ...args] = process.argv.slice(2);
try {
  console.log(JSON.stringify((await verbs[verb](...args)) ?? null));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
