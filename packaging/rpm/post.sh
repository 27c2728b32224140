# The user of the service, and its folder. Nothing is enabled or started: there is no home yet.
if command -v systemd-sysusers >/dev/null; then
    systemd-sysusers mintage.conf
elif ! getent passwd mintage >/dev/null; then
    useradd --system --user-group --home-dir /var/lib/mintage --no-create-home --shell /sbin/nologin mintage
fi
if [ ! -e /var/lib/mintage ]; then
    install -d -o mintage -g mintage -m 0700 /var/lib/mintage
fi
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    # An upgrade. The socket is held meanwhile: nobody is turned away.
    [ "$1" -lt 2 ] || systemctl try-restart mintage.service
fi
