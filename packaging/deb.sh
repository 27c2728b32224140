#!/usr/bin/env bash
# Makes target/package/mintage_VERSION_ARCHITECTURE.deb, and tries it: in a Debian of its own it is installed, issues a token as the
# user of the service, and is removed; keys and ledger stay. It needs root and debootstrap for that.
#
# PROFILE=dev makes one with a quick build, BINARY=FILE one with a program that is there. MIRROR is where Debian comes from.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/tool.sh cargo-deb
packaging/build.sh
packaging/notices.sh
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
rm -f target/package/*.deb
cargo deb --quiet --no-build --no-strip --output target/package/
deb=$(echo target/package/*.deb)
echo "made $deb, $(stat -c %s "$deb") bytes"

root=$(mktemp -d)
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf "$root"' EXIT
chmod 0755 "$root"
# It takes a minute to fetch, and is the same for the next try.
debian=target/package/debian.tar
if [ ! -s "$debian" ]; then
    debootstrap --variant=minbase stable "$root" "${MIRROR:-http://deb.debian.org/debian}" >target/package/debootstrap.log ||
        { tail target/package/debootstrap.log; exit 1; }
    tar -C "$root" -cf "$debian.part" . && mv "$debian.part" "$debian"
else
    tar -C "$root" -xf "$debian"
fi
cp "$deb" "$root/mintage.deb"
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
# A minimal Debian leaves out pages and documents; here they are looked for.
rm -f "$root/etc/dpkg/dpkg.cfg.d/"*

inside dpkg --install /mintage.deb
for file in usr/bin/mintage usr/share/man/man1/mintage-token-issue.1.gz \
    usr/share/man/man5/mintage-config.5.gz usr/share/man/man7/mintage-home.7.gz usr/share/bash-completion/completions/mintage \
    usr/share/zsh/vendor-completions/_mintage usr/share/fish/vendor_completions.d/mintage.fish \
    usr/lib/systemd/system/mintage.service usr/lib/systemd/system/mintage.socket usr/lib/systemd/system/mintage-rotate.timer \
    usr/lib/sysusers.d/mintage.conf usr/share/doc/mintage/copyright usr/share/doc/mintage/third-party.txt; do
    [ -s "$root/$file" ] || { echo "it lacks $file" >&2; exit 1; }
done
# One that the tool makes up from Cargo.toml would name no author.
grep -q "^Copyright: 2026 The mintage founders" "$root/usr/share/doc/mintage/copyright"
[ "$(inside stat -c '%U %G %a' /var/lib/mintage)" = "mintage mintage 700" ]
as_service() { inside setpriv --reuid=mintage --regid=mintage --clear-groups env MINTAGE_HOME=/var/lib/mintage/home mintage "$@"; }
as_service init --issuer https://auth.example.com --no-passphrase --app shop --scope read
token=$(as_service token issue --app shop --user alice --scope read)
as_service token verify "$token" >/dev/null
# Twice: an upgrade to itself changes nothing of the home.
inside dpkg --install /mintage.deb
as_service token verify "$token" >/dev/null

inside dpkg --remove mintage
if inside sh -c 'command -v mintage'; then echo "the program is still there" >&2; exit 1; fi
inside dpkg --purge mintage | tee "$root/purged"
grep -q "/var/lib/mintage is kept" "$root/purged"
[ -s "$root/var/lib/mintage/home/mintage.db" ]
left=$(inside find /usr -name '*mintage*')
[ -z "$left" ] || { echo "left behind: $left" >&2; exit 1; }
echo "installed, used, installed again, removed"
