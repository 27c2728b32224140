// A service that verifies tokens with keys that it fetches, for tests/interop/serving: no code of mintage.
//
//   drill.mjs ready                nothing, if all of it is installed
//   drill.mjs LIBRARY JWKS_URI     prints its port, and answers 200 to a token that it takes and 401 to any other

import { createPublicKey } from "node:crypto";
import { createServer } from "node:http";

import { createRemoteJWKSet, jwtVerify } from "jose";
import jwksRsa from "jwks-rsa";

const ofClient = (client) => async ({ kid }) => createPublicKey((await client.getSigningKey(kid)).getPublicKey());

const libraries = {
  // 30 seconds, where nothing is said: the same, and more to wait for.
  jose: (uri) => createRemoteJWKSet(new URL(uri), { cooldownDuration: 5_000 }),
  "jwks-rsa": (jwksUri) => ofClient(jwksRsa({ jwksUri })),
  "jwks-rsa-limited": (jwksUri) => ofClient(jwksRsa({ jwksUri, rateLimit: true, jwksRequestsPerMinute: 10 })),
};

const [name, uri] = process.argv.slice(2);
if (name !== "ready") {
  const keys = libraries[name](uri);
  const service = createServer(async (request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    const taken = await jwtVerify(token, keys, { audience: "orders", algorithms: ["ES256"] }).then(
      () => true,
      () => false,
    );
    response.writeHead(taken ? 200 : 401).end();
  });
  service.listen(0, "127.0.0.1", () => console.log(service.address().port));
}
