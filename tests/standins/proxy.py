"""A TLS proxy as set-up tells nginx to be one: it ends the line, says whose it was, hands on; with a CA of its own."""

import asyncio
import base64
import contextlib
import hashlib
import ssl
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.patience import PATIENCE_S

PIECE = 64 * 1024
OVERWRITTEN = (b"connection", b"x-forwarded-for", b"x-forwarded-proto")
GONE = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
Private = ec.EllipticCurvePrivateKey
USES = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
USES += ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
SIGNS = x509.KeyUsage(**{one: one in ("key_cert_sign", "crl_sign") for one in USES})


class Authority:
    """A certificate authority that vouches for one host, for ninety days."""

    def __init__(self, host: str, folder: Path) -> None:
        own, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root = self._signed("Anxin test authority", own, "Anxin test authority", own, ca=True)
        leaf = self._signed(host, key, "Anxin test authority", own, ca=False)
        self.root, self.chain = folder / "authority.pem", folder / "proxy.pem"
        self.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.chain.write_bytes(private + leaf.public_bytes(serialization.Encoding.PEM))
        self.chain.chmod(0o600)
        told = leaf.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.pin = base64.b64encode(hashlib.sha256(told).digest()).decode()
        """The key as Chromium takes it beside its own authorities: it has no other door for one browser alone."""

    def _signed(self, name: str, key: Private, by: str, with_: Private, *, ca: bool) -> x509.Certificate:
        now = datetime.now(UTC)
        made = x509.CertificateBuilder().subject_name(_name(name)).issuer_name(_name(by)).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        made = made.not_valid_after(now + timedelta(days=90))
        made = made.add_extension(x509.BasicConstraints(ca=ca, path_length=0 if ca else None), critical=True)
        made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        known = x509.AuthorityKeyIdentifier.from_issuer_public_key(with_.public_key())
        made = made.add_extension(known, critical=False)
        if ca:
            made = made.add_extension(SIGNS, critical=True)
        else:
            made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        return made.sign(with_, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Proxy:
    """Takes encrypted lines on a port of its own and hands each request on to `port`, with its answer as it comes."""

    def __init__(self, host: str, folder: Path) -> None:
        self.authority, self.host, self.port, self.led = Authority(host, folder), host, 0, 0
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.authority.chain)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        opening = asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._context, limit=PIECE)
        self._server = asyncio.run_coroutine_threadsafe(opening, self._loop).result()
        self.address = f"https://{self.host}:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._ends(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _ends(self) -> None:
        self._server.close()
        still = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        for one in still:
            one.cancel()
        await asyncio.gather(*still, return_exceptions=True)

    def post(self, path: str, *, body: bytes, headers: Mapping[str, str]) -> int:
        """Tell the house something as somebody outside does, over the encrypted line; return what it answered."""
        context = ssl.create_default_context(cafile=self.authority.root)
        name, _, port = self.address.removeprefix("https://").partition(":")
        line = HTTPSConnection(name, int(port), timeout=PATIENCE_S, context=context)
        try:
            line.request("POST", path, body=body, headers=dict(headers))
            return line.getresponse().status
        finally:
            line.close()

    async def _serve(self, browser: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, EOFError, asyncio.LimitOverrunError):
                await self._hands_on(browser, to)
        finally:
            to.close()

    async def _hands_on(self, browser: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        """Hand one request on; each has a line of its own, so that its end is that of the answer."""
        first, *lines = (await browser.readuntil(b"\r\n\r\n"))[:-4].split(b"\r\n")
        peer = to.get_extra_info("peername")
        if peer is None:  # it left meanwhile
            return
        self.led += 1
        try:
            house, inside = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            to.write(GONE)
            return
        told = [one for one in lines if one.partition(b":")[0].strip().lower() not in OVERWRITTEN]
        told += [b"X-Forwarded-For: " + peer[0].encode(), b"X-Forwarded-Proto: https", b"Connection: close"]
        inside.write(b"\r\n".join([first, *told]) + b"\r\n\r\n")
        asks = asyncio.create_task(_pipes(browser, inside))
        answers = asyncio.create_task(_pipes(house, to))
        try:
            # A browser that leaves ends the request, as it must end a live stream; so does the house with its answer.
            await asyncio.wait([asks, answers], return_when=asyncio.FIRST_COMPLETED)
        finally:
            asks.cancel()
            answers.cancel()
            await asyncio.gather(asks, answers, return_exceptions=True)
            inside.close()


async def _pipes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while piece := await reader.read(PIECE):
        writer.write(piece)
        await writer.drain()
