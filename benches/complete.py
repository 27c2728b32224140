#!/usr/bin/env python3
"""What one press of Tab costs among ten million tokens and twenty thousand users.

    python3 benches/complete.py [--tokens 10000000] [--users 20000] [--runs 40] [--binary PATH] [--home FOLDER]

Writes that many tokens (a test of `tests/store` does it) and gives each user one more, then asks as the scripts of the shells do, a
process each, and prints the median and the most (goal: 20 ms). With --home, a home that was made before is used again, or made there.
"""

import argparse
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

from one_shot import build
from report import make


def make_users(binary, home, users):
    lines = "".join(f'{{"app": "app-0", "user": "user-{number:06}", "scope": "read"}}\n' for number in range(users))
    subprocess.run([binary, "--home", home, "token", "issue", "--batch", "-"], input=lines.encode(), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def asked(binary, home, words):
    """Milliseconds, and the words that were answered."""
    env = os.environ | {"MINTAGE_COMPLETE": "fish", "MINTAGE_HOME": str(home)}
    began = time.perf_counter()
    answer = subprocess.run([binary, "--", "mintage", *words], env=env, check=True, capture_output=True).stdout
    return (time.perf_counter() - began) * 1000, [line.split("\t")[0] for line in answer.decode().splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--tokens", type=int, default=10_000_000)
    parser.add_argument("--users", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--home", type=pathlib.Path)
    args = parser.parse_args()
    binary = (args.binary or build()).resolve()
    with tempfile.TemporaryDirectory() as folder:
        home = (args.home or pathlib.Path(folder) / "home").resolve()
        if not (home / "mintage.db").exists():
            make(binary, home, args.tokens)
            make_users(binary, home, args.users)
        chance = random.Random(7)
        _, newest = asked(binary, home, ["token", "show", ""])
        _, kids = asked(binary, home, ["keys", "show", ""])
        # What a token of the past half hour begins with, or one of any time in the last days.
        some = [f"{int(newest[-1][:8], 16) - chance.randrange(40_000):08x}" for _ in range(args.runs)]
        user = [f"user-{chance.randrange(args.users):06}"[:9] for _ in range(args.runs)]
        rows = [
            ("a jti, nothing typed", ["token", "show"], [""]),
            ("a jti, eight digits typed", ["token", "revoke", "--jti"], some),
            ("an app", ["token", "issue", "--app"], ["app-"]),
            ("a user", ["user", "show"], user),
            ("a kid", ["keys", "show"], [kids[0][:4]]),
            ("a scope", ["token", "issue", "--app", "app-0", "--scope"], ["r"]),
            ("a flag", ["token", "issue"], ["--"]),
            ("a command", ["token"], [""]),
        ]
        print(f"| among {args.tokens:,} tokens | answers | median | most |\n|---|---|---|---|")
        for name, words, typed in rows:
            looks = [asked(binary, home, [*words, typed[number % len(typed)]]) for number in range(args.runs)]
            times, answers = [took for took, _ in looks], [len(found) for _, found in looks]
            print(f"| {name} | {statistics.median(answers):.0f} | {statistics.median(times):.1f} ms | {max(times):.1f} ms |")


if __name__ == "__main__":
    main()
