#!/usr/bin/env bash
# Installs one of the tools that make packages, where it is not there in the version that was tried: cargo-deb, cargo-about and
# cargo-generate-rpm. They land beside cargo's other programs. Without optimisation one takes a minute or two; cargo-about reads
# thousands of texts, and would take longer then.
set -euo pipefail
declare -A version=([cargo-about]=0.9.3 [cargo-deb]=3.8.0 [cargo-generate-rpm]=0.21.1)
# Without it there is a library alone.
declare -A features=([cargo-about]=cli)
for tool in "$@"; do
    if ! "$tool" --version 2>/dev/null | grep -qF "${version[$tool]}"; then
        debug=--debug
        [ "$tool" != cargo-about ] || debug=
        (cd / && cargo install --quiet --locked $debug "$tool@${version[$tool]}" --features "${features[$tool]:-}")
    fi
done
