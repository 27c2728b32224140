#!/usr/bin/env bash
# Builds the last commit in two folders with names of different lengths, and sees that the programs are the same bytes.
#
# usage: packaging/reproducible.sh [FOLDER]   (where the two are made; without one they are removed at the end)
# PROFILE=dev compares quick builds. Two release builds take half an hour on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -gt 0 ]; then
    work=$1
    mkdir -p "$work"
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
for folder in "$work/one" "$work/another-folder/with-a-longer-name"; do
    mkdir -p "$folder"
    git archive HEAD | tar -x -C "$folder"
    "$folder/packaging/build.sh"
    sha256sum "$folder/target/package/mintage"
    # What a program says of the folder that it was built in, it says of whoever built it.
    if grep -aqF -e "$work" -e "${CARGO_HOME:-$HOME/.cargo}" "$folder/target/package/mintage"; then
        echo "the program names folders of this machine:" >&2
        strings "$folder/target/package/mintage" | grep -F -e "$work" -e "${CARGO_HOME:-$HOME/.cargo}" | head >&2
        exit 1
    fi
done
cmp "$work/one/target/package/mintage" "$work/another-folder/with-a-longer-name/target/package/mintage"
echo "the same bytes"
