#!/usr/bin/env bash
# Builds the program as the packages hold it, into target/package/mintage: the same bytes in whatever folder.
#
# PROFILE=dev makes a quick one, and BINARY=FILE takes one that is there, to try the other scripts with. What follows is handed to
# cargo (--no-default-features).
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${BINARY:-}" ]; then
    install -D -m 0755 "$BINARY" target/package/mintage
    exit
fi
here=$(pwd -P)
registry=$(realpath -m "${CARGO_HOME:-$HOME/.cargo}")
host=$(rustc -vV | sed -n 's/^host: //p')

# Names of folders go into messages and into what the C compiler writes: each is called the same everywhere. In a folder of its own,
# because other flags have every crate built anew.
export CARGO_TARGET_DIR=$here/target/package/build
export CFLAGS="${CFLAGS:+$CFLAGS }-ffile-prefix-map=$here=/mintage -ffile-prefix-map=$registry=/cargo"
flags="'--remap-path-prefix=$here=/mintage', '--remap-path-prefix=$registry=/cargo'"

build=(cargo build --locked --profile "${PROFILE:-release}" --bin mintage --target "$host"
    --config "target.$host.rustflags=[$flags]" "$@")
"${build[@]}"
# Where it is depends on profile and target: cargo says it.
built=$("${build[@]}" --quiet --message-format=json |
    sed -n 's/.*"name":"mintage".*"executable":"\([^"]*\)".*/\1/p' | tail -1)
install -D -m 0755 "$built" target/package/mintage
