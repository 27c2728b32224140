#!/usr/bin/env python3
"""What a throw-away home of `mintage serve --dev` costs: made, used for one token and dropped, next to a server of
oauth2-mock-server that is started for one token; and the memory of a thousand homes at once.

    python3 benches/homes.py [--rounds 300] [--homes 1000] [--binary PATH] [--only mintage]

The other one needs node and npm; it is installed under target/peers/serve. Both are asked over one connection that is kept.
"""

import argparse
import base64
import http.client
import json
import pathlib
import statistics
import subprocess
import tempfile
import time
import urllib.parse

from one_shot import build

JS = """
const { OAuth2Server } = await import('oauth2-mock-server');
const took = [];
for (let round = 0; round < Number(process.argv[1]); round++) {
    const began = performance.now();
    const server = new OAuth2Server();
    await server.issuer.keys.generate('ES256');
    await server.start(0, '127.0.0.1');
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    await (await fetch(`http://127.0.0.1:${server.address().port}/token`, { method: 'POST', body })).json();
    await server.stop();
    took.push(performance.now() - began);
}
console.log(JSON.stringify(took));
"""


class Server:
    """A server for a developer, and one connection to it."""

    def __init__(self, binary, folder):
        command = [binary, "serve", "--dev", "--json", "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        host = json.loads(self.process.stdout.readline())["listen"]
        self.connection = http.client.HTTPConnection(host)

    def ask(self, method, path, headers, body=None):
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert answer.status < 300, (path, answer.status, text)
        return json.loads(text) if text else None

    def make(self):
        return self.ask("POST", "/_mintage/homes", {"Mintage-Control": "1"})

    def use(self, home):
        app = home["apps"]["demo"]
        basic = base64.b64encode(f"{app['client_id']}:{app['client_secret']}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        path = urllib.parse.urlsplit(home["issuer"]).path
        return self.ask("POST", f"{path}/token", headers, "grant_type=client_credentials")

    def drop(self, home):
        self.ask("DELETE", urllib.parse.urlsplit(home["control"]).path, {"Mintage-Control": home["token"]})

    def memory(self):
        """In MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def end(self):
        self.process.terminate()
        self.process.wait()


def percentile(values, part):
    return sorted(values)[int(len(values) * part)]


def row(name, took):
    print(f"| {name} | {statistics.median(took):.2f} ms | {percentile(took, 0.95):.2f} ms | {max(took):.2f} ms |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--homes", type=int, default=1000)
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--only", action="append")
    args = parser.parse_args()
    binary = (args.binary or build()).resolve()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(binary, folder)
        took = []
        for _ in range(args.rounds):
            began = time.perf_counter()
            home = server.make()
            server.use(home)
            server.drop(home)
            took.append((time.perf_counter() - began) * 1000)
        print("| made, used for one token, dropped | median | p95 | most |\n|---|---|---|---|")
        row("a home of mintage", took)
        if not args.only or "oauth2-mock-server" in args.only:
            from serve import installed

            peers = installed()
            script = ["node", "--input-type=module", "-e", JS, str(min(args.rounds, 100))]
            other = json.loads(subprocess.run(script, cwd=peers, check=True, capture_output=True, text=True).stdout)
            row("a server of oauth2-mock-server, in a process that runs already", other)
            print(f"\nratio of the medians: {statistics.median(other) / statistics.median(took):.2f}")
        before = server.memory()
        began = time.perf_counter()
        homes = [server.make() for _ in range(args.homes)]
        for home in homes:
            server.use(home)
        took, after = time.perf_counter() - began, server.memory()
        print(f"\n{args.homes} homes at once, each used for one token: {after:.1f} MiB, {before:.1f} before them; {took:.1f} s")
        server.end()


if __name__ == "__main__":
    main()
