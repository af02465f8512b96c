"""Everything out again, in files that any program reads: tables as lines, what they mean, originals, and their hashes.

Personal values stay sealed, and so do originals, unless two administrators say so with password and authenticator.
What opens something (keys, second factors, codes, addresses with a password) never leaves.
"""

import base64
import getpass
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from anxin import __version__
from anxin.commands import backup, drafts, parser, progress

COVERED = ("password", "_hash", "_index", "secret", "session_data")
TOLD = frozenset(
    {
        *("people.person.name", "people.person.phone", "places.place.detail", "staff.mailbox.mail", "repairs.told"),
        *("people.reveal.reason", "people.reveal_request.reason", "network.report.note", "threads.text"),
        *("people.new_phone", "people.legal_hold.letter", "people.data_request.told"),
        *("contacts.text", "contacts.said", "quality.review.words", "quality.follow_up.note"),
        *("quality.contest.why", "quality.contest.judged_why", "evidence.report", "evidence.capture"),
        *(
            "claims.told",
            "claims.brought",
            "claims.answer",
            "claims.standing",
            "claims.reason",
            "claims.found",
            "claims.outcome",
            "claims.mistake",
        ),
        *(
            "core.timeline.private",
            "core.bulk.run",
            "core.import.line",
            "core.import.summary",
            "core.import.attachment",
            "notices.follower.openid",
            "ledger.payment.payer",
            "ledger.payment.payee",
            "ledger.remittance.payer",
            "ledger.remittance.remark",
        ),
        *("invoices.invoice.buyer", "invoices.title.buyer", "repairs.excluded", "network.authorisation.waiting"),
    }
)
"""Sealed values that people told: they leave in plain."""
OPENS = frozenset(
    {
        *(
            "people.account.totp",
            "people.webhook.secret",
            "network.key.private",
            "custody.code",
            "staff.invitation.token",
            "network.technician.badge",
        ),
        *("opening.mail_server.address", "core.file.key", "core.upload.key", "core.outbox.secret", "visits.code"),
        *("core.provider_account.sealed", "opening.provider_change.sealed"),
        *("notices.push.told", "notices.push_key.private"),
    }
)
"""Sealed values that open something: they never leave. A column in neither list stays too, and fails a test."""
PUBLIC = frozenset({"network.Outlet", "network.Authorisation", "people.Organisation"})
"""Tables of numbers that stand on the public pages: shops and hotlines."""
SUMS, MANIFEST, COLUMNS, ARCHIVES = "SHA256SUMS", "manifest.json", "columns.json", "archives.jsonl"
READ_ME = """All that this installation keeps.

tables/        one file a table, a row a line
columns.json   what the columns are, and what they refer to
archives.jsonl records of cases whose term was over long ago, one a line
files/         the originals, each named by the SHA-256 of its content
SHA256SUMS     check with: sha256sum -c SHA256SUMS

本系统留存的全部内容。

tables/        每张表一个文件，一行一条
columns.json   各列是什么、指向哪里
archives.jsonl 保留期满已久、已归档的记录，一行一单
files/         原件，文件名就是内容的 SHA-256
SHA256SUMS     用 sha256sum -c SHA256SUMS 核对
"""


def write(folder: Path, *, plain: bool, as_csv: bool, by: tuple[str, ...] = ()) -> dict[str, int]:
    """Write everything into a new folder as it stands at one moment; give the rows by table."""
    with drafts.draft(folder) as place:
        counts = _written(place / folder.name, plain=plain, as_csv=as_csv, by=by)
        (place / folder.name).rename(folder)
    return counts


def _written(draft: Path, *, plain: bool, as_csv: bool, by: tuple[str, ...]) -> dict[str, int]:
    (draft / "tables").mkdir(parents=True)
    with tempfile.TemporaryDirectory(dir=draft.parent) as place:
        counts = _tables(draft, Path(place) / backup.DATABASE, plain=plain, as_csv=as_csv)
    _archives(draft / ARCHIVES, plain=plain)
    if plain:
        _originals(draft / "files")
    told = {"format": 1, "version": __version__, "made_at": datetime.now(UTC).isoformat(), "plain": plain, "by": by}
    _json(draft / MANIFEST, {**told, "rows": counts})
    (draft / "README.txt").write_text(READ_ME, encoding="utf-8")
    _sums(draft)
    return counts


def agreed(names: list[str]) -> tuple[str, ...]:
    """Have two administrators say so, each with password and authenticator; refuses anybody else."""
    from anxin.core import wording
    from anxin.core.errors import AnxinError

    if len(names) != 2 or names[0].casefold() == names[1].casefold():
        parser.refuse("anxin export", f"--agreed: expected two administrators, got {' '.join(names) or 'nobody'}")
    try:
        accounts = {_proved(name) for name in names}
    except AnxinError as error:
        parser.refuse("anxin export", f"--agreed: {wording.error(error)}")
    if len(accounts) != 2:  # a name longer than any is read as the one it begins with
        parser.refuse("anxin export", f"--agreed: expected two administrators, got {names[0]} twice")
    return tuple(names)


def _proved(name: str) -> UUID:
    from anxin.core.acting import acting
    from anxin.domain.people.actions import credentials, factors, throttle
    from anxin.domain.people.queries import actors

    now = datetime.now(UTC)
    attempt = throttle.Attempt(username=name, origin=throttle.Origin(address="command"))
    acting(lambda: throttle.admit(attempt=attempt, now=now))
    proof = credentials.prove(username=name, password=_asked(f"Password of {name}: "))
    account = acting(lambda: credentials.enter(proof=proof, attempt=attempt, now=now))
    code = _asked(f"Code of {name}'s authenticator: ")
    acting(lambda: factors.check(account=account.id, code=code, attempt=attempt, now=now))
    if "operator" not in actors.actor_of_account(account, now=now).roles:
        parser.refuse("anxin export", f"--agreed: expected an administrator, got {name}")
    return UUID(str(account.id))


def _asked(what: str) -> str:
    return getpass.getpass(what) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def faults(folder: Path) -> list[str]:
    """Compare every file with the list of hashes; name those that differ, lack or are on no list."""
    listed = {}
    for row in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        hashed, _, name = row.partition("  ")
        listed[name] = hashed
    there = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()} - {SUMS}
    found = [f"{name}: not on the list" for name in sorted(there - set(listed))]
    for number, (name, hashed) in enumerate(listed.items(), start=1):
        progress.at(f"{number} of {len(listed)} files")
        if name not in there:
            found.append(f"{name}: missing")
        elif _hash(folder / name) != hashed:
            found.append(f"{name}: changed")
    return found


def _tables(draft: Path, snapshot: Path, *, plain: bool, as_csv: bool) -> dict[str, int]:
    """Read all tables from one snapshot, so that they fit together while everything runs."""
    from django.db import connections

    from anxin.commands import rows
    from anxin.config.environment import sqlite
    from anxin.core import replicas

    replicas.read(lambda: backup.snapshot(snapshot))
    rows.add_database("copied", sqlite(snapshot))
    try:
        every = rows.tables()
        _json(draft / COLUMNS, {one._meta.db_table: _columns(one, plain) for one in every})
        return {one._meta.db_table: _table(draft / "tables", one, plain=plain, as_csv=as_csv) for one in every}
    finally:
        connections["copied"].close()


def _table(folder: Path, model: Any, *, plain: bool, as_csv: bool) -> int:
    from anxin.commands import rows
    from anxin.core import tables

    fields = rows.fields(model)
    kept = [(at, one) for at, one in enumerate(fields) if _leaves(model, str(one.column), plain)]
    sealed = {at: column for at, one in kept if (column := _sealed(model, str(one.column)))}
    bound = {at: [one.attname for one in fields].index(_bound(model, column)) for at, column in sealed.items()}
    names, count = [str(one.column) for _, one in kept], 0

    def lines() -> Iterator[list[Any]]:
        nonlocal count
        for row in rows.each(model, "copied"):
            count += 1
            progress.at(f"{model._meta.db_table}: {count} rows")
            told = [
                _opened(sealed[at].name, row[bound[at]], row[at]) if at in sealed else _plain(row[at]) for at, _ in kept
            ]
            yield told if plain or model._meta.label in PUBLIC else [masked(one) for one in told]

    path = folder / f"{model._meta.db_table}.{'csv' if as_csv else 'jsonl'}"
    if as_csv:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            tables.write_csv(stream, names, (["" if one is None else _text(one) for one in line] for line in lines()))
    else:
        with path.open("w", encoding="utf-8") as stream:
            for line in lines():
                stream.write(json.dumps(dict(zip(names, line, strict=True)), ensure_ascii=False) + "\n")
    return count


def _bound(model: Any, column: Any) -> str:
    return str(model._meta.pk.attname if column.row == "pk" else column.row)


def _opened(name: str, row: object, sealed: str | None) -> str | None:
    from anxin.core.vault import open_

    return open_(name, row, sealed) if sealed else sealed  # type: ignore[arg-type]  # the key of any table


def _sealed(model: Any, column: str) -> Any:
    from anxin.core.vault.registry import COLUMNS as DECLARED

    return next((one for one in DECLARED.values() if one.model is model and one.column == column), None)


def _leaves(model: Any, column: str, plain: bool) -> bool:
    """Return whether a column leaves: sealed ones only in plain, what opens something never."""
    sealed = _sealed(model, column)
    if sealed is not None:
        return plain and sealed.name in TOLD
    return not column.endswith("_sealed") and not any(word in column for word in COVERED)


def is_covered(model: Any, column: str) -> bool:
    """Return whether a column holds what no file of one table should: sealed texts, hashes, secrets."""
    return not _leaves(model, column, plain=False)


def _columns(model: Any, plain: bool) -> list[dict[str, Any]]:
    from anxin.commands import rows

    return [
        {
            "name": one.column,
            "type": one.get_internal_type(),
            "null": one.null,
            "refers_to": one.related_model._meta.db_table if one.is_relation and one.related_model else None,
            "left_out": not _leaves(model, str(one.column), plain),
        }
        for one in rows.fields(model)
    ]


def masked(value: Any) -> Any:
    """Mask what looks like a phone in a value, and in what lies in it: columns are open that people typed into."""
    from anxin.core.masks import mask_phones_in

    if isinstance(value, str):
        return mask_phones_in(value)
    if isinstance(value, dict):
        return {key: masked(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [masked(one) for one in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return str(value) if isinstance(value, UUID) else value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list, bool)) else str(value)


def _archives(path: Path, *, plain: bool) -> None:
    """Write the records that lie in archives, a case a line; no file where there are none."""
    from anxin.core import archives

    for number, line in enumerate(archives.lines(), start=1):
        progress.at(f"{number} archived records")
        told = json.loads(line)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(told if plain else masked(told), ensure_ascii=False) + "\n")


def _originals(folder: Path) -> None:
    from anxin.core import files

    folder.mkdir()
    every = files.kept().order_by("received_at", "id")
    for number, one in enumerate(every.iterator(100), start=1):
        progress.at(f"{number} originals")
        with (folder / one.sha256).open("wb") as target:
            for piece in files.open_(one):
                target.write(piece)


def _json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _sums(draft: Path) -> None:
    names = sorted(one.relative_to(draft).as_posix() for one in draft.rglob("*") if one.is_file())
    lines = []
    for number, name in enumerate(names, start=1):
        progress.at(f"{number} of {len(names)} hashes")
        lines.append(f"{_hash(draft / name)}  {name}\n")
    (draft / SUMS).write_text("".join(lines), encoding="utf-8")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
