"""`anxin sign`: a brand signs its authorisations with a key that never reaches the server; needs no database."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from anxin.commands import parser
from anxin.core.errors import Invalid
from anxin.domain.network.rules import key_files, signatures, statements

LARGEST = 16 * 1024 * 1024


def run(arguments: list[str]) -> int:
    """Read what is to be signed from standard input, write it signed to standard output; or make a key."""
    options = parser.Parser("sign", "Sign authorisations with a brand's own key.", data=False)
    options.add_argument("key", metavar="KEYFILE", type=Path, help="the file that holds the private key")
    options.add_argument(
        "--passphrase", metavar="FILE", type=Path, help="the file whose first line opens a key file made in a browser"
    )
    options.add_argument("--new", action="store_true", help="make a new key in this file, and show its public half")
    known = options.read(arguments)
    try:
        return _make(known.key) if known.new else _sign(known)
    except Invalid as error:
        facts = error.facts
        print(f"anxin sign: {facts['field']}: expected {facts['expected']}, got {facts['got']}", file=sys.stderr)
    except OSError as error:
        expected = "a new file" if known.new else "a file with a private key (--new makes one)"
        print(f"anxin sign: {error.filename or known.key}: expected {expected}, got {error.strerror}", file=sys.stderr)
    return 2


def _make(path: Path) -> int:
    """Write a fresh private key that only its owner reads, and print the public one alone on standard output."""
    private, public = signatures.fresh()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(f"{private}\n")
    print(public)
    print(
        f"{path} holds the private key: keep a copy where nobody else reads it. Publish the line above.",
        file=sys.stderr,
    )
    return 0


def _sign(known: argparse.Namespace) -> int:
    sheet = signatures.read(sys.stdin.buffer.read(LARGEST), signed=False)
    for one in statements.told_by(sheet):
        print(one.line, file=sys.stderr)
    print(f"{sheet.brand}: {len(sheet.statements)} statements, {sheet.fingerprint}", file=sys.stderr)
    if not _agreed():
        print("anxin sign: nothing was signed.", file=sys.stderr)
        return 1
    private = _private(known, sheet.brand)
    done = signatures.signed(sheet, private)
    print(f"signed with the key {signatures.public_of(private)}", file=sys.stderr)
    print(signatures.written(done))
    return 0


def _agreed() -> bool:
    """Ask whoever sits at the terminal whether the page shows the same; a program is asked nothing."""
    if not sys.stderr.isatty():
        return True
    with open("/dev/tty", "r+", encoding="utf-8", buffering=1) as terminal:
        terminal.write("Does the page show the same number and the same signs? Sign all of these? [yes/no] ")
        return terminal.readline().strip().lower() in ("y", "yes", "是")


def _private(known: argparse.Namespace, brand: str) -> str:
    """Return the private key: as it stands in the file, or out of the brand's key file that a browser sealed."""
    text = str(known.key.read_text(encoding="utf-8", errors="replace")).strip()
    if not key_files.is_key_file(text):
        return text
    file = key_files.read(text)
    if file.brand != brand:
        raise Invalid("brand", expected=brand, got=file.brand)
    if known.passphrase is None:
        return key_files.opened(file, getpass.getpass("Passphrase: "))
    lines = known.passphrase.read_text(encoding="utf-8", errors="replace").splitlines()
    return key_files.opened(file, lines[0] if lines else "")
