"""Encryption of a backup: by a passphrase, or by a public key whose private half is elsewhere.

AES-256-GCM over pieces of 1 MiB, each with its number and whether it is the last, so that a file
that is cut, or whose pieces are moved about, is refused (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015). The key comes from the passphrase by scrypt, or from an
exchange with the public key (X25519 and HKDF).
"""

import base64
import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.backup.errors import BackupError

MAGIC = b"register-sealed-1\n"
PASSPHRASE, PUBLIC_KEY = b"p", b"k"
_PIECE = 1024 * 1024
_TAG = 16


def is_sealed(source: BinaryIO) -> bool:
    """Whether `source`, read from its start, is encrypted; it is back at its start afterwards."""
    start = source.read(len(MAGIC))
    source.seek(0)
    return start == MAGIC


def seal(source: BinaryIO, target: BinaryIO, *, passphrase: str = "", public_key: str = "") -> None:
    """Write `source` to `target`, encrypted by `passphrase`, or by `public_key` (base64)."""
    if public_key:
        own = X25519PrivateKey.generate()
        salt = own.public_key().public_bytes_raw()
        try:
            theirs = X25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        except ValueError:
            raise BackupError(
                "BACKUP_PUBLIC_KEY is no public key. Make a pair of keys: "
                "python manage.py backup --new-key"
            ) from None
        kind, key = PUBLIC_KEY, _from_exchange(own.exchange(theirs), salt)
    else:
        salt = os.urandom(32)
        kind, key = PASSPHRASE, _from_passphrase(passphrase, salt)
    target.write(MAGIC + kind + salt)
    cipher = AESGCM(key)
    for number, last, piece in _pieces(source, _PIECE):
        target.write(cipher.encrypt(_nonce(number, last), piece, None))


def unseal(
    source: BinaryIO, target: BinaryIO, *, passphrase: str = "", private_key: str = ""
) -> None:
    """Write what `source` holds to `target`; `BackupError` where it cannot be opened."""
    source.read(len(MAGIC))
    kind, salt = source.read(1), source.read(32)
    if kind == PUBLIC_KEY:
        if not private_key:
            raise BackupError(
                "The backup is encrypted for a key. Set BACKUP_PRIVATE_KEY to its private half."
            )
        try:
            own = X25519PrivateKey.from_private_bytes(base64.b64decode(private_key, validate=True))
            key = _from_exchange(own.exchange(X25519PublicKey.from_public_bytes(salt)), salt)
        except ValueError:
            raise BackupError("BACKUP_PRIVATE_KEY is no private key.") from None
    else:
        if not passphrase:
            raise BackupError("The backup is encrypted. Set BACKUP_PASSPHRASE to its passphrase.")
        key = _from_passphrase(passphrase, salt)
    cipher = AESGCM(key)
    try:
        for number, last, piece in _pieces(source, _PIECE + _TAG):
            target.write(cipher.decrypt(_nonce(number, last), piece, None))
    except InvalidTag:
        raise BackupError(
            "The backup cannot be opened: the passphrase or key is another one, or the file is "
            "damaged or cut."
        ) from None


def new_key_pair() -> tuple[str, str]:
    """(private key, public key) as base64: the private one belongs on another machine."""
    private = X25519PrivateKey.generate()
    both = private.private_bytes_raw(), private.public_key().public_bytes_raw()
    return base64.b64encode(both[0]).decode(), base64.b64encode(both[1]).decode()


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[int, bool, bytes]]:
    """(number, whether it is the last, octets) of each piece; an empty source has one."""
    number, piece = 0, source.read(size)
    while True:
        following = source.read(size)
        yield number, not following, piece
        if not following:
            return
        number, piece = number + 1, following


def _nonce(number: int, last: bool) -> bytes:
    return b"\0" * 3 + struct.pack(">Q", number) + bytes([last])


def _from_passphrase(passphrase: str, salt: bytes) -> bytes:
    # 128 MiB and some tenths of a second a guess.
    return Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(passphrase.encode())


def _from_exchange(shared: bytes, salt: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, b"register backup").derive(shared)
