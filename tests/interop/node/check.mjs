// A resource server in JavaScript, for tests/interop/node.rs: the `jose` package, and no code of mintage.
//
//   check.mjs ready                    nothing, if `jose` is installed
//   check.mjs verify JWKS TOKEN ALG    the header and claims of an access token, if jose accepts it
//   check.mjs thumbprint PEM           the RFC 7638 thumbprint of a public key
//
// Files are named by path. The answer is JSON; a refusal is the code of jose's error on stderr, and exit 1.

import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";

import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, jwtVerify } from "jose";

const read = (path) => readFileSync(path, "utf8");

const verbs = {
  async ready() {},
  async verify(jwks, token, algorithm) {
    const keys = createLocalJWKSet(JSON.parse(read(jwks)));
    const { payload, protectedHeader } = await jwtVerify(read(token), keys, {
      algorithms: [algorithm],
      issuer: "https://auth.localhost",
      audience: "https://api.localhost",
      typ: "at+jwt",
      requiredClaims: ["sub", "exp", "iat", "jti", "client_id"],
    });
    return { header: protectedHeader, claims: payload };
  },
  async thumbprint(pem) {
    return calculateJwkThumbprint(await exportJWK(createPublicKey(read(pem))));
  },
};

const [verb, ...args] = process.argv.slice(2);
try {
  console.log(JSON.stringify((await verbs[verb](...args)) ?? null));
} catch (error) {
  console.error(error.code ?? String(error));
  process.exitCode = 1;
}
