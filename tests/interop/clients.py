"""Clients and services in Python, for tests/interop/serving: no code of mintage.

    clients.py authlib              a session of Authlib
    clients.py requests-oauthlib    a session of requests-oauthlib
    clients.py pyjwt JWKS_URI       PyJWT, which fetches the keys

A request is a line of JSON, and so is its answer: {"answer"} or {"error"}. The sessions know the verbs of node/clients.mjs,
but for proofs; `audience` is whom Authlib's assertion is for. PyJWT is asked with a token a line.
"""

import json
import os
import sys

import jwt
import requests
from authlib.integrations.requests_client import OAuth2Session as Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc.jwk import ECKey
from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth2Session as OtherSession

# Both refuse http, also to this machine.
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"


def metadata(issuer):
    answer = requests.get(issuer + "/.well-known/openid-configuration", timeout=10)
    answer.raise_for_status()
    return answer.json()


class Authlib:
    def discover(self, issuer, client_id, way, secret=None, jwk=None, alg=None, audience=None):
        self.server = metadata(issuer)
        self.session = Session(
            client_id,
            secret if jwk is None else ECKey.import_key(jwk),
            token_endpoint_auth_method=way,
            revocation_endpoint_auth_method=way,
            token_endpoint=self.server["token_endpoint"],
        )
        if way == "private_key_jwt":
            # Without an audience it names the endpoint that it asks, as OpenID Connect had it.
            self.session.register_client_auth_method(PrivateKeyJWT(audience, headers={"kid": jwk["kid"]}, alg=alg))
        return self.server

    def client_credentials(self, **params):
        return self.session.fetch_token(grant_type="client_credentials", **params)

    def refresh(self, refresh_token, **params):
        return self.session.refresh_token(refresh_token=refresh_token, **params)

    def introspect(self, token):
        return self._json(self.session.introspect_token(self.server["introspection_endpoint"], token=token))

    def revoke(self, token):
        answer = self.session.revoke_token(self.server["revocation_endpoint"], token=token)
        return None if answer.ok else self._json(answer)

    @staticmethod
    def _json(answer):
        answer.raise_for_status()
        return answer.json()


class RequestsOAuthlib:
    def discover(self, issuer, client_id, way, secret=None):
        self.server = metadata(issuer)
        self.session = OtherSession(client=BackendApplicationClient(client_id=client_id))
        self.client_id, self.secret, self.way = client_id, secret, way
        return self.server

    def client_credentials(self, **params):
        shown = self._shown()
        if "auth" not in shown:
            # In the body it writes the client_id and no secret, unless told so.
            shown = {"include_client_id": True, "client_secret": self.secret}
        return self.session.fetch_token(self.server["token_endpoint"], **shown, **params)

    def refresh(self, refresh_token, **params):
        return self.session.refresh_token(
            self.server["token_endpoint"], refresh_token=refresh_token, **self._shown(), **params
        )

    def revoke(self, token):
        client = self.session._client
        url, headers, body = client.prepare_token_revocation_request(self.server["revocation_endpoint"], token)
        answer = requests.post(url, headers=headers, data=body, auth=(self.client_id, self.secret), timeout=10)
        answer.raise_for_status()

    def _shown(self):
        if self.way == "client_secret_basic":
            return {"auth": (self.client_id, self.secret)}
        return {"client_id": self.client_id, "client_secret": self.secret}


class PyJwt:
    def __init__(self, uri):
        # Its default waits for 30 seconds after a fetch until a key that it does not know makes it fetch again.
        self.keys = jwt.PyJWKClient(uri, cooldown_duration=0)

    def verify(self, token):
        key = self.keys.get_signing_key_from_jwt(token)
        return jwt.decode(token, key, options={"verify_aud": False})


def told(error):
    status = getattr(getattr(error, "response", None), "status_code", getattr(error, "status_code", None))
    word, description = getattr(error, "error", None), getattr(error, "description", None)
    return {"name": type(error).__name__, "error": word, "error_description": description, "status": status, "message": str(error)}


if __name__ == "__main__":
    name, *args = sys.argv[1:]
    peer = {"authlib": Authlib, "requests-oauthlib": RequestsOAuthlib, "pyjwt": PyJwt}[name](*args)
    for line in sys.stdin:
        if name == "pyjwt":
            verb, given = "verify", {"token": line.strip()}
        else:
            given = json.loads(line)
            verb = given.pop("verb")
        try:
            answer = {"answer": getattr(peer, verb)(**given)}
        except Exception as error:  # noqa: BLE001, what a library raises is what is shown
            answer = {"error": told(error)}
        print(json.dumps(answer), flush=True)
