"""APIs that verify tokens badly, each in one way, for tests/interop/serving: no code of mintage.

    weak.py WAY ISSUER AUDIENCE FOLDER    prints its port, and answers 200 to a token that it takes and 401 to any other

FOLDER has public.pem, the key of the issuer. Each way is a mistake that somebody made: the notes say which.
"""

import base64
import hashlib
import hmac
import json
import sqlite3
import subprocess
import sys
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jwt
from cryptography import x509

WAY, ISSUER, AUDIENCE, FOLDER = sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4])
KEY = (FOLDER / "public.pem").read_text()
REQUIRED = ["exp", "iss", "aud"]


def part(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def parts(token):
    header, payload, signature = token.split(".")
    return json.loads(part(header)), json.loads(part(payload)), part(signature), f"{header}.{payload}".encode()


def right(token, key=KEY, **options):
    """As it should be, but for what a way changes."""
    options = {"audience": AUDIENCE, "issuer": ISSUER, "options": {"require": REQUIRED}} | options
    return jwt.decode(token, key, algorithms=["RS256"], **options)


def checked(claims):
    """The claims alone: somebody else has looked at the signature."""
    if claims["iss"] != ISSUER or AUDIENCE not in [claims["aud"]]:
        raise jwt.InvalidTokenError("not for us")
    if claims["exp"] <= time.time():
        raise jwt.ExpiredSignatureError("over")
    return claims


def by_secret(token, secret):
    """HS256 by hand, as libraries did that took any key for any algorithm."""
    header, claims, signature, signed = parts(token)
    if header["alg"] != "HS256" or not hmac.compare_digest(hmac.digest(secret, signed, hashlib.sha256), signature):
        raise jwt.InvalidSignatureError("not ours")
    return checked(claims)


def unsigned(token):
    """A library of 2015: alg none needs no signature."""
    header, claims, _, _ = parts(token)
    return checked(claims) if header["alg"].lower() == "none" else right(token)


def confused(token):
    """One function for all algorithms, and one key: the public one becomes a secret."""
    header, *_ = parts(token)
    return by_secret(token, KEY.encode()) if header["alg"] == "HS256" else right(token)


def decoded(token):
    """It decodes, and does not verify."""
    return checked(parts(token)[1])


def endless(token):
    """exp is not looked at."""
    return right(token, options={"verify_exp": False, "require": ["iss", "aud"]})


def anybodys(token):
    """aud is not looked at."""
    return right(token, audience=None, options={"verify_aud": False, "require": ["exp", "iss"]})


def looked_up(token):
    """Keys are files, named by kid."""
    header, *_ = parts(token)
    path = FOLDER / header["kid"]
    if not path.exists():
        return right(token)
    return by_secret(token, path.read_bytes())


def queried(token):
    """Keys are rows, and the query is put together as text."""
    header, *_ = parts(token)
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE keys (kid TEXT, secret TEXT)")
        found = db.execute(f"SELECT secret FROM keys WHERE kid = '{header['kid']}'").fetchone()
    return by_secret(token, found[0].encode()) if found else right(token)


def shelled(token):
    """Keys are read by a command that is put together as text."""
    header, *_ = parts(token)
    found = subprocess.run(f"cat {FOLDER}/{header['kid']}.pem", shell=True, capture_output=True, timeout=10).stdout
    return by_secret(token, found) if found else right(token)


def led(token):
    """The token says where its keys are."""
    header, *_ = parts(token)
    if "jku" not in header:
        return right(token)
    with urllib.request.urlopen(header["jku"], timeout=5) as answer:
        key = jwt.PyJWK(json.load(answer)["keys"][0], algorithm="RS256")
    return right(token, key)


def lured(token):
    """x5u is fetched, as for a log, before anything is known of the token."""
    header, *_ = parts(token)
    if "x5u" in header:
        with urllib.request.urlopen(header["x5u"], timeout=5) as answer:
            x509.load_pem_x509_certificate(answer.read())
    return right(token)


def blind(token):
    """Who comes so far has been looked at by somebody else, one thinks."""
    return token


WAYS = {way.__name__: way for way in [right, unsigned, confused, decoded, endless, anybodys, looked_up, queried, shelled, led, lured, blind]}


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            WAYS[WAY](token)
            status = 200
        except Exception:  # Whatever is wrong with a token is no reason to break.
            status = 401
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    service = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    print(service.server_address[1], flush=True)
    service.serve_forever()
