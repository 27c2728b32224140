# Signing keys and the ledger are never removed with the program: without them every token is lost.
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
fi
if [ "$1" -eq 0 ] && [ -e /var/lib/mintage ] && ! rmdir /var/lib/mintage 2>/dev/null; then
    echo "mintage: /var/lib/mintage is kept, with the keys and the ledger in it"
fi
