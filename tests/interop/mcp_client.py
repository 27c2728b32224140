"""A client of the Model Context Protocol by its official SDK, and the server that it wants to use, asked line by line.

Of the SDK only the part is run that authorizes."""

import asyncio
import json
import queue
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
from mcp.client.auth import OAuthClientProvider
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata

REDIRECT = "http://127.0.0.1:49152/callback"


class Kept:
    """What the SDK wants to be kept."""

    tokens = client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.client = client


class Resource(BaseHTTPRequestHandler):
    """A server that wants a token, and says in its metadata what the authority says of it."""

    issuer = None

    def do_GET(self):
        if self.path.startswith("/.well-known/oauth-protected-resource"):
            with urllib.request.urlopen(self.issuer + self.path, timeout=10) as metadata:
                return self.answer(200, metadata.read())
        if self.headers.get("authorization", "").startswith("Bearer "):
            return self.answer(200, b"{}")
        return self.answer(404 if self.path != "/mcp" else 401, b"")

    def answer(self, status, body):
        self.send_response(status)
        if status == 401:
            at = f"http://127.0.0.1:{self.server.server_port}/.well-known/oauth-protected-resource/mcp"
            self.send_header("www-authenticate", f'Bearer resource_metadata="{at}"')
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Client:
    def __init__(self):
        self.urls, self.codes, self.ends = queue.Queue(), queue.Queue(), queue.Queue()

    def resource(self):
        server = ThreadingHTTPServer(("127.0.0.1", 0), Resource)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.server_url = f"http://127.0.0.1:{server.server_port}/mcp"
        return self.server_url

    def begin(self, issuer, document=None):
        Resource.issuer, self.kept = issuer, Kept()
        metadata = OAuthClientMetadata(
            client_name="Tool",
            redirect_uris=[REDIRECT],
            grant_types=["authorization_code", "refresh_token"],
            token_endpoint_auth_method="none",
            application_type="native",
            scope="openid read",
        )

        async def redirect(url):
            self.urls.put(url)

        async def callback():
            return await asyncio.to_thread(self.codes.get)

        self.provider = OAuthClientProvider(self.server_url, metadata, self.kept, redirect, callback, client_metadata_url=document)
        self.start()
        while self.urls.empty():
            if not self.ends.empty():
                raise RuntimeError(self.ends.get())
            threading.Event().wait(0.02)
        return {"url": self.urls.get()}

    def start(self):
        async def ask():
            async with httpx2.AsyncClient(auth=self.provider, timeout=30) as client:
                return (await client.get(self.server_url)).status_code

        def run():
            try:
                self.ends.put(asyncio.run(ask()))
            except Exception as error:  # noqa: BLE001, what a library raises is what is shown
                self.ends.put(f"{type(error).__name__}: {error}")

        threading.Thread(target=run, daemon=True).start()

    def ended(self):
        end = self.ends.get(timeout=60)
        if end != 200:
            raise RuntimeError(end)
        return {"tokens": self.kept.tokens.model_dump(mode="json", exclude_none=True)}

    def finish(self, code, state, iss):
        self.codes.put(AuthorizationCodeResult(code=code, state=state, iss=iss))
        return self.ended()

    def refresh(self):
        self.provider.context.token_expiry_time = 1
        self.start()
        return self.ended()


if __name__ == "__main__":
    client = Client()
    for line in sys.stdin:
        given = json.loads(line)
        try:
            answer = {"answer": getattr(client, given.pop("verb"))(**given)}
        except Exception as error:  # noqa: BLE001
            answer = {"error": {"name": type(error).__name__, "message": str(error)}}
        print(json.dumps(answer), flush=True)
