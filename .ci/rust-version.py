"""Reads `cargo metadata`: no crate that mintage is built from may need a newer Rust than mintage says it does."""

import json
import sys


def version(text):
    parts = [int(part) for part in text.split(".")]
    return parts + [0] * (3 - len(parts))


packages = json.load(sys.stdin)["packages"]
own = next(package["rust_version"] for package in packages if package["name"] == "mintage")
newer = [
    f"{package['name']} {package['version']} needs Rust {package['rust_version']}, and mintage says {own}"
    for package in packages
    if package["rust_version"] and version(package["rust_version"]) > version(own)
]
sys.exit("\n".join(newer) or None)
