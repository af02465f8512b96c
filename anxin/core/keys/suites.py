"""The two cipher suites an installation may choose: AES-256-GCM with SHA-256, SM4-GCM with SM3."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
TAG_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Suite:
    """An authenticated cipher and the hash that goes with it."""

    name: str
    key_bytes: int
    hash: Callable[[], hashes.HashAlgorithm]
    encrypt: Callable[[bytes, bytes, bytes, bytes], bytes]
    decrypt: Callable[[bytes, bytes, bytes, bytes], bytes]

    def new_key(self) -> bytes:
        """Draw a fresh key."""
        return os.urandom(self.key_bytes)

    def derive(self, secret: bytes, purpose: bytes) -> bytes:
        """Derive this suite's key for one purpose from a longer secret."""
        return HKDF(algorithm=self.hash(), length=self.key_bytes, salt=None, info=purpose).derive(secret)

    def digest(self, key: bytes, text: bytes) -> bytes:
        """Return the keyed digest of a text."""
        mac = hmac.HMAC(key, self.hash())
        mac.update(text)
        return mac.finalize()


def _aes_encrypt(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, text, bound)


def _aes_decrypt(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(nonce, sealed, bound)


def _sm_encrypt(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    return encryptor.update(text) + encryptor.finalize() + encryptor.tag


def _sm_decrypt(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
    decryptor.authenticate_additional_data(bound)
    return decryptor.update(sealed[:-TAG_BYTES]) + decryptor.finalize()


SUITES = {
    "aes": Suite(name="aes", key_bytes=32, hash=hashes.SHA256, encrypt=_aes_encrypt, decrypt=_aes_decrypt),
    "sm": Suite(name="sm", key_bytes=16, hash=hashes.SM3, encrypt=_sm_encrypt, decrypt=_sm_decrypt),
}
