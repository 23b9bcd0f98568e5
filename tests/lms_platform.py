"""A learning platform of our own, for LTI 1.3: it launches with signed tokens, gives access tokens and keeps marks."""

from __future__ import annotations

import datetime as dt
import html
import ipaddress
import json
import secrets
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
SCOPES = [f"{AGS}scope/{name}" for name in ("lineitem.readonly", "result.readonly", "score")]
CLIENT, DEPLOYMENT, COURSE = "10000000000001", "1:8f3a", "cursus-77"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
TEACHER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@dataclass
class Column:
    """A line item."""

    label: str
    maximum: float = 20
    scores: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What somebody is called by the platform → the score that came last."""


@dataclass
class Platform:
    """Parameters: tool_keys – where the tool shows its public keys."""

    folder: Path
    port: int = 0
    kid: str = "sleutel-1"
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    columns: dict[str, Column] = field(default_factory=dict)
    tool_keys: str = ""
    redirect: str = ""
    """Where a launch may go back to."""
    granted: list[str] = field(default_factory=lambda: list(SCOPES))
    page: int = 2
    """Line items and results on one page."""
    faults: dict[str, Callable[[str], int]] = field(default_factory=dict)
    """The end of a path → what is answered instead, given who it is about; 0 for nothing unusual."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of all that was asked."""
    tokens: dict[str, float] = field(default_factory=dict)
    _jti: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def certificate(self) -> Path:
        return self.folder / "platform.pem"

    def claims(self, sub: str, nonce: str, more: dict[str, Any]) -> dict[str, Any]:
        """What is claimed of a member that clicks on a link. Parameters: more – in place of that; None to leave out."""
        now = int(time.time())
        found = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": sub,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            f"{CLAIM}deployment_id": DEPLOYMENT,
            f"{CLAIM}target_link_uri": "https://elders.example/",
            f"{CLAIM}resource_link": {"id": "link-1"},
            f"{CLAIM}roles": [LEARNER],
            f"{CLAIM}context": {"id": COURSE, "label": "SW2", "title": "Sterk sociaal werk"},
            f"{CLAIM}custom": {},
            "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {
                "scope": self.granted,
                "lineitems": f"{self.address}/courses/{COURSE}/lineitems?type=lti",
            },
        }
        found |= {name if name in found else f"{CLAIM}{name}": value for name, value in more.items()}
        return {name: value for name, value in found.items() if value is not None}

    def sign(self, claims: dict[str, Any], key: rsa.RSAPrivateKey | None = None, kid: str = "") -> str:
        return jwt.encode(claims, pem(key or self.key), algorithm="RS256", headers={"kid": kid or self.kid})

    def keys(self) -> dict[str, Any]:
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [told | {"kid": self.kid, "alg": "RS256", "use": "sig"}]}

    # What it answers --------------------------------------------------------------------------------------------------

    def answer(self, method: str, target: str, body: bytes, told: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        place = urlsplit(target)
        path, query = place.path, dict(parse_qsl(place.query))
        self.asked.append((method, path))
        given = json.loads(body) if "json" in told.get("content-type", "") else {}
        for end, fault in self.faults.items():
            if path.endswith(end) and (status := fault(str(given.get("userId", "")))):
                return status, {"error": "nee"}, {"Location": "https://elders.example/"} if status == 302 else {}
        if path == "/jwks":
            return 200, self.keys(), {}
        if path == "/auth":
            return self._launch(query)
        if path == "/token":
            return self._token({name: found[-1] for name, found in parse_qs(body.decode()).items()})
        if self.tokens.get(told.get("authorization", "").removeprefix("Bearer "), 0) < time.time():
            return 401, {"error": "geen sleutel"}, {}
        return self._marks(method, path, query, given, told)

    def _launch(self, query: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        """What a browser gets that comes to say who it is: a form for the tool. The hint says who, and how."""
        wanted = {"response_type": "id_token", "scope": "openid", "response_mode": "form_post", "prompt": "none"}
        assert wanted.items() <= query.items()
        assert (query["client_id"], query["redirect_uri"]) == (CLIENT, self.redirect)
        how = json.loads(query["login_hint"])
        token = self.sign(self.claims(how["sub"], query["nonce"], how["more"]))
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
            for name, value in (("id_token", token), ("state", query["state"]))
        )
        page = f'<form action="{self.redirect}" method="post">{fields}<button>Verder</button></form>'
        return 200, page, {}

    def _token(self, form: dict[str, str]) -> tuple[int, Any, dict[str, str]]:
        kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        if (form.get("grant_type"), form.get("client_assertion_type")) != ("client_credentials", kind):
            return 400, {"error": "unsupported_grant_type"}, {}
        try:
            with urllib.request.urlopen(self.tool_keys, timeout=10) as shown:
                known = jwt.PyJWKSet.from_dict(json.load(shown))
            assertion = form["client_assertion"]
            found = known[jwt.get_unverified_header(assertion)["kid"]]
            claims = jwt.decode(
                assertion,
                found.key,
                algorithms=["RS256"],
                audience=f"{self.address}/token",
                issuer=CLIENT,
                options={"require": ["iss", "sub", "aud", "iat", "exp", "jti"]},
            )
            assert claims["sub"] == CLIENT
            assert claims["jti"] not in self._jti
            assert claims["exp"] - claims["iat"] <= 300
        except (jwt.PyJWTError, KeyError, AssertionError) as error:
            return 401, {"error": "invalid_client", "error_description": str(error)}, {}
        self._jti.add(claims["jti"])
        scopes = [scope for scope in form["scope"].split() if scope in self.granted]
        if not scopes:
            return 400, {"error": "invalid_scope"}, {}
        token = self.open_token()
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": " ".join(scopes)}, {}

    def open_token(self) -> str:
        token = secrets.token_urlsafe(16)
        self.tokens[token] = time.time() + 3600
        return token

    def _marks(
        self, method: str, path: str, query: dict[str, str], given: dict[str, Any], told: dict[str, str]
    ) -> tuple[int, Any, dict[str, str]]:
        base = f"/courses/{COURSE}/lineitems"
        if path == base and method == "GET":
            assert told["accept"] == "application/vnd.ims.lis.v2.lineitemcontainer+json"
            every = [
                {"id": self.column_address(name), "label": column.label, "scoreMaximum": column.maximum}
                for name, column in self.columns.items()
            ]
            return self._paged(path, query, every)
        name, _, what = path.removeprefix(f"{base}/").partition("/")
        column = self.columns.get(name)
        if column is None or query.get("type") != "lti":
            return 404, {"error": "geen kolom"}, {}
        if (method, what) == ("GET", "results"):
            assert told["accept"] == "application/vnd.ims.lis.v2.resultcontainer+json"
            every = [
                {
                    "id": f"{self.column_address(name)}/results/{sub}",
                    "userId": sub,
                    "resultScore": score["scoreGiven"] / score["scoreMaximum"] * column.maximum,
                    "resultMaximum": column.maximum,
                }
                for sub, score in column.scores.items()
            ]
            return self._paged(path, query, every)
        if (method, what) == ("POST", "scores"):
            assert told["content-type"] == "application/vnd.ims.lis.v1.score+json"
            assert (given["activityProgress"], given["gradingProgress"]) == ("Completed", "FullyGraded")
            moment = dt.datetime.fromisoformat(given["timestamp"])
            assert moment.tzinfo is not None
            assert set(given) <= {
                *("userId", "scoreGiven", "scoreMaximum", "activityProgress", "gradingProgress", "timestamp")
            }, "nothing more about anybody"
            column.scores[given["userId"]] = given
            return 204, None, {}
        return 405, {"error": "dit kan niet"}, {}

    def column_address(self, name: str) -> str:
        return f"{self.address}/courses/{COURSE}/lineitems/{name}?type=lti"

    def _paged(self, path: str, query: dict[str, str], every: list[Any]) -> tuple[int, Any, dict[str, str]]:
        start = int(query.get("start", 0))
        more = {}
        if start + self.page < len(every):
            on = urlencode(query | {"start": start + self.page})
            more = {"Link": f'<{self.address}{path}?{on}>; rel="next", <{self.address}/eerste>; rel="first"'}
        return 200, every[start : start + self.page], more


class _Handler(BaseHTTPRequestHandler):
    platform: Platform

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = {name.lower(): value for name, value in self.headers.items()}
        try:
            status, said, headers = self.platform.answer(self.command, self.path, body, told)
        except AssertionError as error:
            status, said, headers = 422, {"error": repr(error)}, {}
        page = said.encode() if isinstance(said, str) else b"" if said is None else json.dumps(said).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html" if isinstance(said, str) else "application/json")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815 – names of the library

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def standing(folder: Path) -> Iterator[Platform]:
    """A platform that answers on this machine with https, by a certificate of its own."""
    platform = Platform(folder)
    key = _certify(platform.certificate)
    handler = type("Handler", (_Handler,), {"platform": platform})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(platform.certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    platform.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()


def _certify(file: Path) -> Path:
    """Returns: the file of its key."""
    key = new_key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "leeromgeving")])
    now = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    file.chmod(0o644)
    file.with_suffix(".key").write_bytes(pem(key))
    return file.with_suffix(".key")
