#!/usr/bin/env bash
# Makes target/package/mintage-VERSION-1.ARCHITECTURE.rpm, and tries it with rpm (of Debian too): what is in it, and a system of
# nothing else into which it is installed, in which it starts, and from which it is removed. It needs root for that.
#
# PROFILE=dev makes one with a quick build, BINARY=FILE one with a program that is there.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/tool.sh cargo-generate-rpm
packaging/build.sh
packaging/notices.sh
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
rm -f target/package/*.rpm
cargo generate-rpm --output target/package/
rpm=$(echo target/package/*.rpm)
echo "made $rpm, $(stat -c %s "$rpm") bytes"

listed=$(rpm -qlp "$rpm")
for file in /usr/bin/mintage /usr/share/man/man1/mintage-token-issue.1 \
    /usr/share/man/man5/mintage-config.5 /usr/share/man/man7/mintage-home.7 /usr/share/bash-completion/completions/mintage \
    /usr/share/zsh/site-functions/_mintage /usr/share/fish/vendor_completions.d/mintage.fish \
    /usr/lib/systemd/system/mintage.service /usr/lib/sysusers.d/mintage.conf /usr/share/licenses/mintage/third-party.txt; do
    grep -qx "$file" <<<"$listed" || { echo "it lacks $file" >&2; exit 1; }
done
rpm -qp --requires "$rpm"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
rpm --root "$root" --initdb
# There is no shell in it, so that what runs on installation is not run, and nothing else is there that is asked for.
rpm --root "$root" --install --nodeps --noscripts "$rpm"
rpm --root "$root" --verify --nodeps mintage
chroot "$root" /usr/bin/mintage --version
env -i HOME=/ PATH=/usr/sbin:/usr/bin chroot "$root" /usr/bin/mintage token issue --dev --app demo --user alice >/dev/null
rpm --root "$root" --erase --nodeps --noscripts mintage
left=$(find "$root/usr" -name '*mintage*' ! -type d)
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
# Its scripts, by the shell of this machine: that they can be read at all.
for script in packaging/rpm/*.sh; do sh -n "$script"; done
echo "installed, used, removed"
