#!/usr/bin/env python3
"""What making a key costs, next to `openssl genpkey`, as whole processes in turn.

    python3 benches/keygen.py [--runs 40]

Builds the release binary. RSA generation is a search for primes, so single times scatter; the ratio of the medians over
many runs is what counts.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import tempfile

from one_shot import build, spend

CASES = [
    ("RSA 2048", ["RS256", "2048"], ["RSA", "rsa_keygen_bits:2048"], 0.5),
    ("RSA 3072", ["RS256", "3072"], ["RSA", "rsa_keygen_bits:3072"], 0.5),
    ("RSA 4096", ["RS256", "4096"], ["RSA", "rsa_keygen_bits:4096"], 0.5),
    ("ES256", ["ES256", None], ["EC", "ec_paramgen_curve:P-256"], 1.0),
    ("ES512", ["ES512", None], ["EC", "ec_paramgen_curve:P-521"], 1.0),
    ("ES256K", ["ES256K", None], ["EC", "ec_paramgen_curve:secp256k1"], 1.0),
    ("EdDSA", ["EdDSA", None], ["ED25519", None], 1.0),
    # From OpenSSL 3.5 on.
    ("ML-DSA-44", ["ML-DSA-44", None], ["ML-DSA-44", None], 1.0),
    ("ML-DSA-65", ["ML-DSA-65", None], ["ML-DSA-65", None], 1.0),
    ("ML-DSA-87", ["ML-DSA-87", None], ["ML-DSA-87", None], 1.0),
]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--runs", type=int, default=40, help="pairs of runs")
    arguments = arguments.parse_args()
    openssl = shutil.which("openssl")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        ours = str(folder / "mintage")
        shutil.copy(build(), ours)
        environment = {"MINTAGE_HOME": str(folder / "home"), "PATH": os.environ["PATH"]}
        spend([ours, "init", "--no-input", "--no-passphrase", "--alg", "EdDSA"], environment)
        print("| one key, as a process | mintage, written and registered | openssl genpkey | ratio of medians | limit |")
        print("|---|---|---|---|---|")
        for name, (algorithm, bits), (kind, option), limit in CASES:
            mine = [ours, "keys", "gen", "--no-passphrase", "--alg", algorithm] + (["--bits", bits] if bits else [])
            theirs = [openssl, "genpkey", "-quiet", "-algorithm", kind, "-out", str(folder / "key.pem")]
            theirs += ["-pkeyopt", option] if option else []
            if not supports_quiet(openssl, environment, folder):
                theirs.remove("-quiet")
            if not has(theirs, environment):
                alone = statistics.median(spend(mine, environment) for _ in range(arguments.runs)) * 1000
                print(f"| {name} | {alone:.1f} ms | – | – | – |")
                continue
            pairs = [(spend(mine, environment), spend(theirs, environment)) for _ in range(arguments.runs)]
            a, b = (statistics.median(column) * 1000 for column in zip(*pairs))
            print(f"| {name} | {a:.1f} ms | {b:.1f} ms | {a / b:.2f} | {limit} |")


def supports_quiet(openssl, environment, folder):
    return has([openssl, "genpkey", "-quiet", "-algorithm", "ED25519", "-out", str(folder / "probe.pem")], environment)


def has(command, environment):
    try:
        spend(command, environment)
        return True
    except SystemExit:
        return False


if __name__ == "__main__":
    main()
