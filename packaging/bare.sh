#!/usr/bin/env bash
# usage: packaging/bare.sh PROGRAM
# Starts a mintage in a folder with nothing else in it, /dev and /proc included: it makes a home, signs with each kind of key, and
# verifies. It needs root for that.
set -euo pipefail
program=$(realpath "$1")
jail=$(mktemp -d)
trap 'rm -rf "$jail"' EXIT
install -m 0755 "$program" "$jail/mintage"
run() { env -i HOME=/ PATH=/usr/sbin:/usr/bin chroot "$jail" /mintage "$@"; }
run --version
for algorithm in RS256 ES256 EdDSA; do
    run --home "/$algorithm" init --issuer https://auth.example.com --alg "$algorithm" --no-passphrase --app shop --scope read >/dev/null 2>&1
    token=$(run --home "/$algorithm" token issue --app shop --user alice --scope read)
    run --home "/$algorithm" token verify "$token" >/dev/null
    run --home "/$algorithm" doctor
done
echo "it starts with nothing else there"
