"""Services in Python, protected by what their users have, for tests/interop/services: no code of mintage.

    services.py rfc9068 JWKS TOKEN ISSUER AUDIENCE SCOPE   a resource server of Authlib, for access tokens of RFC 9068
    services.py idtoken JWKS TOKEN ISSUER AUDIENCE NONCE   an OpenID Connect client of Authlib, for ID tokens; NONCE may be empty
    services.py claims JWKS TOKEN OPTIONS                  Authlib, with its claims options as JSON
    services.py pyjwt JWKS TOKEN OPTIONS                   PyJWT, with the arguments of its decode as JSON

Files are named by path. The answer is the claims, as JSON; a refusal is said on stderr, and exit 1.
"""

import json
import sys

import jwt as pyjwt_
from authlib.oauth2.claims import JWTClaims
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oauth2.rfc9068 import JWTBearerTokenValidator
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


def rfc9068(jwks, token, issuer, audience, scope):
    class Validator(JWTBearerTokenValidator):
        def get_jwks(self):
            return KeySet.import_key_set(json.loads(read(jwks)))

    validator = Validator(issuer, audience)
    claims = validator.authenticate_token(read(token))
    validator.validate_token(claims, [scope], None)
    return claims


def idtoken(jwks, token, issuer, audience, nonce):
    decoded = jwt.decode(read(token), KeySet.import_key_set(json.loads(read(jwks))))
    params = {"client_id": audience} | ({"nonce": nonce} if nonce else {})
    options = {name: {"essential": True, "value": value} for name, value in {"iss": issuer, "aud": audience}.items()}
    claims = CodeIDToken(decoded.claims, decoded.header, options, params)
    claims.validate()
    return claims


def claims(jwks, token, options):
    decoded = jwt.decode(read(token), KeySet.import_key_set(json.loads(read(jwks))))
    found = JWTClaims(decoded.claims, decoded.header, json.loads(options))
    found.validate()
    return found


def pyjwt(jwks, token, options):
    token = read(token)
    keys = pyjwt_.PyJWKSet.from_json(read(jwks))
    return pyjwt_.decode(token, keys[pyjwt_.get_unverified_header(token)["kid"]], **json.loads(options))


if __name__ == "__main__":
    verb, *args = sys.argv[1:]
    try:
        answer = {each.__name__: each for each in [rfc9068, idtoken, claims, pyjwt]}[verb](*args)
    except (JoseError, OAuth2Error, pyjwt_.PyJWTError) as error:
        cause = error.__cause__ or error
        sys.exit(f"{type(cause).__name__}: {cause}")
    json.dump(dict(answer), sys.stdout)
