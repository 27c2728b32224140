#!/usr/bin/env bash
# Writes target/package/third-party.txt: every crate that is linked, with its licence. Fails where one has a licence that is not
# accepted, or a text that is not there. Without --no-default-features, which is handed on, with the server.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/tool.sh cargo-about
mkdir -p target/package
# Nobody is asked over the network what lies in the crates themselves: the text is the same tomorrow.
cargo about generate --fail --frozen --config packaging/about.toml "$@" packaging/about.hbs --output-file target/package/third-party.txt
# Of all that is linked, nothing may be missing.
host=$(rustc -vV | sed -n 's/^host: //p')
missing=0
while read -r name version; do
    if [ "$name" != mintage ] && ! grep -q "^  $name ${version#v}\(,\|$\)" target/package/third-party.txt; then
        echo "no notice of $name ${version#v}" >&2
        missing=1
    fi
done < <(cargo tree --locked --edges normal,no-proc-macro --target "$host" --prefix none "$@" | awk '{ print $1, $2 }' | sort -u)
exit "$missing"
