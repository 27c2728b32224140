#!/usr/bin/env python3
"""What the proofs of the audit log cost among ten million events.

    python3 benches/audit.py [--events 10000000] [--runs 20] [--binary PATH] [--home FOLDER]

Writes that many events (a test of `tests/store` does it), and times processes: `audit prove` of one event and `audit verify` of its proof
(goal: 50 ms), `audit show`, the first page of `audit log`, and one `audit check` of all. Prints the bytes of an event with its indexes
and the nodes of the tree (goal: 400 or less). With --home, a home that was made before is used again, or made there.
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

ROOT = pathlib.Path(__file__).resolve().parent.parent


def make(binary, home, events):
    subprocess.run([binary, "--home", home, "init", "--no-passphrase", "--app", "demo"], check=True, stdout=subprocess.DEVNULL)
    before = (home / "mintage.db").stat().st_size
    env = os.environ | {"MINTAGE_BENCH_LEDGER": str(home / "mintage.db"), "MINTAGE_BENCH_EVENTS": str(events)}
    writer = ["cargo", "test", "--quiet", "--locked", "--test", "store", "--", "--ignored", "--exact", "grown::a_log_of_ten_million_events"]
    subprocess.run(writer, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    # What is still in the WAL is counted when it is in its place.
    subprocess.run([binary, "--home", home, "doctor"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return before


def took(command):
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--home", type=pathlib.Path)
    args = parser.parse_args()
    binary = (args.binary or build()).resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        home = (args.home or folder / "home").resolve()
        if not (home / "mintage.db").exists():
            before = make(binary, home, args.events)
            size = sum((home / name).stat().st_size for name in ("mintage.db", "mintage.db-wal") if (home / name).exists())
            print(f"{(size - before) / args.events:.0f} bytes an event")
        mintage = [binary, "--home", home]
        checkpoint, proof = folder / "checkpoint", folder / "proof"
        subprocess.run([*mintage, "audit", "checkpoint", "--out", checkpoint], check=True, stdout=subprocess.DEVNULL)
        rows = {"audit prove": [], "audit verify": [], "audit show": [], "audit log": []}
        chance = random.Random(7)
        for _ in range(args.runs):
            event = str(chance.randrange(1, args.events))
            proof.unlink(missing_ok=True)
            rows["audit prove"].append(took([*mintage, "audit", "prove", event, "--out", proof]))
            rows["audit verify"].append(took([binary, "audit", "verify", proof, "--checkpoint", checkpoint]))
            rows["audit show"].append(took([*mintage, "audit", "show", event]))
            rows["audit log"].append(took([*mintage, "audit", "log"]))
        print(f"| among {args.events} events | median | most |\n|---|---|---|")
        for name, times in rows.items():
            print(f"| `{name}` | {statistics.median(times):.1f} ms | {max(times):.1f} ms |")
        print(f"| `audit check`, all of them | {took([*mintage, 'audit', 'check']) / 1000:.1f} s | |")


if __name__ == "__main__":
    main()
