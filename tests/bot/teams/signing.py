"""Keys, certificates and tokens as Teams has them: what a stand-in shows, and what it signs with."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm

APP_ID = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://api.botframework.com"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A key of ours by name; the same in the whole run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public(name: str) -> str:
    """A key's public half as PEM."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key(name).public_key().public_bytes(serialization.Encoding.PEM, form).decode()


def jwk(name: str, *, endorsements: list[str] | None = None, kid: str = "") -> dict[str, Any]:
    """A key's public half as it stands in the key document."""
    shown = json.loads(RSAAlgorithm.to_jwk(key(name).public_key()))
    endorsed = ["msteams"] if endorsements is None else endorsements
    return {**shown, "kid": kid or name, "use": "sig", "endorsements": endorsed}


def token(service_url: str, now: datetime, *, signer: str = "first", kid: str = "", **claims: Any) -> str:
    """What Teams signs for our bot, good for an hour; claims of None are left out."""
    said = {
        "iss": ISSUER,
        "aud": APP_ID,
        "serviceurl": service_url,
        "nbf": int((now - timedelta(minutes=5)).timestamp()),
        "exp": int((now + timedelta(hours=1)).timestamp()),
        **claims,
    }
    kept = {name: value for name, value in said.items() if value is not None}
    return jwt.encode(kept, key(signer), algorithm="RS256", headers={"kid": kid or signer})


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, which is its own authority, and its key; as PEM files."""
    own = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(dt.UTC)
    names = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(_usage(), critical=True)
        .sign(own, hashes.SHA256())
    )
    at, private = folder / "standin.pem", folder / "standin.key"
    at.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return at, private


def _usage() -> x509.KeyUsage:
    parts = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign")
    none = dict.fromkeys((*parts, "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(digital_signature=True, key_cert_sign=True, **none)
