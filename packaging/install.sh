#!/usr/bin/env bash
# Installs the last commit as people do, with `cargo install --git` and none of the settings of this repository, and starts what came
# of it in a folder with nothing else in it. It needs root for that.
#
# PROFILE=dev makes a quick one.
set -euo pipefail
cd "$(dirname "$0")/.."
repository=$(pwd -P)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
debug=()
[ "${PROFILE:-release}" = release ] || debug=(--debug)
# Cargo looks for settings from the current folder up, and there are none above /.
(cd / && CARGO_TARGET_DIR=$repository/target/package/install \
    cargo install --locked --git "file://$repository" --root "$root/installed" "${debug[@]}")
packaging/bare.sh "$root/installed/bin/mintage"
