"""Clients that people log in with, in Python, for tests/interop/serving: Authlib, requests-oauthlib and idpyoidc, and no code of mintage.

    logins.py authlib | requests-oauthlib | idpyoidc

A request is a line of JSON, and so is its answer: {"answer"} or {"error"}. The verbs are those of node/logins.mjs.
"""

import json
import os
import sys
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session as Session
from idpyoidc.client.defaults import DEFAULT_OIDC_SERVICES
from idpyoidc.client.rp_handler import RPHandler
from joserfc import jwt
from joserfc.jwk import KeySet
from requests_oauthlib import OAuth2Session as OtherSession

# Both refuse http, also to this machine.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def metadata(issuer):
    answer = requests.get(issuer + "/.well-known/openid-configuration", timeout=30)
    answer.raise_for_status()
    return answer.json()


class Authlib:
    def discover(self, issuer, client_id, way, secret=None):
        self.server = metadata(issuer)
        self.session = Session(client_id, secret, token_endpoint_auth_method=way, code_challenge_method="S256")
        return self.server

    def begin(self, redirect_uri, scope):
        self.session.redirect_uri, self.session.scope = redirect_uri, scope
        self.verifier, self.nonce = generate_token(48), generate_token(20)
        url, self.state = self.session.create_authorization_url(
            self.server["authorization_endpoint"], code_verifier=self.verifier, nonce=self.nonce
        )
        return url

    def finish(self, url):
        token = self.session.fetch_token(
            self.server["token_endpoint"], authorization_response=url, state=self.state, code_verifier=self.verifier
        )
        return self.told(token, self.nonce)

    def told(self, token, nonce=None):
        keys = KeySet.import_key_set(requests.get(self.server["jwks_uri"], timeout=30).json())
        claims = jwt.decode(token["id_token"], keys, algorithms=["ES256", "RS256"]).claims
        wanted = {"iss": {"essential": True, "value": self.server["issuer"]}, "aud": {"essential": True, "value": self.session.client_id}}
        jwt.JWTClaimsRegistry(**wanted).validate(claims)
        assert claims.get("nonce") == nonce
        return {**token, "claims": claims}

    def refresh(self, refresh_token):
        return self.session.refresh_token(self.server["token_endpoint"], refresh_token=refresh_token)

    def ask(self, **params):
        form = {"client_id": self.session.client_id, **params}
        answer = requests.post(self.server["device_authorization_endpoint"], data=form, auth=self.shown(), timeout=30)
        answer.raise_for_status()
        self.code = answer.json()["device_code"]
        return answer.json()

    def shown(self):
        secret = self.session.client_secret
        return (self.session.client_id, secret) if secret else None

    def poll(self):
        url = self.server["token_endpoint"]
        return self.told(self.session.fetch_token(url, grant_type=DEVICE, device_code=self.code))


class RequestsOAuthlib:
    def discover(self, issuer, client_id, way, secret=None):
        self.server, self.client_id, self.secret = metadata(issuer), client_id, secret
        return self.server

    def begin(self, redirect_uri, scope):
        self.session = OtherSession(self.client_id, redirect_uri=redirect_uri, scope=scope.split(), pkce="S256")
        return self.session.authorization_url(self.server["authorization_endpoint"])[0]

    def finish(self, url):
        return self.session.fetch_token(self.server["token_endpoint"], authorization_response=url, client_secret=self.secret)

    def refresh(self, refresh_token):
        auth = (self.client_id, self.secret)
        return self.session.refresh_token(self.server["token_endpoint"], refresh_token=refresh_token, auth=auth)


class Idpyoidc:
    def discover(self, issuer, client_id, way, secret=None):
        self.at = {"issuer": issuer, "client_id": client_id, "client_secret": secret, "token_endpoint_auth_methods_supported": [way]}
        return {}

    def begin(self, redirect_uri, scope):
        pkce = {"code_challenge_length": 64, "code_challenge_method": "S256"}
        client = {
            **self.at,
            "client_type": "oidc",
            "redirect_uris": [redirect_uri],
            "response_types_supported": ["code"],
            "scopes_supported": scope.split(),
            "services": {name: DEFAULT_OIDC_SERVICES[name] for name in SERVICES},
            "add_ons": {"pkce": {"function": "idpyoidc.client.oauth2.add_on.pkce.add_support", "kwargs": pkce}},
        }
        keys = {"key_defs": [{"type": "EC", "crv": "P-256", "use": ["sig"]}]}
        self.party = RPHandler("http://127.0.0.1", client_configs={"it": client}, httpc_params={"timeout": 30}, key_conf=keys)
        return self.party.begin(issuer_id="it")

    def finish(self, url):
        given = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        done = self.party.finalize(self.at["issuer"], given)
        if "error" in done:
            raise RuntimeError(str(done))
        return {"access_token": done["token"], "claims": done["id_token"].to_dict()}


SERVICES = ["discovery", "registration", "authorization", "access_token", "refresh_access_token"]


def told(error):
    return {"name": type(error).__name__, "error": getattr(error, "error", None), "message": str(error)}


library = {"authlib": Authlib, "requests-oauthlib": RequestsOAuthlib, "idpyoidc": Idpyoidc}[sys.argv[1]]()
for line in sys.stdin:
    given = json.loads(line)
    try:
        answer = {"answer": getattr(library, given.pop("verb"))(**given)}
    except Exception as error:  # noqa: BLE001 — whatever it is, it is told
        answer = {"error": told(error)}
    print(json.dumps(answer), flush=True)
