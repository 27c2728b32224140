#!/usr/bin/env python3
"""How many tokens a second one run issues, next to the signatures that `openssl speed` makes in as many processes.

    python3 benches/issue_batch.py [--tokens 20000]

Builds the release binary. Every token is in the ledger, durably, when it is printed.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from one_shot import build

# What `openssl speed` calls it; it has no secp256k1, and ML-DSA from 3.5 on.
CASES = [
    ("RS256, 3072 bits", "RS256", "rsa3072"),
    ("ES256", "ES256", "ecdsap256"),
    ("ES512", "ES512", "ecdsap521"),
    ("ES256K", "ES256K", None),
    ("EdDSA", "EdDSA", "ed25519"),
    ("ML-DSA-44", "ML-DSA-44", "ML-DSA-44"),
    ("ML-DSA-65", "ML-DSA-65", "ML-DSA-65"),
    ("ML-DSA-87", "ML-DSA-87", "ML-DSA-87"),
]


def signs_per_second(openssl, algorithm, jobs):
    """None where this openssl does not have it."""
    if algorithm is None:
        return None
    speed = [openssl, "speed", "-seconds", "2", "-multi", str(jobs), algorithm]
    done = subprocess.run(speed, check=False, capture_output=True, text=True)
    text = done.stdout
    if done.returncode != 0 or not text.strip():
        return None
    # Time of a signature, time of a check, signatures a second, checks a second.
    return float(text.splitlines()[-1].split()[-2])


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--tokens", type=int, default=20_000, help="tokens in a run")
    arguments.add_argument("--binary", help="a release binary that is there already")
    arguments = arguments.parse_args()
    jobs = os.cpu_count()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        ours = str(folder / "mintage")
        shutil.copy(arguments.binary or build(), ours)
        print(f"| algorithm | tokens a second, {jobs} cores | openssl signatures a second, {jobs} processes | ratio |")
        print("|---|---|---|---|")
        lines = folder / "users.ndjson"
        lines.write_text("".join(f'{{"user":"user{number % 1000}"}}\n' for number in range(arguments.tokens)))
        for name, algorithm, theirs in CASES:
            environment = {"MINTAGE_HOME": str(folder / algorithm), "PATH": os.environ["PATH"]}
            quiet = {"env": environment, "check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            init = [ours, "init", "--no-input", "--no-passphrase", "--alg", algorithm]
            subprocess.run(init, **quiet)
            subprocess.run([ours, "app", "register", "shop", "--public"], **quiet)
            before = time.perf_counter()
            subprocess.run([ours, "token", "issue", "--app", "shop", "--batch", str(lines)], **quiet)
            mine = arguments.tokens / (time.perf_counter() - before)
            peer = signs_per_second(shutil.which("openssl"), theirs, jobs)
            theirs, ratio = (f"{peer:,.0f}", f"{mine / peer:.2f}") if peer else ("–", "–")
            print(f"| {name} | {mine:,.0f} | {theirs} | {ratio} |")


if __name__ == "__main__":
    main()
