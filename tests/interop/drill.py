"""A service that verifies tokens with PyJWT, for tests/interop/serving: no code of mintage.

    drill.py JWKS_URI    prints its port, and answers 200 to a token that it takes and 401 to any other
"""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt

# 30 seconds, where nothing is said: the same, and more to wait for.
KEYS = jwt.PyJWKClient(sys.argv[1], cooldown_duration=5)


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            jwt.decode(token, KEYS.get_signing_key_from_jwt(token), algorithms=["ES256"], audience="orders")
            status = 200
        except (jwt.PyJWTError, ValueError):
            status = 401
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    service = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    print(service.server_address[1], flush=True)
    service.serve_forever()
