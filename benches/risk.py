#!/usr/bin/env python3
"""What `mintage audit risk` costs over a month of ten thousand people and five million uses.

    python3 benches/risk.py [--runs 5] [--binary PATH] [--home FOLDER]

The month is made by the generator of the tests (`tests/risk`). Prints the median of the runs, the most memory that one took (goals: 3 s
and 128 MiB), and the bytes of the folder `access` by the number of uses (goal: 160 or less). With --home, a home that was made before is
used again, or made there.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

from one_shot import build

ROOT = pathlib.Path(__file__).resolve().parent.parent
MONTH = ["--since", "2026-10-01T00:00:00Z", "--until", "2026-10-31T00:00:00Z"]


def make(binary, home):
    """A home with a month in it; says how many uses there are."""
    subprocess.run([binary, "--home", home, "init", "--no-passphrase", "--app", "demo"], check=True, stdout=subprocess.DEVNULL)
    writer = ["cargo", "test", "--quiet", "--locked", "--test", "risk", "--", "--ignored", "--nocapture", "--exact",
              "the_record_of_a_month_of_ten_thousand_people"]
    env = os.environ | {"MINTAGE_BENCH_FOLDER": str(home / "access")}
    told = subprocess.run(writer, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    return int(re.search(r"([0-9]+) uses", told).group(1))


def run(binary, home):
    """Seconds and MiB of one look."""
    began = time.perf_counter()
    looks = subprocess.Popen([binary, "--home", home, "audit", "risk", "--json", *MONTH], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(looks.pid, 0)
    assert status == 0, status
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--home", type=pathlib.Path)
    args = parser.parse_args()
    binary = (args.binary or build()).resolve()
    with tempfile.TemporaryDirectory() as folder:
        home = (args.home or pathlib.Path(folder) / "home").resolve()
        count = home / "uses"
        if not count.exists():
            count_of = make(binary, home)
            count.write_text(str(count_of))
        uses = int(count.read_text())
        looks = [run(binary, home) for _ in range(args.runs)]
        size = sum(file.stat().st_size for file in (home / "access").iterdir() if not file.name.endswith("-shm"))
        took, memory = statistics.median(took for took, _ in looks), max(memory for _, memory in looks)
        print(f"{uses} uses: {took:.2f} s ({min(took for took, _ in looks):.2f} at best), {memory:.0f} MiB; "
              f"{size / uses:.0f} bytes a use")


if __name__ == "__main__":
    main()
