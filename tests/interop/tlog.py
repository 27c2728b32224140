"""Checks a proof of the audit log with hashlib alone, and who signed its checkpoint with `cryptography`.

python3 tlog.py PROOF VKEY: prints the event where both are good.
"""
import base64, hashlib, json, sys

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()

def root(leaf, index, size, path):
    """RFC 9162, 2.1.3.2."""
    fn, sn, r = index, size - 1, leaf
    for p in path:
        assert sn > 0, "the path is too long"
        if fn & 1 or fn == sn:
            r = sha(b"\1", p, r)
            while not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        else:
            r = sha(b"\1", r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0, "the path is too short"
    return r

head, note = open(sys.argv[1], encoding="utf-8").read().split("\n\n", 1)
magic, extra, index, *path = head.split("\n")
assert magic == "c2sp.org/tlog-proof@v1" and extra.startswith("extra ") and index.startswith("index ")
event, index = base64.b64decode(extra[6:], validate=True), int(index[6:])
body, signatures = note.rsplit("\n\n", 1)
origin, size, want = body.split("\n")
assert index < int(size), "no such leaf"
assert root(sha(b"\0", event), index, int(size), [base64.b64decode(p) for p in path]) == base64.b64decode(want)
# A document that was read and written again is the same text.
assert json.dumps(json.loads(event), separators=(",", ":")).encode() == event and json.loads(event)["id"] == index + 1

name, keyid, key = sys.argv[2].split("+", 2)
key = base64.b64decode(key)
assert name == origin and sha(name.encode(), b"\n", key)[:4].hex() == keyid
line = next(l for l in signatures.split("\n") if l.startswith("\u2014 " + name + " "))
signature = base64.b64decode(line.split(" ")[2])
assert signature[:4].hex() == keyid
if key[0] == 1:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature[4:], (body + "\n").encode())
else:
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
    text = lambda t: bytes([len(t)]) + t.encode()
    said = b"subtree/v1\n\0" + text(name) + signature[4:12] + text(origin) + bytes(8) + int(size).to_bytes(8, "big")
    MLDSA44PublicKey.from_public_bytes(key[1:]).verify(signature[12:], said + base64.b64decode(want))
print(event.decode())
