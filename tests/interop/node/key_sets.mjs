// Services that fetch the keys of an authority, for tests/interop/serving: jose and jwks-rsa, and no code of mintage.
//
//   key_sets.mjs ready             nothing, if both are installed
//   key_sets.mjs LIBRARY JWKS_URI  reads a token a line, and answers each with a line: {"answer": claims} or {"error"}

import { createPublicKey } from "node:crypto";
import { createInterface } from "node:readline";

import { createRemoteJWKSet, jwtVerify } from "jose";
import jwksRsa from "jwks-rsa";

const libraries = {
  // Its default waits for 30 seconds after a fetch until a key that it does not know makes it fetch again.
  jose: (uri) => createRemoteJWKSet(new URL(uri), { cooldownDuration: 0 }),
  "jwks-rsa": (jwksUri) => {
    const client = jwksRsa({ jwksUri });
    return async ({ kid }) => createPublicKey((await client.getSigningKey(kid)).getPublicKey());
  },
};

const [name, uri] = process.argv.slice(2);
if (name !== "ready") {
  const keys = libraries[name](uri);
  for await (const token of createInterface({ input: process.stdin })) {
    const answer = await jwtVerify(token, keys, { typ: "at+jwt" }).then(
      ({ payload }) => ({ answer: payload }),
      (error) => ({ error: { name: error.name, code: error.code, message: error.message } }),
    );
    console.log(JSON.stringify(answer));
  }
}
