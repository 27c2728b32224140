#!/usr/bin/env python3
"""How many tokens a second `token verify --batch` judges, next to the checks that `openssl speed rsa2048` makes.

    python3 benches/verify_batch.py [--rows 1000000] [--tokens 100000] [--runs 5] [--data DIR]

Builds the release binary. RS256 with a key of 2048 bits, ten claims, claims and policy checked: with `--key` and no home, and
in a home whose ledger has so many rows, of which the tokens are an even share, shown in no order. On one core and on two,
each run of ours between two of openssl's. Memory is what the process held at most while it judged ten times the tokens.
`--data` keeps the home and the tokens for the next time.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile

from identify import spend as watch
from one_shot import build, spend

PARTS = 10


def make(ours, data, rows, count):
    """A home with an even mix of rows, and the tokens to judge, in no order."""
    environment = {"MINTAGE_HOME": str(data / "home"), "PATH": os.environ["PATH"]}

    def mintage(*words, **options):
        return subprocess.run([ours, *words], env=environment, check=True, text=True, **options)

    def issue(app, number):
        """Lines of a batch for so many tokens, spread over ten thousand users."""
        lines = "".join(f'{{"user":"user{place % 10_000}","claims":{{"tenant":"acme"}}}}\n' for place in range(number))
        batch = ["token", "issue", "--app", app, "--ttl", "7d", "--batch", "-"]
        answers = mintage(*batch, input=lines, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        return [json.loads(answer)["access_token"] for answer in answers.splitlines()]

    mintage("init", "--no-input", "--no-passphrase", "--alg", "EdDSA", capture_output=True)
    mintage("keys", "gen", "--alg", "RS256", "--bits", "2048", "--no-passphrase", capture_output=True)
    mintage("app", "register", "rows", "--public", "--scope", "orders:read", capture_output=True)
    mintage("app", "register", "shop", "--public", "--alg", "RS256", "--scope", "orders:read", capture_output=True)
    tokens = []
    for _ in range(PARTS):
        tokens += issue("shop", count // PARTS)
        issue("rows", (rows - count) // PARTS)
    random.Random(7).shuffle(tokens)
    (data / "tokens").write_text("".join(f"{token}\n" for token in tokens))
    header = json.loads(mintage("--json", "token", "decode", tokens[0], capture_output=True).stdout)["header"]
    (data / "key.pem").write_text(mintage("keys", "export", header["kid"], capture_output=True).stdout)


def checks_per_second(cores):
    """What openssl checks in a second, in a process on each of these cores."""
    speed = ["taskset", "-c", cores, "openssl", "speed", "-seconds", "2", "-multi", str(len(cores.split(","))), "rsa2048"]
    text = subprocess.run(speed, check=True, capture_output=True, text=True).stdout
    lines = [line.split() for line in text.splitlines() if line.startswith("rsa 2048")]
    # The header tells which column has the checks: newer versions list encryption after them.
    titles = next(line for line in text.splitlines() if "verify/s" in line).split()
    return float(lines[-1][-(len(titles) - titles.index("verify/s"))])


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rows", type=int, default=1_000_000, help="rows of the ledger")
    arguments.add_argument("--tokens", type=int, default=100_000, help="tokens to judge")
    arguments.add_argument("--runs", type=int, default=5, help="runs of each kind")
    arguments.add_argument("--data", type=pathlib.Path, help="where the home and the tokens are kept")
    arguments.add_argument("--binary", help="a release binary that is there already")
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = str(pathlib.Path(folder) / "mintage")
        shutil.copy(arguments.binary or build(), ours)
        data = arguments.data or pathlib.Path(folder) / "data"
        if not (data / "key.pem").exists():
            data.mkdir(parents=True)
            make(ours, data, arguments.rows, arguments.tokens)
        environment = {"MINTAGE_HOME": str(data / "home"), "PATH": os.environ["PATH"]}
        tokens = str(data / "tokens")
        with open(tokens, "rb") as text:
            count = sum(1 for _ in text)
        policy = ["--aud", "https://api.localhost", "--typ", "at+jwt", "--require-scope", "orders:read"]
        policy += ["--require-claim", "tenant=acme"]
        offline = ["--key", str(data / "key.pem"), "--alg", "RS256", "--iss", "https://auth.localhost"]
        print("| judged by | cores | tokens a second | openssl checks a second | ratio | limit | memory |")
        print("|---|---|---|---|---|---|---|")
        for title, source, limit in (("`--key`", offline, 0.9), (f"a home of {arguments.rows:,} rows", [], 0.8)):
            for cores in ("0", "0,1"):
                jobs = str(len(cores.split(",")))
                verify = ["taskset", "-c", cores, ours, "token", "verify", *source, *policy, "--jobs", jobs, "--batch"]
                spend([*verify, tokens], environment)
                before, ratios, speeds, peers = checks_per_second(cores), [], [], []
                for _ in range(arguments.runs):
                    spent = spend([*verify, tokens], environment)
                    after = checks_per_second(cores)
                    peers.append((before + after) / 2)
                    speeds.append(count / spent)
                    ratios.append(speeds[-1] / peers[-1])
                    before = after
                many = data / "many"
                with open(many, "wb") as all_of_them:
                    for _ in range(PARTS):
                        all_of_them.write(pathlib.Path(tokens).read_bytes())
                # Without taskset: the process that is watched is ours.
                _, memory = watch([*verify[3:], str(many)], environment)
                many.unlink()
                ratio, speed, peer = map(statistics.median, (ratios, speeds, peers))
                print(f"| {title} | {jobs} | {speed:,.0f} | {peer:,.0f} | {ratio:.2f} | {limit} | {memory / 1024:.0f} MiB |")


if __name__ == "__main__":
    main()
