"""A school's own sign-in, for OpenID Connect: it says who somebody is to whom it gave a code, once."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

CLIENT, SECRET = "sowcourse", "een geheim van de proef"


@dataclass
class IdentityProvider:
    """Parameters: redirect – the only place where it sends people back to."""

    redirect: str
    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    """Who signs in next."""
    codes: dict[str, tuple[dict[str, Any], str]] = field(default_factory=dict)
    """Code that was given → who it is, and what must be shown with it (PKCE)."""
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def back(self, asked: dict[str, str]) -> str:
        """Where somebody goes who signed in; "" for who did not come from the course."""
        if (asked.get("client_id"), asked.get("redirect_uri")) != (CLIENT, self.redirect):
            return ""
        code = secrets.token_urlsafe(8)
        self.codes[code] = self.claims, asked.get("code_challenge", "")
        return f"{self.redirect}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> str:
        """A token for a code; "" for a code that is gone or of somebody else."""
        claims, challenge = self.codes.pop(asked.get("code", ""), (None, ""))
        shown = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        proved = base64.urlsafe_b64encode(shown).decode().rstrip("=") == challenge
        known = (asked.get("client_id"), asked.get("client_secret"), asked.get("redirect_uri"))
        if claims is None or not proved or known != (CLIENT, SECRET, self.redirect):
            return ""
        token = secrets.token_urlsafe(8)
        self.tokens[token] = claims
        return token


class _Handler(BaseHTTPRequestHandler):
    provider: IdentityProvider

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/authorize":
            back = self.provider.back(dict(parse_qsl(asked.query)))
            self.send_response(302 if back else 400)
            self.send_header("Location", back)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        claims = self.provider.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
        self._say(200 if claims is not None else 401, claims or {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        token = self.provider.token(self._client() | dict(parse_qsl(body)))
        self._say(200 if token else 400, {"access_token": token, "token_type": "Bearer"} if token else {"error": "nee"})

    def _client(self) -> dict[str, str]:
        """Who asks, where that stands above the question."""
        kind, _, told = self.headers.get("Authorization", "").partition(" ")
        if kind != "Basic":
            return {}
        name, _, secret = base64.b64decode(told).decode().partition(":")
        return {"client_id": name, "client_secret": secret}

    def _say(self, status: int, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def signing_in(redirect: str) -> Iterator[IdentityProvider]:
    """One that answers on this machine."""
    provider = IdentityProvider(redirect)
    handler = type("Handler", (_Handler,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.port = server.server_port
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield provider
        server.shutdown()
