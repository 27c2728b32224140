# A program that is not there any more serves nobody. With 1 another version follows.
if [ "$1" -eq 0 ] && [ -d /run/systemd/system ]; then
    systemctl disable --now mintage.socket mintage.service mintage-rotate.timer || true
fi
