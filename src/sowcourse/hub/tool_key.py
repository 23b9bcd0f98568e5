"""The key pair by which a learning platform knows that it is us: made once, shown in public, signed with."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

_LASTS = 120
"""Seconds for which what is signed holds."""


def new_key() -> str:
    """A private key, as the text of a file."""
    key = rsa.generate_private_key(65537, 3072)
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*kinds).decode()


def public_keys(private: str) -> dict[str, Any]:
    """What everybody may know, as a JSON Web Key Set."""
    return {"keys": [_public(private)]}


def assertion(private: str, client: str, audience: str) -> str:
    """A signed sentence, good for one request: that we are this client. Parameters: audience – who is to believe it."""
    now = int(time.time())
    said = {"iss": client, "sub": client, "aud": audience, "iat": now, "exp": now + _LASTS, "jti": secrets.token_hex()}
    return jwt.encode(said, private, algorithm="RS256", headers={"kid": _public(private)["kid"]})


def _public(private: str) -> dict[str, Any]:
    key = serialization.load_pem_private_key(private.encode(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey), "it is made here"
    told: dict[str, Any] = {
        name: value for name, value in json.loads(RSAAlgorithm.to_jwk(key.public_key())).items() if name != "key_ops"
    }
    named = hashlib.sha256(json.dumps({name: told[name] for name in ("e", "kty", "n")}).encode()).hexdigest()[:16]
    return told | {"kid": named, "alg": "RS256", "use": "sig"}
