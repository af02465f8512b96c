"""Deploy mistakes, said before they hurt: each with an id and a hint."""

import os
import ssl
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from anxin.core.errors import AnxinError
from anxin.core.files import store
from anxin.core.keys import mark, masters
from anxin.core.keys.models import VaultKey
from anxin.core.keys.suites import SUITES
from anxin.core.settings import queries as kept


def declare() -> None:
    """Register the checks with Django; those of the database run only where Django is asked to check one."""
    register(lambda **_asked: the_keys(), Tags.security)
    register(lambda **_asked: the_files(), Tags.files)
    register(lambda **_asked: the_mail(), Tags.security)
    register(lambda **asked: the_master() if asked["databases"] else [], Tags.database)
    register(lambda **asked: the_settings() if asked["databases"] else [], Tags.database)


def the_keys() -> list[CheckMessage]:
    """The master key lies apart from the data, readable by its owner only."""
    found: list[CheckMessage] = []
    folder, data = Path(masters.configured("keys")).resolve(), Path(settings.DATA).resolve()
    if folder.is_relative_to(data):
        hint = "Set ANXIN_KEYS to a folder that is not backed up together with the data."
        found.append(Error("The key folder lies inside the data folder.", hint=hint, id="core.E001"))
    if masters.configured("suite") not in SUITES:
        hint = f"Set ANXIN_SUITE to one of: {', '.join(SUITES)}."
        found.append(Error("The cipher suite is unknown.", hint=hint, id="core.E002"))
    if masters.key_file().exists() and masters.key_file().stat().st_mode & 0o077:
        hint = "chmod 600 the file and 700 its folder."
        found.append(Error("Others may read the master key file.", hint=hint, id="core.E003"))
    if not mark.stands() and not _is_writable(folder):
        hint = (
            "Let Anxin write there until the file `sealed.since` is left; without it, seals taken away are laid anew."
        )
        found.append(Warning("The key folder can't keep the mark that heads are sealed.", hint=hint, id="core.W002"))
    return found


def _is_writable(folder: Path) -> bool:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    return os.access(there, os.W_OK | os.X_OK)


def the_files() -> list[CheckMessage]:
    """The files folder can be written, as far as it is there; the address of a store can be read."""
    folder = Path(settings.FILES)
    if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
        hint = "Give the user who runs Anxin write permission, or set ANXIN_DATA to another folder."
        return [Error("The files folder can't be written.", hint=hint, id="core.E004")]
    try:
        store.here()
    except ValueError as error:
        hint = "Let ANXIN_S3 be https://KEY:SECRET@host/bucket, or take it away: then the files folder counts."
        return [Error(f"The address of the store of files is none: {error}.", hint=hint, id="core.E007")]
    except ImportError as error:
        hint = "Install Anxin with the extra `scale`: pip install 'anxin[scale]'."
        return [Error(f"A store of files is set, and {error.name} is not installed.", hint=hint, id="core.E007")]
    return []


def the_mail() -> list[CheckMessage]:
    """The authority that the mail server's certificate is held against can be read."""
    try:
        ssl.create_default_context(cafile=settings.SMTP_CA or None)
    except OSError as error:  # of ssl too
        hint = "Let ANXIN_SMTP_CA name a file of certificates (PEM), or take it away: then the system's count."
        return [Error(f"The mail server's authority can't be read: {error}.", hint=hint, id="core.E006")]
    return []


def the_master() -> list[CheckMessage]:
    """Every key of this database can be opened with the master keys at hand."""
    try:
        wrapped_by = set(VaultKey.objects.values_list("master", flat=True))
        missing = wrapped_by - {master.name for master in masters.masters()}
    except (DatabaseError, AnxinError):
        return []
    if not missing:
        return []
    hint = f"Put the master key back into {masters.key_file()} or ANXIN_MASTER_KEY; without it nothing opens."
    return [Error(f"Master keys missing: {', '.join(sorted(missing))}.", hint=hint, id="core.E005")]


def the_settings() -> list[CheckMessage]:
    """Every kept setting says what this version can read."""
    try:
        found = kept.unreadable(at=datetime.now(UTC))
    except DatabaseError:
        return []
    hint = "Change it under /desk/settings/; until then what was valid before it counts, at last what is delivered."
    return [
        Warning(f"The setting {name} was kept in a shape nobody reads any more: {why}.", hint=hint, id="core.W003")
        for name, why in found.items()
    ]
