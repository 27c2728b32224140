#!/usr/bin/env python3
"""What `mintage serve` answers in a second, next to node oidc-provider and oauth2-mock-server on the same machine.

    python3 benches/serve.py [--seconds 5] [--rounds 3] [--binary PATH] [--only NAME]...

Needs wrk, node and npm; the peers are installed under target/peers/serve. Every token of mintage is durable in SQLite before
it is answered; the peers keep theirs in memory or nowhere. Servers take turns, 64 clients each, and the median of the ratios
round by round is printed: on a busy machine a ratio can be trusted, a number of requests in a second cannot.
"""

import argparse
import base64
import contextlib
import html
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from one_shot import build

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / "benches" / "peers"
CLIENTS = 64


def installed():
    """The folder of the peers, with their packages."""
    folder = ROOT / "target" / "peers" / "serve"
    folder.mkdir(parents=True, exist_ok=True)
    for file in PEERS.glob("*.*"):
        shutil.copy(file, folder)
    if not (folder / "node_modules" / "oidc-provider").exists():
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=True)
    return folder


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


class Server:
    """A process that answers, and how long its first answer took."""

    def __init__(self, command, url, environment=None, cwd=None):
        began = time.perf_counter()
        self.process = subprocess.Popen(
            command, env=environment, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        port = urllib.parse.urlsplit(url).port
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                if answers(url):
                    break
            except OSError:
                pass
            if self.process.poll() is not None:
                sys.exit(f"{command[:3]} ended with {self.process.returncode}")
            time.sleep(0.0005)
        self.first_answer = time.perf_counter() - began

    def memory(self):
        """Its resident memory at its highest, in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024

    def end(self):
        self.process.terminate()
        self.process.wait()


class Mintage:
    """A home, and the servers of it."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.environment = {"MINTAGE_HOME": str(folder / "home"), "PATH": os.environ["PATH"]}
        self.run("init", "--no-input", "--no-passphrase", "--alg", "ES256")
        self.run("keys", "gen", "--alg", "RS256", "--bits", "2048", "--no-passphrase")
        self.clients = {
            name: json.loads(self.run("app", "register", name, "--json", "--scope", "read", *flags))
            for name, flags in {
                "curve": ["--alg", "ES256"],
                "rsa": ["--alg", "RS256"],
                "opaque": ["--token-format", "opaque"],
            }.items()
        }

    def run(self, *words):
        return subprocess.run(
            [self.binary, *words], env=self.environment, check=True, capture_output=True, text=True
        ).stdout.strip()

    def basic(self, name):
        client = self.clients[name]
        return basic(client["client_id"], client["client_secret"])

    def serve(self):
        port = free_port()
        base = f"http://127.0.0.1:{port}"
        return Server([self.binary, "serve", "--listen", f"127.0.0.1:{port}"], base + "/jwks", self.environment), base


def basic(client_id, secret):
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def post(url, authorization, form):
    request = urllib.request.Request(
        url, urllib.parse.urlencode(form).encode(), {"authorization": authorization} if authorization else {}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def load(url, seconds, script=None, **environment):
    """Requests in a second, and the 99th percentile in milliseconds, of those that were answered with 2xx."""
    command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}s", "--latency"]
    if script:
        command += ["-s", str(PEERS / script)]
    said = subprocess.run(
        command + [url], check=True, capture_output=True, text=True, env={**os.environ, **environment}
    ).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"{url}: {re.search(r'(Non-2xx.*|Socket errors.*)', said).group(1)}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said).group(1))
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


@contextlib.contextmanager
def running(*servers):
    try:
        yield
    finally:
        for server in servers:
            server.end()


def row(title, limit, ours, theirs):
    ratio = statistics.median(a[0] / b[0] for a, b in zip(ours, theirs))
    mine, peer = (statistics.median(rate for rate, _ in column) for column in (ours, theirs))
    p99 = statistics.median(late for _, late in ours)
    print(f"| {title} | {mine:,.0f}/s | {peer:,.0f}/s | {ratio:.2f} | {limit} | {p99:.1f} ms |", flush=True)


def compare(arguments, title, limit, ours, theirs):
    """Both in turn, each a call that gives a rate and a percentile."""
    for call in (ours, theirs):
        call(1)
    pairs = [(ours(arguments.seconds), theirs(arguments.seconds)) for _ in range(arguments.rounds)]
    row(title, limit, *zip(*pairs))


def oidc_provider(folder, kind):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = ["node", "oidc-provider.mjs", str(port), kind]
    return Server(command, base + "/.well-known/openid-configuration", cwd=folder), base


def mock_server(folder):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    return Server(["node", "mock-server.mjs", str(port)], base + "/.well-known/openid-configuration", cwd=folder), base


CREDENTIALS = "grant_type=client_credentials"


def tokens(arguments, mintage, folder):
    (server, base), (peer, peer_base) = mintage.serve(), oidc_provider(folder, "jwt")
    (mock, mock_base) = mock_server(folder)
    theirs = basic("bench", "bench-secret")
    with running(server, peer, mock):
        compare(
            arguments, "client_credentials ES256 / oidc-provider", 1.5,
            lambda s: load(base + "/token", s, "form.lua", AUTHORIZATION=mintage.basic("curve"), FORM=CREDENTIALS),
            lambda s: load(peer_base + "/token", s, "form.lua", AUTHORIZATION=theirs, FORM=CREDENTIALS + "&scope=read"),
        )
        compare(
            arguments, "client_credentials RS256 2048 / oauth2-mock-server", 1.5,
            lambda s: load(base + "/token", s, "form.lua", AUTHORIZATION=mintage.basic("rsa"), FORM=CREDENTIALS),
            lambda s: load(mock_base + "/token", s, "form.lua", AUTHORIZATION=theirs, FORM=CREDENTIALS),
        )
        print(f"  memory: mintage {server.memory():.0f}, oidc-provider {peer.memory():.0f}, "
              f"oauth2-mock-server {mock.memory():.0f} MiB", flush=True)


def keys(arguments, mintage, folder):
    (server, base), (peer, peer_base) = mintage.serve(), oidc_provider(folder, "jwt")
    with running(server, peer):
        compare(
            arguments, "GET the key set / oidc-provider", 2,
            lambda s: load(base + "/jwks", s), lambda s: load(peer_base + "/jwks", s),
        )


def introspection(arguments, mintage, folder):
    (server, base), (peer, peer_base) = mintage.serve(), oidc_provider(folder, "opaque")
    theirs = basic("bench", "bench-secret")
    with running(server, peer):
        token = post(base + "/token", mintage.basic("opaque"), {"grant_type": "client_credentials"})["access_token"]
        other = post(peer_base + "/token", theirs, {"grant_type": "client_credentials"})["access_token"]
        compare(
            arguments, "introspection of an opaque token / oidc-provider", 3,
            lambda s: load(base + "/introspect", s, "form.lua", AUTHORIZATION=mintage.basic("opaque"), FORM="token=" + token),
            lambda s: load(peer_base + "/token/introspection", s, "form.lua", AUTHORIZATION=theirs, FORM="token=" + other),
        )


CALLBACK = "https://app.example/cb"
PKCE = "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"


class Browser:
    """Somebody at a browser: keeps cookies, and goes wherever this server sends them."""

    def __init__(self, base):
        self.base, self.cookies = base, {}

    def open(self, address, form=None):
        """The body of the page that it leads to, or where an app would be told."""
        while True:
            body = urllib.parse.urlencode(form).encode() if form else None
            request = urllib.request.Request(urllib.parse.urljoin(self.base, address), body, {"cookie": self.header()})
            try:
                answer = urllib.request.build_opener(Stay).open(request)
            except urllib.error.HTTPError as told:
                answer = told
            for line in answer.headers.get_all("set-cookie") or []:
                name, value = line.split(";")[0].split("=", 1)
                self.cookies[name] = value
            address, form = answer.headers.get("location"), None
            if not address:
                return answer.read().decode()
            if address.startswith(CALLBACK):
                return address

    def header(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def fields(page, action):
    form = next(form for form in page.split("<form ")[1:] if action in form.split(">")[0])
    return {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def code(arguments, mintage, folder):
    """A request that comes back with a code, and the code for tokens: somebody is signed in and has consented."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    dev = mintage.folder / "dev"
    dev.mkdir()
    server = Server([mintage.binary, "serve", "--dev", "--listen", f"127.0.0.1:{port}"], base + "/jwks", {"PATH": os.environ["PATH"]}, dev)
    home = ["--home", str(dev / ".mintage")]
    client = json.loads(mintage.run(*home, "app", "register", "web", "--json", "--scope", "openid read", "--redirect-uri", CALLBACK))
    peer, peer_base = oidc_provider(folder, "code")
    with running(server, peer):
        asked = f"?client_id={{}}&response_type=code&scope=openid%20read&redirect_uri={urllib.parse.quote(CALLBACK, safe='')}"
        ours, theirs = asked.format(client["client_id"]), asked.format("bench") + "&resource=https%3A%2F%2Fapi.localhost"
        alice = Browser(base)
        login = alice.open("/authorize" + ours + PKCE)
        consent = alice.open("/authorize/login", {**fields(login, "/authorize/login"), "user": "alice"})
        alice.open("/authorize/decide", {**fields(consent, "/authorize/decide"), "decision": "allow"})
        other = Browser(peer_base)
        other.open("/auth" + theirs + PKCE)
        flows = lambda base, path, asked, browser, secret: lambda s: halved(load(
            base, s, "code.lua", AUTHORIZE=path + asked, TOKEN="/token", COOKIE=browser.header(), AUTHORIZATION=secret))
        compare(
            arguments, "code flow ES256, of two requests / oidc-provider", 2,
            flows(base, "/authorize", ours, alice, basic(client["client_id"], client["client_secret"])),
            flows(peer_base, "/auth", theirs, other, basic("bench", "bench-secret")),
        )


def halved(measured):
    rate, late = measured
    return rate / 2, late


def refresh(arguments, mintage, folder):
    """No peer does this durably; a figure in a second, of one winner each."""
    made = mintage.run("token", "issue", "--app", "curve", "--user", "alice", "--scope", "read", "--consent",
                       "--with-refresh", "--count", "4096", "--json")
    pool = mintage.folder / "refresh-tokens"
    pool.write_text("".join(token + "\n" for token in re.findall(r'"refresh_token":\s*"([^"]+)"', made)))
    server, base = mintage.serve()
    with running(server):
        rate, late = load(base + "/token", arguments.seconds, "refresh.lua", AUTHORIZATION=mintage.basic("curve"), TOKENS=str(pool))
        print(f"| refresh ES256, a write that has one winner | {rate:,.0f}/s | - | - | 5,000/s | {late:.1f} ms |", flush=True)


def crowded(arguments, mintage, folder):
    """Tokens while the command line issues many on the same ledger."""
    server, base = mintage.serve()
    bulk = [mintage.binary, "token", "issue", "--app", "curve", "--user", "alice", "--count", "400000"]
    with running(server):
        other = subprocess.Popen(bulk, env=mintage.environment, stdout=subprocess.DEVNULL)
        time.sleep(0.2)
        rate, late = load(base + "/token", arguments.seconds, "form.lua", AUTHORIZATION=mintage.basic("curve"), FORM=CREDENTIALS)
        still = other.poll() is None
        other.terminate()
        other.wait()
        print(f"| client_credentials ES256 while a bulk issue runs{'' if still else ' (it ended early)'} | {rate:,.0f}/s | - | - | p99 25 ms | {late:.1f} ms |", flush=True)


def idle(arguments, mintage, folder):
    """One request among ten thousand connections that say nothing."""
    server, base = mintage.serve()
    with running(server):
        port = urllib.parse.urlsplit(base).port
        open_ones, refused = [], 0
        for _ in range(10_000):
            try:
                open_ones.append(socket.create_connection(("127.0.0.1", port), timeout=2))
            except OSError:
                refused += 1
        spent = []
        for _ in range(20):
            began = time.perf_counter()
            answers(base + "/jwks")
            spent.append((time.perf_counter() - began) * 1000)
        print(f"| a request among {len(open_ones):,} idle connections ({refused} refused) | {statistics.median(spent):.1f} ms | - | - | answered | {max(spent):.1f} ms at most |")
        for connection in open_ones:
            connection.close()


def start(arguments, mintage, folder):
    ours, theirs = [], []
    for _ in range(arguments.rounds * 2):
        for made, into in ((lambda: mintage.serve(), ours), (lambda: oidc_provider(folder, "jwt"), theirs)):
            server, _ = made()
            into.append(server.first_answer)
            server.end()
    ratio = statistics.median(a / b for a, b in zip(ours, theirs))
    print(f"| first answer after the start / oidc-provider | {statistics.median(ours) * 1000:.1f} ms | {statistics.median(theirs) * 1000:.0f} ms | {ratio:.3f} | 0.1 | - |", flush=True)


def memory(arguments, mintage, folder):
    server, base = mintage.serve()
    with running(server):
        done = 0
        while done < 1_000_000:
            rate, _ = load(base + "/jwks", 5)
            done += rate * 5
            rate, _ = load(base + "/token", 5, "form.lua", AUTHORIZATION=mintage.basic("curve"), FORM=CREDENTIALS)
            done += rate * 5
        print(f"| memory after {done:,.0f} requests | {server.memory():.0f} MiB | - | - | 64 MiB | - |", flush=True)


PARTS = {part.__name__: part for part in (start, tokens, keys, introspection, code, refresh, crowded, idle, memory)}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=int, default=5, help="of each measurement")
    arguments.add_argument("--rounds", type=int, default=3, help="pairs of measurements")
    arguments.add_argument("--binary", help="a release binary that is there")
    arguments.add_argument("--only", action="append", choices=PARTS, help="this part alone")
    arguments = arguments.parse_args()
    binary, folder = arguments.binary or build(), installed()
    print("| what | mintage | peer | ratio | limit | p99 of mintage |")
    print("|---|---|---|---|---|---|")
    for name in arguments.only or PARTS:
        with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as place:
            PARTS[name](arguments, Mintage(binary, pathlib.Path(place)), folder)


if __name__ == "__main__":
    main()
