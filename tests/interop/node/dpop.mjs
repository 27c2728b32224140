// Clients and a resource server that take DPoP (RFC 9449), for tests/interop/dpop.rs: `oauth4webapi` and `jose`, and no code of
// mintage.
//
//   dpop.mjs ready                              nothing, if both are installed
//   dpop.mjs prove JWK ALG TOKEN METHOD URL     proofs by a private JWK: of jose, and of oauth4webapi where it can
//   dpop.mjs accept JWKS TOKEN METHOD URL PROOF the claims of a token that oauth4webapi accepts with a proof
//   dpop.mjs suite JWKS FOLDER                  for each token of a folder that is shown with a proof, the code of the error, or
//                                               null if oauth4webapi accepts it
//
// Files are named by path. The answer is JSON; a refusal is the code of the error on stderr, and exit 1.

import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { importJWK, SignJWT } from "jose";
import * as oauth from "oauth4webapi";

const read = (path) => readFileSync(path, "utf8").trim();

const publicHalf = ({ d, p, q, dp, dq, qi, priv, ...rest }) => rest;

async function ofJose(jwk, alg, token, method, url) {
  const { kty, crv, x, y, n, e } = jwk;
  const claims = { jti: randomUUID(), htm: method, htu: url, ath: createHash("sha256").update(token).digest("base64url") };
  return new SignJWT(claims)
    .setProtectedHeader({ typ: "dpop+jwt", alg, jwk: JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) })
    .setIssuedAt()
    .sign(await importJWK(jwk, alg));
}

async function ofClient(jwk, alg, token, method, url) {
  const pair = {
    privateKey: await importJWK(jwk, alg),
    publicKey: await importJWK(publicHalf(jwk), alg, { extractable: true }),
  };
  let proof = null;
  const fetched = async (_, request) => {
    proof = new Headers(request.headers).get("dpop");
    return new Response("");
  };
  const options = { DPoP: oauth.DPoP({ client_id: "node" }, pair), [oauth.customFetch]: fetched };
  await oauth.protectedResourceRequest(token, method, new URL(url), undefined, undefined, options);
  return proof;
}

async function validate(jwks, token, method, url, proof) {
  const as = { issuer: "https://auth.localhost", jwks_uri: "https://auth.localhost/jwks.json" };
  const headers = { authorization: `DPoP ${token}` };
  if (proof !== undefined) {
    headers.dpop = proof;
  }
  const fetched = async () => new Response(read(jwks), { headers: { "content-type": "application/json" } });
  const request = new Request(url, { method, headers });
  return oauth.validateJwtAccessToken(as, request, "https://api.localhost", { [oauth.customFetch]: fetched });
}

const verbs = {
  async ready() {},
  async prove(file, alg, token, method, url) {
    const [jwk, text] = [JSON.parse(read(file)), read(token)];
    return {
      jose: await ofJose(jwk, alg, text, method, url),
      client: await ofClient(jwk, alg, text, method, url),
    };
  },
  async accept(jwks, token, method, url, proof) {
    return validate(jwks, read(token), method, url, read(proof));
  },
  async suite(jwks, folder) {
    const answers = {};
    for (const { file, flaw, shown } of JSON.parse(read(`${folder}/manifest.json`)).tokens) {
      if (shown !== undefined) {
        const proof = shown.file === undefined ? undefined : read(`${folder}/${shown.file}`);
        answers[flaw] = await validate(jwks, read(`${folder}/${file}`), shown.method, shown.url, proof).then(
          () => null,
          (error) => error.code ?? String(error),
        );
      }
    }
    return answers;
  },
};

const [verb, ...args] = process.argv.slice(2);
try {
  console.log(JSON.stringify((await verbs[verb](...args)) ?? null));
} catch (error) {
  console.error(error.code ?? String(error));
  process.exitCode = 1;
}
