"""`anxin dossier verify FILE.zip`: check a dossier offline; one line a check, and 1 with the first broken link.

It shares no code with what writes dossiers, opens no database and extracts nothing to disk.
"""

import base64
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from anxin.commands import parser
from anxin.commands.dossier_language import speak
from anxin.commands.dossier_language import told as _
from anxin.commands.dossier_pages import Broken, NotProved, canonical, digest, page, told_facts

FORMAT = "anxin-dossier-1"
BLOCK = 1 << 16
MOST_PARTS = 10_000


def run(arguments: list[str]) -> int:
    """Verify; exit 0 with one line a check, 1 with the first broken link."""
    options = parser.Parser("dossier", "Verify a dossier offline.", data=False)
    options.add_argument("subcommand", choices=["verify"], help="what to do")
    options.add_argument("file", type=parser.existing_file, metavar="FILE.zip", help="a dossier as it was downloaded")
    options.add_argument("--key", default="", help="public key (hex) the signature must be of")
    options.add_argument("--roots", type=parser.existing_file, help="PEM to trust for the outside time-stamps")
    options.add_argument("--language", choices=["en", "zh"], default="", help="en or zh; else as LANG says")
    known = options.read(arguments)
    speak(known.language or os.environ.get("LC_ALL") or os.environ.get("LANG", ""))
    roots = known.roots.read_text(encoding="ascii") if known.roots else ""
    try:
        with zipfile.ZipFile(known.file) as pack:
            for line in verify(pack, key=known.key.lower(), roots=roots):
                said = _("not proved: {line}") if isinstance(line, NotProved) else _("ok: {line}")
                print(said.format(line=line))
    except Broken as broken:
        print(_("broken: {why}").format(why=broken))
        return 1
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        why = f"{_('not a readable ZIP')} ({' '.join(str(error).split())[:120]})"
        print(_("broken: {why}").format(why=why))
        return 1
    return 0


def verify(pack: zipfile.ZipFile, *, key: str = "", roots: str = "") -> Iterator[str]:
    """Check one thing after the other and say each that holds."""
    names = _names(pack)
    manifest = page(pack, "manifest.json", dict)
    if manifest.get("format") != FORMAT:
        raise Broken(
            _("manifest.json: expected format {want}, got {got}").format(
                want=FORMAT, got=str(manifest.get("format"))[:40]
            )
        )
    yield _("dossier {number} of {at} (UTC)").format(number=manifest.get("number"), at=manifest.get("made_at"))
    yield _shaped(lambda: _parts(pack, names, manifest), "manifest.json")
    yield _shaped(lambda: _root(manifest), "manifest.json")
    yield _shaped(lambda: _signature(manifest, key), "manifest.json")
    if not key:
        yield _whose(manifest)
    yield _shaped(lambda: _originals(pack, manifest), "custody.json")
    yield _shaped(lambda: _chain(pack), "chain.json")
    yield _shaped(lambda: _receipts(pack), "custody.json")
    if "pictures.json" in names:
        yield _shaped(lambda: _pictures(pack, manifest), "pictures.json")
    if "decisions.json" in names:
        yield _shaped(lambda: _decisions(pack), "decisions.json")
    if "statements.json" in names:
        yield _shaped(lambda: _statements(pack), "statements.json")
    if "messages.json" in names:
        yield _shaped(lambda: _messages(pack), "messages.json")
    yield _shaped(lambda: _checkpoints(pack), "checkpoints.json")
    yield _shaped(lambda: _stamps(pack, roots), "checkpoints.json")


def _shaped(check: Callable[[], str], name: str) -> str:
    """Run a check; a page of another shape is a broken link too, never a crash."""
    try:
        return check()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise Broken(
            _("{page}: not of the shape expected ({error})").format(page=page, error=type(error).__name__)
        ) from error


def _names(pack: zipfile.ZipFile) -> list[str]:
    """Refuse names that would leave the folder they are unpacked in, and doubles."""
    names = [one.filename for one in pack.infolist()]
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or name.endswith("/"):
            raise Broken(_("{name}: a name that leads out of the dossier").format(name=repr(name[:80])))
    if len(names) > MOST_PARTS:
        raise Broken(_("{n} parts: more than any dossier has").format(n=len(names)))
    double = next((name for name in names if names.count(name) > 1), None)
    if double:
        raise Broken(_("{name}: stands in the dossier twice").format(name=double[:80]))
    if "manifest.json" not in names:
        raise Broken(_("{name}: missing").format(name="manifest.json"))
    return names


def _parts(pack: zipfile.ZipFile, names: list[str], manifest: dict[str, Any]) -> str:
    listed = {str(one["name"]): one for one in manifest["parts"]}
    for name in names:
        if name != "manifest.json" and name not in listed:
            raise Broken(_("{name}: not listed in the manifest").format(name=name[:80]))
    for name, one in sorted(listed.items()):
        if name not in names:
            raise Broken(_("{name}: listed, but not there").format(name=name))
        digest = hashlib.sha256()
        left = int(one["size"])
        try:
            with pack.open(name) as part:
                while block := part.read(BLOCK):
                    left -= len(block)
                    if left < 0:
                        raise Broken(_("{name}: longer than listed").format(name=name))
                    digest.update(block)
        except (zipfile.BadZipFile, EOFError) as error:
            raise Broken(_("{name}: its bytes were changed").format(name=name)) from error
        if left or digest.hexdigest() != one["sha256"]:
            raise Broken(_("{name}: its bytes were changed").format(name=name))
    return _("{n} parts have the hashes listed").format(n=len(listed))


def _root(manifest: dict[str, Any]) -> str:
    parts = sorted((str(one["name"]), str(one["sha256"]), int(one["size"])) for one in manifest["parts"])
    leaves = [
        hashlib.sha256(b"\x00" + canonical([name, "part", name, size, digest])).digest() for name, digest, size in parts
    ]
    if _tree(leaves).hex() != manifest["root"] or manifest["count"] != len(leaves):
        raise Broken(_("manifest.json: the root is not that of the parts listed"))
    return _("Merkle root {root}…").format(root=manifest["root"][:16])


def _tree(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _tree(leaves[:split]) + _tree(leaves[split:])).digest()


def _signature(manifest: dict[str, Any], key: str) -> str:
    if key and manifest["public_key"] != key:
        raise Broken(
            _("manifest.json: signed with the key {got}…, expected {want}…").format(
                got=manifest["public_key"][:16], want=key[:16]
            )
        )
    if not _signed(manifest["public_key"], manifest["signature"], bytes.fromhex(manifest["root"])):
        raise Broken(_("manifest.json: the signature does not fit the root"))
    return _("signed with the key {key}…").format(key=manifest["public_key"][:16])


def _whose(manifest: dict[str, Any]) -> NotProved:
    said = _("whose key that is: compare {key} with the one published at /verify/dossiers/, and give it as --key")
    return NotProved(said.format(key=manifest["public_key"]))


def _signed(key: str, signature: str, content: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            base64.b64decode(signature.partition("|")[2]), content
        )
    except InvalidSignature:
        return False
    return True


def _originals(pack: zipfile.ZipFile, manifest: dict[str, Any]) -> str:
    hashes = {str(one["name"]): one["sha256"] for one in manifest["parts"]}
    listed = page(pack, "custody.json", list)
    rows = [one for one in listed if one["file"]]
    for one in rows:
        if hashes.get(one["file"]) != one["sha256"]:
            raise Broken(_("{label}: the original is not the one its custody names").format(label=one["label"]))
    extra = [name for name in hashes if name.startswith("originals/") and name not in {one["file"] for one in rows}]
    if extra:
        raise Broken(_("{name}: an original without custody").format(name=extra[0]))
    gone = sum(1 for one in listed if one.get("gone_at") and not one["file"])
    other = len(listed) - len(rows) - gone
    kept = _(", {n} stay with the other side").format(n=other) if other else ""
    ended = _(", {n} were kept as long as they may be").format(n=gone) if gone else ""
    return _("{n} originals are those of the custody list").format(n=len(rows)) + kept + ended


def _pictures(pack: zipfile.ZipFile, manifest: dict[str, Any]) -> str:
    """Hold each picture of the case against the list, and the list against the fact that told of its hash."""
    hashes = {str(one["name"]): one["sha256"] for one in manifest["parts"]}
    told = {(one["facts"].get("row"), one["facts"].get("sha256")) for one in told_facts(pack)}
    listed = page(pack, "pictures.json", list)
    for one in listed:
        if one["file"] and hashes.get(one["file"]) != one["sha256"]:
            raise Broken(_("{label}: the picture is not the one that is listed").format(label=one["label"]))
        if (one["row"], one["sha256"]) not in told:
            raise Broken(_("{label}: the chain tells of another picture").format(label=one["label"]))
    named = {one["file"] for one in listed}
    extra = [name for name in hashes if name.startswith("pictures/") and name not in named]
    if extra:
        raise Broken(_("{name}: a picture that is not listed").format(name=extra[0]))
    return _("{n} pictures are those the chain tells of").format(n=len(listed))


def _chain(pack: zipfile.ZipFile) -> str:
    chain = page(pack, "chain.json", dict)
    previous, opened, closed = "", 0, 0
    for number, one in enumerate(chain["entries"], 1):
        where = _("chain.json: entry {number}").format(number=number)
        if one["position"] != number or one["previous"] != previous:
            raise Broken(_("{where} does not follow the one before").format(where=where))
        if one.get("closed"):
            closed += 1
        else:
            opened += _entry(one, chain["stream"], where)
        previous = one["hash"]
    if (chain["length"], chain["head"]) != (len(chain["entries"]), previous):
        raise Broken(_("chain.json: the end is cut off"))
    said = _("{n} facts follow each other, {opened} texts fit their commitments")
    kept = _(", {n} are closed to this reader: their hashes are part of the chain").format(n=closed) if closed else ""
    return said.format(n=chain["length"], opened=opened) + kept


def _entry(one: dict[str, Any], stream: list[str], where: str) -> int:
    """Hold a fact against its hash, and its texts against their commitments; return how many of those there are."""
    content = {name: one[name] for name in ("position", "id", "code", "at", "by", "facts", "commitments", "previous")}
    if digest("entry", {"stream": stream, **content}) != one["hash"]:
        raise Broken(_("{where} ({code}) was changed").format(where=where, code=one["code"]))
    texts = {name: value for name, value in one["opened"].items() if isinstance(value, list)}
    for name, value in texts.items():
        if digest("private", [name, *value]) != one["commitments"][name]:
            raise Broken(
                _("{where} ({code}): the text {name} was changed").format(
                    where=where, code=one["code"], name=repr(name)
                )
            )
    return len(texts)


def _receipts(pack: zipfile.ZipFile) -> str:
    """Compare the custody list with what the chain says was received."""
    told = {one["facts"]["link"]: one for one in told_facts(pack) if one["code"] == "evidence.received"}
    for row in page(pack, "custody.json", list):
        fact = told.get(row["link"])
        if fact is None or (fact["facts"]["sha256"], fact["facts"]["side"]) != (row["sha256"], row["side"]):
            raise Broken(_("{label}: the chain tells of another receipt").format(label=row["label"]))
        if fact["facts"]["sealed"][:19] != row["sealed_at"][:19]:
            raise Broken(_("{label}: sealed at another time than the chain tells").format(label=row["label"]))
    return _("{n} receipts in the chain are those of the custody list").format(n=len(told))


def _decisions(pack: zipfile.ZipFile) -> str:
    """Compare every decision with the fact that says what was decided, and why where the words are opened."""
    told = {one["facts"].get("row"): one for one in told_facts(pack) if one["code"] == "decision.proposed"}
    rows = page(pack, "decisions.json", list)
    for row in rows:
        fact = told.get(row["id"])
        where = f"decisions.json: {row['id']}"
        if fact is None or any(fact["facts"][name] != row[name] for name in ("remedy", "amount_fen", "kind", "liable")):
            raise Broken(_("{where}: the chain tells of another decision").format(where=where))
        reason = fact["opened"].get("reason")
        if isinstance(reason, list) and reason[1] != row["reason"]:
            raise Broken(_("{where}: the chain gives another reason").format(where=where))
    return _("{n} decisions are those the chain tells of").format(n=len(rows))


def _statements(pack: zipfile.ZipFile) -> str:
    """Hold what each side said against the fact that binds it; what was bound by none is counted."""
    entries = page(pack, "chain.json", dict)["entries"]
    rows = page(pack, "statements.json", list)
    bound = [one for one in rows if one["committed"]]
    for one in bound:
        opened = [value[1] for value in entries[one["fact"] - 1].get("opened", {}).values() if isinstance(value, list)]
        if opened and one["text"] not in opened:
            raise Broken(_("statements.json: the chain gives other words than those of {at}").format(at=one["at"]))
    said = _("{n} statements are those the chain tells of, {free} were bound by no fact at the time")
    return said.format(n=len(bound), free=len(rows) - len(bound))


def _messages(pack: zipfile.ZipFile) -> str:
    """Hold each message against the fact that tells of it, and its words against what that binds of them."""
    entries = page(pack, "chain.json", dict)["entries"]
    rows, bound = page(pack, "messages.json", list), 0
    for one in rows:
        fact = entries[one["fact"] - 1]
        if (fact["facts"]["message"], fact["facts"]["side"]) != (one["id"], one["side"]):
            raise Broken(_("messages.json: the chain tells of another message at {at}").format(at=one["at"]))
        if one["committed"]:
            if digest("private", ["said", one["salt"], one["text"]]) != fact["commitments"]["said"]:
                raise Broken(_("messages.json: the chain binds other words than those of {at}").format(at=one["at"]))
            bound += 1
    said = _("{n} messages are those the chain tells of, the words of {bound} are bound by it")
    return said.format(n=len(rows), bound=bound)


def _checkpoints(pack: zipfile.ZipFile) -> str:
    key = page(pack, "manifest.json", dict)["public_key"]
    rows = page(pack, "checkpoints.json", list)
    for one in rows:
        content = [one[name] for name in ("number", "at", "count", "root", "previous")]
        if digest("checkpoint", content) != one["hash"]:
            raise Broken(_("{where}: was changed").format(where=_checkpoint(one)))
        if not _signed(key, one["signature"], bytes.fromhex(one["hash"])):
            raise Broken(_("{where}: the signature does not fit").format(where=_checkpoint(one)))
    said = _("{n} checkpoints are signed; by themselves they don't show that they cover this case")
    return said.format(n=len(rows))


def _stamps(pack: zipfile.ZipFile, roots: str) -> str:
    """Hold each outside stamp, and how the case leads to the root it covers; the newest stamped one says since when."""
    rows, said = page(pack, "checkpoints.json", list), []
    for one in rows:
        for given in one.get("stamps", ()):
            where = _("{where}: the time-stamp by {by}").format(where=_checkpoint(one), by=given["by"])
            pem = roots or given["roots"]
            try:
                told = decode_timestamp_response(bytes.fromhex(given["answer"]))
                verifier = VerifierBuilder(roots=x509.load_pem_x509_certificates(pem.encode())).build()
                verifier.verify_message(told, bytes.fromhex(one["hash"]))
            except (VerificationError, ValueError) as error:
                raise Broken(_("{where} does not hold ({error})").format(where=where, error=str(error)[:60])) from error
            if told.tst_info.gen_time.isoformat()[:19] != given["at"][:19]:
                raise Broken(_("{where} is of another time").format(where=where))
            if one["proof"]:
                said.append(f"{given['by']} at {given['at'][:19]} UTC")
        if one["proof"]:
            facts = _covered(pack, one)
    if not said:
        return NotProved(
            _(
                "when the facts were written: no time-stamp from outside covers the case, so it rests on the word of "
                "the house that signed it"
            )
        )
    below = (
        _("the certificates given")
        if roots
        else _("the certificates in the dossier: compare them with the authority's own")
    )
    words = _("facts 1 to {n} were there before they were stamped by {by}, below {below}")
    return words.format(n=facts, by=", ".join(said), below=below)


def _checkpoint(one: dict[str, Any]) -> str:
    return _("checkpoint {number}").format(number=one["number"])


def _covered(pack: zipfile.ZipFile, one: dict[str, Any]) -> int:
    """Return how many facts of the case a checkpoint covers, once its root is computed anew from them."""
    chain, proof = page(pack, "chain.json", dict), one["proof"]
    if chain["entries"][proof["length"] - 1]["hash"] != proof["head"]:
        raise Broken(_("{where}: covers other facts").format(where=_checkpoint(one)))
    content = [chain["id"], *chain["stream"], proof["length"], proof["head"]]
    found = hashlib.sha256(b"\x00" + canonical(content)).digest()
    for side, beside in proof["path"]:
        pair = bytes.fromhex(beside) + found if side == "left" else found + bytes.fromhex(beside)
        found = hashlib.sha256(b"\x01" + pair).digest()
    if found.hex() != one["root"]:
        raise Broken(_("{where}: the case doesn't lead to its root").format(where=_checkpoint(one)))
    return int(proof["length"])
