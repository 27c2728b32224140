#!/usr/bin/env python3
"""What finding tokens in a log costs, next to `grep -c eyJ` over the same file, as whole processes in turn.

    python3 benches/identify.py [--runs 5] [--mib 1024]

Builds the release binary. The log has lines like a web server's; every line of one kind has a token, each of a thousand tokens
over and over, as in the log of a day. The limit is a speed of half of grep's. Memory is the largest that the process held.
"""

import argparse
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile
import time

from one_shot import build

MIB = 1024 * 1024


def write_log(path, tokens, mib, every):
    """A log of so many MiB with a token in one of `every` lines."""
    chance = random.Random(7)
    lines = []
    for number in range(20_000):
        line = f"2026-01-01T00:{number // 60 % 60:02}:{number % 60:02}Z 192.0.2.{chance.randrange(256)} "
        line += f'"GET /orders/{chance.randrange(10**9)}?page={chance.randrange(99)} HTTP/1.1" 200 {chance.randrange(10**5)} '
        if number % every == 0:
            line += f'"Authorization: Bearer {chance.choice(tokens)}" '
        line += f'"{"agent/%032x" % chance.getrandbits(128)}"\n'
        lines.append(line)
    block = "".join(lines).encode()
    with open(path, "wb") as log:
        for _ in range(mib * MIB // len(block) + 1):
            log.write(block)


def spend(command, environment):
    """Seconds and largest memory in KiB of one run."""
    before = time.perf_counter()
    # To a file: grep stops at the first match where nobody reads what it says.
    with tempfile.TemporaryFile() as answer:
        process = subprocess.Popen(command, env=environment, stdout=answer, stderr=subprocess.DEVNULL)
        memory = 0
        while process.poll() is None:
            try:
                status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
            except OSError:
                continue
            peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
            memory = int(peak[0]) if peak and f"\t{pathlib.Path(command[0]).name}\n" in status else memory
            time.sleep(0.002)
    if process.returncode != 0:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - before, memory


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--runs", type=int, default=5, help="pairs of runs")
    arguments.add_argument("--mib", type=int, default=1024, help="size of the log")
    arguments.add_argument("--binary", help="a release binary that is there already")
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        ours, log = str(folder / "mintage"), str(folder / "app.log")
        shutil.copy(arguments.binary or build(), ours)
        environment = {"MINTAGE_HOME": str(folder / "home"), "PATH": os.environ["PATH"]}
        issue = [ours, "token", "issue", "--dev", "--app", "shop", "--user", "alice", "--count", "1000"]
        tokens = subprocess.run(issue, env=environment, check=True, capture_output=True, text=True).stdout.split()
        print("| the log | size | token identify | grep -c eyJ | speed ratio | limit | memory |")
        print("|---|---|---|---|---|---|---|")
        for name, every in [("a token in 1 of 100 lines", 100), ("in 1 of 10", 10), ("in every line", 1)]:
            write_log(log, tokens, arguments.mib, every)
            mine, theirs = [ours, "token", "identify", log], ["grep", "-c", "eyJ", log]
            pairs = [(spend(mine, environment), spend(theirs, environment)) for _ in range(arguments.runs)]
            a, b = (statistics.median(run[0] for run in column) for column in zip(*pairs))
            memory = max(run[0][1] for run in pairs)
            size = os.path.getsize(log) / MIB
            print(f"| {name} | {size:.0f} MiB | {a:.2f} s | {b:.2f} s | {b / a:.2f} | 0.5 | {memory / 1024:.0f} MiB |")


if __name__ == "__main__":
    main()
