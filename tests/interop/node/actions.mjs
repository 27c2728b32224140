// A job of GitHub Actions that asks for its token with the official toolkit, for tests/interop/serving: no code of mintage.
//
//   actions.mjs ready                        nothing, if all of it is installed
//   actions.mjs token ISSUER AUDIENCE        getIDToken(AUDIENCE) of @actions/core, judged by jose by the keys that the issuer
//                                            publishes; without an AUDIENCE, getIDToken() and whatever audience it has
//   actions.mjs attest ISSUER                what @actions/attest makes of the token of the job, which it asks for itself
//
// The address and the bearer are in the variables of a job.

import { getIDToken } from "@actions/core";
import { createRemoteJWKSet, jwtVerify } from "jose";

// The toolkit masks the token in the log of the job, which is standard output.
const quiet = async (work) => {
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
};

const verbs = {
  ready() {},
  async token(issuer, audience) {
    const token = await quiet(() => getIDToken(audience));
    const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
    const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ["RS256"], typ: "JWT" });
    return payload;
  },
  async attest(issuer) {
    const oidc = await import(new URL("node_modules/@actions/attest/lib/oidc.js", import.meta.url));
    return quiet(() => oidc.getIDTokenClaims(issuer));
  },
};

const [verb, ...args] = process.argv.slice(2);
try {
  console.log(JSON.stringify((await verbs[verb](...args)) ?? null));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
