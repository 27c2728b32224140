// An app on express with express-openid-connect, for tests/interop/serving: no code of mintage.
//
//   express.mjs ready                               nothing, if it is installed
//   express.mjs PORT ISSUER CLIENT_ID               an app whose secret is in CLIENT_SECRET, and at whose address is who is logged in

import express from "express";
import openid from "express-openid-connect";

const [port, issuerBaseURL, clientID] = process.argv.slice(2);
if (port !== "ready") {
  const app = express();
  app.use(
    openid.auth({
      issuerBaseURL,
      clientID,
      clientSecret: process.env.CLIENT_SECRET,
      baseURL: `http://127.0.0.1:${port}`,
      secret: "what the cookies of this app are sealed with",
      authRequired: false,
      idpLogout: true,
      authorizationParams: { response_type: "code", scope: "openid read" },
      idTokenSigningAlg: "ES256",
      session: { cookie: { sameSite: "Lax" } },
    }),
  );
  app.get("/", openid.requiresAuth(), (request, response) => {
    const { user, accessToken } = request.oidc;
    response.send(`<title>An app</title>orders of ${user.sub}, as ${accessToken.token_type}`);
  });
  app.listen(Number(port), "127.0.0.1");
}
