// A resource server in JavaScript, for tests/interop/node.rs: the `jose` package, and no code of mintage.
//
//   check.mjs ready                    nothing, if `jose` is installed
//   check.mjs verify JWKS TOKEN ALG    the header and claims of an access token, if jose accepts it
//   check.mjs set JWKS SET ALG AUD     the claims of a security event token, if jose accepts it
//   check.mjs suite JWKS FOLDER ALG... for each flaw of a folder of test tokens, the code of the error, or null if jose
//                                      accepts the token at its strictest settings
//   check.mjs thumbprint PEM           the RFC 7638 thumbprint of a public key
//   check.mjs pem ALG                  a new key in PEM: its private half as OpenSSL writes it, and its public one
//   check.mjs public PEM               the public half of a private key, in PEM
//   check.mjs generate ALG             a new key: its private and public JWK, and its thumbprint
//   check.mjs seal JWK ALG ENC PASS    a JWK under a passphrase: compact and as an object
//   check.mjs sign JWK ALG             an access token, signed with a private JWK and under its kid
//
// Files are named by path. The answer is JSON; a refusal is the code of jose's error on stderr, and exit 1.

import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";

import {
  calculateJwkThumbprint,
  CompactEncrypt,
  createLocalJWKSet,
  exportJWK,
  FlattenedEncrypt,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
} from "jose";

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
  async set(jwks, token, algorithm, audience) {
    const keys = createLocalJWKSet(JSON.parse(read(jwks)));
    const { payload } = await jwtVerify(read(token).trim(), keys, {
      algorithms: [algorithm],
      issuer: "https://auth.localhost",
      audience,
      typ: "secevent+jwt",
      requiredClaims: ["iat", "jti", "events", "sub_id"],
    });
    return payload;
  },
  async suite(jwks, folder, ...algorithms) {
    const keys = createLocalJWKSet(JSON.parse(read(jwks)));
    const strict = {
      algorithms,
      issuer: "https://auth.localhost",
      audience: "https://api.localhost",
      typ: "at+jwt",
      requiredClaims: ["sub", "exp", "iat", "nbf", "jti", "client_id"],
      maxTokenAge: "1h",
      clockTolerance: 0,
    };
    const answers = {};
    for (const { file, flaw } of JSON.parse(read(`${folder}/manifest.json`)).tokens) {
      const refusal = await jwtVerify(read(`${folder}/${file}`), keys, strict).then(
        () => null,
        (error) => error.code ?? String(error),
      );
      answers[flaw] = refusal;
    }
    return answers;
  },
  async thumbprint(pem) {
    return calculateJwkThumbprint(await exportJWK(createPublicKey(read(pem))));
  },
  async pem(algorithm) {
    const pair = generateKeyPairSync(algorithm.toLowerCase());
    return {
      private: pair.privateKey.export({ type: "pkcs8", format: "pem" }),
      public: pair.publicKey.export({ type: "spki", format: "pem" }),
    };
  },
  async public(pem) {
    return createPublicKey(read(pem)).export({ type: "spki", format: "pem" });
  },
  async generate(algorithm) {
    const pair = await generateKeyPair(algorithm, { extractable: true });
    const [secret, open] = [await exportJWK(pair.privateKey), await exportJWK(pair.publicKey)];
    return { private: secret, public: open, thumbprint: await calculateJwkThumbprint(open) };
  },
  async seal(jwk, alg, enc, passphrase) {
    const [text, secret] = [new TextEncoder().encode(read(jwk)), new TextEncoder().encode(passphrase)];
    return {
      compact: await new CompactEncrypt(text).setProtectedHeader({ alg, enc, cty: "jwk+json" }).encrypt(secret),
      object: JSON.stringify(await new FlattenedEncrypt(text).setProtectedHeader({ alg, enc }).encrypt(secret)),
    };
  },
  async sign(jwk, algorithm) {
    const key = JSON.parse(read(jwk));
    return new SignJWT({ client_id: "node" })
      .setProtectedHeader({ alg: algorithm, typ: "at+jwt", kid: key.kid })
      .setIssuer("https://auth.localhost")
      .setAudience("https://api.localhost")
      .setSubject("alice")
      .setJti("of-node")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(await importJWK(key, algorithm));
  },
};

const [verb, ...args] = process.argv.slice(2);
try {
  console.log(JSON.stringify((await verbs[verb](...args)) ?? null));
} catch (error) {
  console.error(error.code ?? String(error));
  process.exitCode = 1;
}
