#!/usr/bin/env python3
"""What the picture of a ledger of ten million tokens costs: `audit report`, and `status`.

    python3 benches/report.py [--tokens 10000000] [--runs 3] [--binary PATH] [--home FOLDER]

Writes that many tokens of five apps (a test of `tests/store` does it), half of which have ended, and prints the median of the runs (goal:
5 s) and the most memory. With --home, a home that was made before is used again, or made there.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

from one_shot import build

ROOT = pathlib.Path(__file__).resolve().parent.parent


def make(binary, home, tokens):
    subprocess.run([binary, "--home", home, "init", "--no-passphrase", "--app", "app-0", "--scope", "read"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for number in range(1, 5):
        subprocess.run([binary, "--home", home, "app", "register", f"app-{number}", "--scope", "read"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run([binary, "--home", home, "app", "activate", f"app-{number}"], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    env = os.environ | {"MINTAGE_BENCH_LEDGER": str(home / "mintage.db"), "MINTAGE_BENCH_TOKENS": str(tokens)}
    writer = ["cargo", "test", "--quiet", "--locked", "--test", "store", "--", "--ignored", "--exact", "grown::a_ledger_of_ten_million_tokens"]
    subprocess.run(writer, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)


def run(binary, home, *words):
    """Seconds and MiB."""
    began = time.perf_counter()
    process = subprocess.Popen([binary, "--home", home, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, status
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--tokens", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--home", type=pathlib.Path)
    args = parser.parse_args()
    binary = (args.binary or build()).resolve()
    with tempfile.TemporaryDirectory() as folder:
        home = (args.home or pathlib.Path(folder) / "home").resolve()
        if not (home / "mintage.db").exists():
            make(binary, home, args.tokens)
        page = pathlib.Path(folder) / "report.html"
        print(f"| of {args.tokens} tokens | median | most memory |\n|---|---|---|")
        for name, words in (("audit report --html", ["audit", "report", "--html", page]), ("status", ["status"])):
            looks = []
            for _ in range(args.runs):
                page.unlink(missing_ok=True)
                looks.append(run(binary, home, *words))
            print(f"| `{name}` | {statistics.median(took for took, _ in looks):.2f} s | {max(memory for _, memory in looks):.0f} MiB |")


if __name__ == "__main__":
    main()
