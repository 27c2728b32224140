"""A resource server in Python, for tests/interop/pyjwt.rs: PyJWT and cryptography, and no code of mintage.

    peer.py verify JWKS TOKEN ALG AUDIENCE   the claims of a token, if PyJWT accepts it against the key set
    peer.py revocations JWKS SNAPSHOT ALG    the claims of a revocation snapshot, if PyJWT accepts it against the key set
    peer.py security_event JWKS SET ALG AUD   the claims of a security event token, if PyJWT accepts it and its typ is one's
    peer.py suite JWKS FOLDER AUDIENCE ALG...  for each flaw of a folder of test tokens, the exception, or null if PyJWT
                                               accepts the token at its strictest settings
    peer.py thumbprint PEM                   the RFC 7638 thumbprint of a public key
    peer.py at_hash ALG TOKEN                the at_hash that OpenID Connect Core 3.1.3.6 asks for
    peer.py ml_dsa_verify PEM TOKEN          whether cryptography accepts the signature of a token under ML-DSA
    peer.py ml_dsa_pem ALG                   a new key of ML-DSA in PEM: its private half and its public one
    peer.py ml_dsa_public PEM                the public half of a private key of ML-DSA, in PEM
    peer.py jwcrypto_verify JWKS TOKEN ALG   the claims of a token, if jwcrypto accepts its signature
    peer.py jwcrypto_sign ALG                a token and the public JWK of the new key that signed it, as jwcrypto makes them
    peer.py generate ALG                     a new key as PyJWT writes it: its private and public JWK
    peer.py seal JWK ALG ENC PASSPHRASE      a JWK under a passphrase, as jwcrypto writes it: compact and as an object
    peer.py sign JWK ALG                     an access token, signed with a private JWK and under its kid

Files are named by path. The answer is JSON; a refusal is the name of PyJWT's exception on stderr, and exit 1.
"""

import base64
import hashlib
import json
import sys
import time

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import load_pem_public_key

ISSUER = "https://auth.localhost"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def verify(jwks, token, algorithm, audience):
    token = read(token)
    keys = jwt.PyJWKSet.from_json(read(jwks))
    key = keys[jwt.get_unverified_header(token)["kid"]]
    required = ["iss", "sub", "aud", "exp", "iat", "jti"]
    return jwt.decode(
        token, key, algorithms=[algorithm], issuer=ISSUER, audience=audience, options={"require": required}
    )


def revocations(jwks, snapshot, algorithm):
    snapshot = read(snapshot).strip()
    header = jwt.get_unverified_header(snapshot)
    if header["typ"] != "revocations+jwt":
        raise KeyError("typ")
    key = jwt.PyJWKSet.from_json(read(jwks))[header["kid"]]
    options = {"require": ["iss", "exp", "iat", "jti", "jtis", "families", "apps", "users", "keys"]}
    return jwt.decode(snapshot, key, algorithms=[algorithm], issuer=ISSUER, options=options)


def security_event(jwks, token, algorithm, audience):
    token = read(token).strip()
    header = jwt.get_unverified_header(token)
    if header["typ"] != "secevent+jwt":
        raise KeyError("typ")
    key = jwt.PyJWKSet.from_json(read(jwks))[header["kid"]]
    options = {"require": ["iss", "iat", "jti", "aud", "events", "sub_id"], "strict_aud": True}
    return jwt.decode(token, key, algorithms=[algorithm], issuer=ISSUER, audience=audience, options=options)


def suite(jwks, folder, audience, *algorithms):
    keys = jwt.PyJWKSet.from_json(read(jwks))
    options = {"require": ["iss", "sub", "aud", "exp", "iat", "nbf", "jti"], "strict_aud": True}
    strict = jwt.PyJWT(options | {"enforce_minimum_key_length": True})

    def refusal(file):
        try:
            token = read(f"{folder}/{file}")
            key = keys[jwt.get_unverified_header(token)["kid"]]
            strict.decode(token, key, algorithms=list(algorithms), issuer=ISSUER, audience=audience)
        except (jwt.PyJWTError, KeyError, RecursionError) as error:
            return type(error).__name__

    tokens = json.loads(read(f"{folder}/manifest.json"))["tokens"]
    return {token["flaw"]: refusal(token["file"]) for token in tokens}


def public_members(key):
    """The members of RFC 7638, 3.2 and RFC 8037, 2, from the key itself and not from a JWK of ours."""
    match key:
        case rsa.RSAPublicKey():
            numbers = key.public_numbers()
            big = lambda n: base64url(n.to_bytes((n.bit_length() + 7) // 8, "big"))
            return {"kty": "RSA", "n": big(numbers.n), "e": big(numbers.e)}
        case ec.EllipticCurvePublicKey():
            numbers, size = key.public_numbers(), (key.curve.key_size + 7) // 8
            names = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
            curve = names.get(key.curve.name, key.curve.name)
            x, y = (base64url(n.to_bytes(size, "big")) for n in (numbers.x, numbers.y))
            return {"kty": "EC", "crv": curve, "x": x, "y": y}
        case ed25519.Ed25519PublicKey():
            return {"kty": "OKP", "crv": "Ed25519", "x": base64url(key.public_bytes_raw())}


def thumbprint(pem):
    members = public_members(load_pem_public_key(read(pem).encode()))
    canonical = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return base64url(hashlib.sha256(canonical.encode()).digest())


def at_hash(algorithm, token):
    if algorithm.startswith("ML-DSA"):
        return base64url(hashlib.shake_256(read(token).encode("ascii")).digest(64)[:32])
    # Ed25519 hashes with SHA-512 inside.
    name = "sha512" if algorithm == "EdDSA" else "sha" + algorithm[2:].rstrip("K")
    digest = hashlib.new(name, read(token).encode("ascii")).digest()
    return base64url(digest[: len(digest) // 2])


CURVES = {"ES256": ec.SECP256R1, "ES384": ec.SECP384R1, "ES512": ec.SECP521R1, "ES256K": ec.SECP256K1}


def generate(algorithm):
    private = {
        "RS": lambda: rsa.generate_private_key(65537, 2048),
        "PS": lambda: rsa.generate_private_key(65537, 2048),
        "ES": lambda: ec.generate_private_key(CURVES[algorithm]()),
        "Ed": ed25519.Ed25519PrivateKey.generate,
    }[algorithm[:2]]()
    writer = jwt.get_algorithm_by_name(algorithm)
    halves = {"private": private, "public": private.public_key()}
    return {name: writer.to_jwk(key, as_dict=True) for name, key in halves.items()}


def sign(jwk, algorithm):
    jwk = json.loads(read(jwk))
    now = int(time.time())
    claims = {"iss": ISSUER, "sub": "alice", "aud": "https://api.localhost", "client_id": "python", "jti": "of-python"}
    claims |= {"iat": now, "exp": now + 300}
    key = jwt.PyJWK(jwk, algorithm).key
    return jwt.encode(claims, key, algorithm, headers={"kid": jwk["kid"], "typ": "at+jwt"})


def ml_dsa_verify(pem, token):
    from cryptography.exceptions import InvalidSignature

    signed, signature = read(token).strip().rsplit(".", 1)
    signature = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    try:
        load_pem_public_key(read(pem).encode()).verify(signature, signed.encode())
    except InvalidSignature:
        return False
    return True


def public_pem(key):
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return key.public_key().public_bytes(*form).decode()


def ml_dsa_pem(algorithm):
    from cryptography.hazmat.primitives.asymmetric import mldsa

    key = getattr(mldsa, f"MLDSA{algorithm[-2:]}PrivateKey").generate()
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {"private": key.private_bytes(*form).decode(), "public": public_pem(key)}


def ml_dsa_public(pem):
    return public_pem(serialization.load_pem_private_key(read(pem).encode(), None))


def jwcrypto_verify(jwks, token, algorithm):
    from jwcrypto import jwk, jws

    text = read(token).strip()
    kid = jwt.get_unverified_header(text)["kid"]
    signed = jws.JWS()
    signed.allowed_algs = [algorithm]
    signed.deserialize(text, jwk.JWKSet.from_json(read(jwks)).get_key(kid))
    return json.loads(signed.payload)


def jwcrypto_sign(algorithm):
    from jwcrypto import jwk, jws

    curve = {"ES256": "P-256", "ES512": "P-521", "ES256K": "secp256k1"}.get(algorithm)
    key = jwk.JWK.generate(kty="EC", crv=curve) if curve else jwk.JWK.generate(kty="OKP", crv="Ed25519")
    now = int(time.time())
    claims = {"iss": ISSUER, "sub": "alice", "aud": "https://api.localhost", "iat": now, "exp": now + 300}
    signed = jws.JWS(json.dumps(claims))
    signed.allowed_algs = [algorithm]
    signed.add_signature(key, None, json.dumps({"alg": algorithm}))
    return {"token": signed.serialize(compact=True), "public": key.export_public(as_dict=True)}


def seal(jwk, algorithm, encryption, passphrase):
    from jwcrypto import jwe, jwk as keys

    header = {"alg": algorithm, "enc": encryption, "cty": "jwk+json"}
    sealed = jwe.JWE(read(jwk).encode(), json.dumps(header), algs=[algorithm, encryption])
    sealed.add_recipient(keys.JWK.from_password(passphrase))
    return {"compact": sealed.serialize(compact=True), "object": sealed.serialize(compact=False)}


if __name__ == "__main__":
    verb, *args = sys.argv[1:]
    try:
        verbs = [verify, revocations, security_event, suite, thumbprint, at_hash, generate, seal, sign]
        verbs += [ml_dsa_verify, ml_dsa_pem, ml_dsa_public, jwcrypto_verify, jwcrypto_sign]
        answer = {each.__name__: each for each in verbs}[verb](*args)
    except (jwt.PyJWTError, KeyError) as error:
        sys.exit(type(error).__name__)
    json.dump(answer, sys.stdout)
