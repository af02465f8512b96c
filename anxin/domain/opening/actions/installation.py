"""What an installation is told about itself: imprint, public address, mail server, where backups go."""

import os
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from urllib.parse import unquote, urlsplit

from django.conf import settings as django_settings

from anxin.core import hosts, later, providers, settings, timeline, vault
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.timeline import StreamKey
from anxin.domain.opening import providers as address_looks
from anxin.domain.opening import queries, rules
from anxin.domain.opening.actions import two_persons
from anxin.domain.opening.models import Backup, MailServer
from anxin.domain.opening.providers import AddressProbe
from anxin.domain.opening.queries import lookup
from anxin.domain.people import queries as people
from anxin.domain.people.actions.imports import refuse_taken
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff

BACK_UP = "anxin.config.tasks.back_up"
LOOK = "anxin.domain.opening.tasks.look"
HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?"


class BadAddress(Invalid):
    """This is no address people could type."""

    code = "opening.bad_address"


class BadFolder(Invalid):
    """A backup can't be written there, or would be lost together with the data."""

    code = "opening.bad_folder"


class BadServer(Invalid):
    """This is no mail server."""

    code = "opening.bad_server"


class PasswordMoved(BadServer):
    """What was kept is the password at another server: it is sent nowhere else."""

    code = "opening.password_moved"


def keep_imprint(*, value: Mapping[str, str], by: Actor, now: datetime) -> None:
    """Propose another imprint; a second person confirms it under settings."""
    told = {**settings.get("site.imprint", at=now), **{name: text for name, text in value.items() if text}}
    settings.propose(name="site.imprint", value=told, valid_from=now, by=by, now=now)


def keep_address(*, address: str, by: Actor, now: datetime) -> None:
    """Keep under which address people reach this installation, or ask a second administrator to agree to it.

    Raises `BadAddress`, and `AddressTaken` where a brand has its name.
    """
    plain = hosts.plain_address(address)
    if not plain:
        raise BadAddress("address", expected="https://name.example", got=address)
    refuse_taken(plain, field="address", slug=people.operator().slug, now=now)
    if two_persons.takes_two(rules.ADDRESS, now=now) and plain != settings.get("notices.address", at=now):
        two_persons.ask(kind=rules.ADDRESS, name=rules.ADDRESS, values={"address": plain}, by=by, now=now)
    else:
        put_address(address=plain, by=by, now=now)


def put_address(*, address: str, by: Actor, now: datetime, asked_by: str = "") -> None:
    """Have people reach this installation there: every process answers to its name from now on.

    Raises `AddressTaken` where a brand took its name while it waited.
    """
    refuse_taken(address, field="address", slug=people.operator().slug, now=now)
    before = settings.get("notices.address", at=now)
    if address != before:
        hosts.keep_secure(Path(django_settings.DATA), secure=False)
        later.put(LOOK, arguments={}, key=f"look|{now.isoformat()}", now=now)
        staff.note_way(way=rules.ADDRESS, asked_by=asked_by, by=by, now=now, first=not before)
    settings.propose(name="notices.address", value=address, valid_from=now, by=by, now=now)
    keep_hosts(now=now)


def keep_hosts(*, now: datetime) -> None:
    """Have every process answer to the public address and to those of the brands."""
    hosts.keep(queries.addresses(now=now), Path(django_settings.DATA))


def probe_addresses(*, by: Actor, now: datetime) -> list[AddressProbe]:
    """Look at the public address and those of the brands from outside; what each came to stays on the checklist.

    Call it outside of any block: it waits for the network.
    """
    nonce, own = token_hex(16), str(settings.get("notices.address", at=now))
    found = []
    for address in queries.addresses(now=now):
        found.append(address_looks.probe(address, nonce=nonce, mark=queries.house_mark(nonce)))
        _keep_look(found[-1], is_own=address == own, by=by, now=now)
    acting(lambda: _forget_looks({one.address for one in found}, now=now))
    return found


def _keep_look(found: AddressProbe, *, is_own: bool, by: Actor, now: datetime) -> None:
    acting(lambda: _note_look(found, lookup.ADDRESS if is_own else rules.look_name(found.address), by=by, now=now))
    if not is_own:
        return
    secure = not found.fault and found.address.startswith("https://")
    hosts.keep_secure(Path(django_settings.DATA), secure=secure or _was_secure(found))


def _was_secure(found: AddressProbe) -> bool:
    """Return whether an address that can't be reached for now goes on counting as one behind TLS."""
    return bool(found.fault) and hosts.is_secure(Path(django_settings.DATA))


def _note_look(found: AddressProbe, name: str, *, by: Actor, now: datetime) -> None:
    told = {"address": found.address, "ends": found.ends.isoformat() if found.ends else ""}
    before = providers.account(name)
    if before is None or before.values != told:
        providers.keep(kind=lookup.ADDRESS, name=name, rank=1, values=told, secrets={}, by=by, now=now)
    providers.note_trial(name, fault=found.fault, now=now)


def _forget_looks(addresses: Collection[str], *, now: datetime) -> None:
    """Forget what addresses came to that no brand has any more."""
    for name, one in providers.health().items():
        if one.kind == lookup.ADDRESS and one.values["address"] not in addresses:
            providers.end(name, now=now)


def keep_mail(*, kind: str, host: str, port: str, user: str, password: str, by: Actor, now: datetime) -> None:
    """Keep the mail server, or ask a second administrator to agree to it.

    An empty password keeps that of before for the same user at the same place.
    """
    if not re.fullmatch(HOST, host):
        raise BadServer("host", expected="smtp.example.com", got=host, facts={"lacks": "host"})
    if port and not (port.isdecimal() and 0 < int(port) < 65536):
        raise BadServer("port", expected="1 to 65535", got=port, facts={"lacks": "port"})
    values = {"kind": kind, "host": host, "port": port, "user": user}
    secrets = {"password": password or _known_password(host, port or str(rules.PORTS[kind]), user)}
    if two_persons.takes_two(rules.MAIL, now=now):
        two_persons.ask(kind=rules.MAIL, name=rules.MAIL, values=values, secrets=secrets, by=by, now=now)
    else:
        put_mail(**values, **secrets, by=by, now=now)


def put_mail(
    *, kind: str, host: str, port: str, user: str, password: str, by: Actor, now: datetime, asked_by: str = ""
) -> MailServer:
    """Have letters leave by this mail server from now on, untried, its password sealed."""
    first = queries.mail_server() is None
    row = MailServer(id=uuid7(), host=host, kept_by=by.key, kept_at=now)
    address = rules.server_address(kind=kind, host=host, port=port, user=user, password=password)
    row.address_sealed = vault.seal(lookup.SERVER, row.id, address)
    row.save(force_insert=True)
    staff.note_way(way=rules.MAIL, asked_by=asked_by, by=by, now=now, first=first)
    return row


def _known_password(host: str, port: str, user: str) -> str:
    """Return the password kept for somebody; raises `PasswordMoved` where it was kept for him elsewhere."""
    before = queries.mail_server()
    parts = urlsplit(queries.server_url(before)) if before else None
    if parts is None or not user or not parts.password or unquote(parts.username or "") != user:
        return ""
    if (parts.hostname, str(parts.port)) != (host.lower(), port):
        raise PasswordMoved("password", expected="the password there", got="")
    return unquote(parts.password)


def put_off(*, step: str, by: Actor, now: datetime) -> None:
    """Go on without a step of the set-up for now; the checklist goes on saying what it costs."""
    waits = {*str(settings.get(lookup.PUT_OFF, at=now)).split(), step}
    settings.propose(name=lookup.PUT_OFF, value=" ".join(sorted(waits)), valid_from=now, by=by, now=now)


def note_trial(*, fault: str, now: datetime) -> None:
    """Write down what a trial of the mail server came to; an empty fault is a letter that was taken."""
    row = queries.mail_server()
    if row is not None:
        MailServer.objects.filter(pk=row.pk).update(tried_at=now, fault=fault[:200])


def keep_backup(*, folder: str, by: Actor, now: datetime) -> None:
    """Keep into which folder a backup is written each night: outside of the data, and writable.

    The last part of the path is made where it lacks.
    """
    path = Path(folder.strip())
    try:
        lacks = _folder_lacks(path) or _made_lacks(path)
    except OSError:  # a name too long, a folder that may not be looked into
        lacks = "writable"
    if lacks:
        raise BadFolder("folder", expected="a folder for backups", got=folder, facts={"lacks": lacks})
    settings.propose(name=lookup.FOLDER, value=str(path), valid_from=now, by=by, now=now)
    later.put(BACK_UP, arguments={}, key=f"back_up|{now.isoformat()}", now=now)


def _folder_lacks(path: Path) -> str:
    if not path.is_absolute() or "\0" in str(path):
        return "absolute"
    if not path.parent.is_dir():
        return "parent"
    if path.exists() and not path.is_dir():
        return "file"
    return "outside" if path.resolve().is_relative_to(Path(django_settings.DATA).resolve()) else ""


def _made_lacks(path: Path) -> str:
    """Make the folder where it lacks, and return what lacks then."""
    with suppress(OSError):
        path.mkdir(mode=0o700, exist_ok=True)
    return "" if path.is_dir() and os.access(path, os.W_OK | os.X_OK) else "writable"


def note_backup(*, path: str, size: int, fault: str, now: datetime) -> Backup:
    """Write down that a backup was made, or why not."""
    return Backup.objects.create(at=now, path=path[:400], size=size, fault=fault[:200])


def note_export(*, by: Sequence[str], now: datetime, table: str = "") -> None:
    """Write down at each account that said so that a table, or everything, was taken out in plain."""
    code, facts = ("opening.table_exported", {"table": table}) if table else ("opening.exported", {})
    for account in filter(None, map(people.account, by)):
        actor = actors.actor_of_account(account, now=now, via="command")
        timeline.write(StreamKey("account", str(account.pk)), code, by=actor, now=now, facts=facts)
