#!/usr/bin/env python3
"""What one process costs, next to jwt-cli: `token verify` and `token issue` against its `decode` and `encode`.

    python3 benches/one_shot.py [--runs 60] [--jwt PATH]

Builds the release binary, installs jwt-cli under target/peers if none is named, copies both binaries at the same moment
(near one millisecond the age of a file matters), and runs them in turn. Prints medians and the median of the ratios pair
by pair, and instruction counts where valgrind is installed. A ratio from one run can be trusted on a busy machine; a
time in milliseconds cannot.
"""

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def build():
    """The release binary, wherever cargo puts it."""
    lines = subprocess.run(
        ["cargo", "build", "--release", "--locked", "--message-format=json"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout
    return re.findall(r'"executable":"([^"]*/release/mintage)"', lines)[-1]


def peer(named):
    if named:
        return named
    root = ROOT / "target" / "peers"
    program = root / "bin" / "jwt"
    if not program.exists():
        subprocess.run(["cargo", "install", "--quiet", "jwt-cli", "--root", root], check=True)
    return program


def spend(command, environment):
    """Seconds from start to end of one process whose output nobody reads."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, environment, file_actions=actions)
    _, status = os.waitpid(pid, 0)
    spent = time.perf_counter() - start
    os.close(null)
    if status != 0:
        sys.exit(f"{command[:3]} ended with {status}")
    return spent


def instructions(command, environment):
    """What callgrind counts, or nothing where there is no valgrind."""
    if not shutil.which("valgrind"):
        return None
    tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    said = subprocess.run(tool + command, env=environment, capture_output=True, text=True, check=True).stderr
    return int(re.search(r"Collected : (\d+)", said).group(1))


def compare(title, limit, ours, theirs, environment, runs):
    for command in (ours, theirs):
        for _ in range(5):
            spend(command, environment)
    pairs = [(spend(ours, environment), spend(theirs, environment)) for _ in range(runs)]
    mine, peers = (statistics.median(column) * 1000 for column in zip(*pairs))
    ratio = statistics.median(a / b for a, b in pairs)
    counts = instructions(ours, environment), instructions(theirs, environment)
    print(f"| {title} | {mine:.2f} ms | {peers:.2f} ms | {ratio:.2f} | {limit} | ", end="")
    print(f"{counts[0]:,} | {counts[1]:,} | {counts[0] / counts[1]:.2f} |" if all(counts) else "- | - | - |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--runs", type=int, default=60, help="pairs of runs")
    arguments.add_argument("--jwt", help="the jwt of jwt-cli")
    arguments = arguments.parse_args()
    built, installed = build(), peer(arguments.jwt)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        ours, theirs = str(folder / "mintage"), str(folder / "jwt")
        shutil.copy(built, ours)
        shutil.copy(installed, theirs)
        environment = {"MINTAGE_HOME": str(folder / "home"), "PATH": os.environ["PATH"]}

        def mintage(*words):
            return subprocess.run(
                [ours, *words], env=environment, check=True, capture_output=True, text=True
            ).stdout.strip()

        mintage("init", "--no-input", "--no-passphrase", "--app", "demo")
        mintage("keys", "gen", "--alg", "ES256", "--no-passphrase")
        mintage("app", "register", "curve", "--public", "--alg", "ES256")
        print("| one process | mintage | jwt-cli | time ratio | limit | mintage instructions | jwt-cli instructions | ratio |")
        print("|---|---|---|---|---|---|---|---|")
        for app, algorithm in (("demo", "RS256"), ("curve", "ES256")):
            token = mintage("token", "issue", "--app", app, "--user", "alice", "--ttl", "1h")
            kid = re.search(r'"kid": "([^"]+)"', mintage("--json", "token", "decode", token)).group(1)
            public = folder / f"{algorithm}.pem"
            public.write_text(mintage("keys", "export", kid) + "\n")
            private = folder / "home" / "keys" / f"{kid}.pem"
            compare(
                f"{algorithm}: `token verify` with the ledger / `jwt decode`", 1.2,
                [ours, "token", "verify", token],
                [theirs, "decode", "-S", f"@{public}", "--alg", algorithm, token],
                environment, arguments.runs,
            )
            compare(
                f"{algorithm}: `token verify --key` / `jwt decode`", 0.95,
                [ours, "token", "verify", "--key", str(public), "--alg", algorithm, "--aud", "https://api.localhost", token],
                [theirs, "decode", "-S", f"@{public}", "--alg", algorithm, token],
                environment, arguments.runs,
            )
            claims = mintage("-q", "token", "decode", token)
            compare(
                f"{algorithm}: `token issue`, committed / `jwt encode`", 2.0,
                [ours, "token", "issue", "--app", app, "--user", "alice"],
                [theirs, "encode", "-S", f"@{private}", "--alg", algorithm, claims],
                environment, arguments.runs,
            )


if __name__ == "__main__":
    main()
