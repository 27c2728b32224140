#!/usr/bin/env bash
# Makes what the image of packaging/Containerfile holds, and the image where podman or docker is here. In any case its steps are
# taken by a test: its file system is built and entered as its user, in namespaces of its own, and the server in it is started, asked
# how it is, and ended. That needs root.
#
# PROFILE=dev tries it with a quick build, BINARY=FILE with a program that is there.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/build.sh
packaging/notices.sh
install -m 0644 "${CERTIFICATES:-/etc/ssl/certs/ca-certificates.crt}" target/package/ca-certificates.crt
if readelf --program-headers target/package/mintage | grep -q INTERP; then
    echo "the program is not static" >&2
    exit 1
fi
MINTAGE_PACKAGE=$PWD/target/package CI=true cargo test --locked --test serve -- --exact \
    packaging::the_image_runs_as_its_user_with_nothing_else_in_it_and_checks_its_health
for engine in podman docker; do
    if command -v "$engine" >/dev/null; then
        "$engine" build -f packaging/Containerfile -t mintage .
        "$engine" run --rm mintage --version
        exit
    fi
done
echo "no podman and no docker here: the image itself was not made"
