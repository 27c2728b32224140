#!/usr/bin/env python3
"""What recording costs a batch, and how many bytes a use takes.

    python3 benches/record.py [--events 1000000] [--runs 5] [--binary PATH]

Judges a batch of lines with and without --record in turn, on a home of its own, and prints the median of the ratios pair by pair
(goal: 0.9 or more), and the bytes of the folder `access` by the number of uses (goal: 160 or less). Also runs one `token verify
--record` under strace, where that is installed, and counts the calls that wait for the disk (goal: 0).
"""

import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(binary, home, *words):
    done = subprocess.run([binary, "--home", home, *words], capture_output=True)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return done.stdout.decode()


def lines(token, count, path):
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            out.write(json.dumps({
                "token": token, "ip": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
                "user_agent": f"agent/{number % 200}", "device": f"device-{number % 5000}", "resource": f"/orders/{number % 1000}",
            }) + "\n")


def batch(binary, home, path, *more):
    start = time.perf_counter()
    with open(path, "rb") as text:
        subprocess.run([binary, "--home", home, "token", "verify", "--batch", "-", *more], stdin=text, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--alg", default="RS256")
    parser.add_argument("--binary", default=str(ROOT / "target" / "release" / "mintage"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, path = str(pathlib.Path(folder) / "home"), pathlib.Path(folder) / "lines"
        run(args.binary, home, "init", "--no-passphrase", "--alg", args.alg, "--app", "demo", "--scope", "read", "--audience", "a")
        token = run(args.binary, home, "token", "issue", "--app", "demo", "--ttl", "1d").split()[0]
        lines(token, args.events, path)
        access, ratios = pathlib.Path(home) / "access", []
        for _ in range(args.runs):
            shutil.rmtree(access, ignore_errors=True)
            plain = batch(args.binary, home, path)
            ratios.append(plain / batch(args.binary, home, path, "--record"))
            print(f"  ratio {ratios[-1]:.3f}", flush=True)
        size = sum(file.stat().st_size for file in access.iterdir() if not file.name.endswith("-shm"))
        print(f"recorded at {statistics.median(ratios):.2f} x of the batch without; {size / args.events:.0f} bytes a use")
        if shutil.which("strace"):
            trace = pathlib.Path(folder) / "trace"
            subprocess.run(["strace", "-f", "-o", trace, "-e", "trace=fsync,fdatasync,sync_file_range", args.binary, "--home", home,
                            "token", "verify", token, "--record"], check=True, stdout=subprocess.DEVNULL)
            print(f"one verdict waits for the disk {trace.read_text().count('sync')} times")


if __name__ == "__main__":
    main()
