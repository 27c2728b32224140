"""Types a line into an interactive shell, presses Tab, and prints the words that the shell has then, each in brackets.

usage: tab.py SHELL SETUP LINE
"""
import os
import pty
import re
import select
import sys
import time

shell, setup, line = sys.argv[1:]
flags = {"bash": ["--norc", "--noprofile", "-i"], "zsh": ["-f", "-i"]}[shell]
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.environ["PS1"] = "> "
    os.execvp(shell, [shell, *flags])


def read_until(mark, seconds=60):
    text = b""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([fd], [], [], 0.2)[0]:
            try:
                text += os.read(fd, 65536)
            except OSError:
                break
            if mark and re.search(mark, text):
                return text
        elif not mark:
            return text
    if mark:
        sys.exit(f"no {mark!r} in {text!r}")
    return text


os.write(fd, f"{setup}\necho READY$((40 + 2))\n".encode())
read_until(rb"READY42\r")
os.write(fd, line.encode() + b"\t")
# Completing asks a program: what is typed next waits in the terminal until the shell reads on.
os.write(fd, b"\x01printf '[%s]\\n' \x05\necho DONE$((40 + 2))\n")
text = read_until(rb"DONE42\r").decode(errors="replace")
for found in re.findall(r"\[([^\[\]]*)\]\r\n", text):
    print(f"[{found}]")
