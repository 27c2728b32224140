// Express behind express-oauth2-jwt-bearer. Written by `mintage verifier-config express`.
// npm install express express-oauth2-jwt-bearer
import express from "express";
import { {{imports}} } from "express-oauth2-jwt-bearer";

const guard = auth({
  issuer: {{issuer}},
  jwksUri: {{jwks}},
  audience: {{audiences}},
  // One algorithm, whatever a header says.
  tokenSigningAlg: {{alg}},
  // An access token of RFC 9068, by its typ and its claims: an ID token opens no API.
  strict: true,
  clockTolerance: 0,
});

const app = express();
app.use(guard);
{{scopes}}app.get("/orders", (request, response) => response.json({ of: request.auth.payload.sub }));
app.listen(process.env.PORT ?? 3000);
