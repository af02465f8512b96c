"""The only module that reads the environment."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from anxin.core import hosts

WAY = ("sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs")
"""What a database's address may say of the way to it: encryption, and of several servers which one is meant."""


MARKS = frozenset({"secret", "lock", "anxin.sqlite3"})
"""Whatever a data folder holds from its first start on, one of these is among it."""
BESIDE = frozenset({"lost+found"})
"""What a fresh disk holds."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What an operator may set from outside, with the defaults of one machine."""

    data: Path
    database_url: str
    replica_url: str
    secret_key: str
    debug: bool
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    tls: str
    started_behind_tls: bool
    metrics_token: str
    metrics_folder: str
    log_level: str
    instance: str
    parts: tuple[str, ...]
    parent: int
    static_collected: bool
    demo_code: str
    play: bool
    keys: Path
    master_key: str
    key_service: str
    suite: str
    s3: str
    smtp: str
    smtp_ca: str
    font: str


def read(values: "os._Environ[str] | dict[str, str]" = os.environ) -> Environment:
    """Read the environment once; missing values mean: one machine, embedded database."""
    data = Path(values.get("ANXIN_DATA", "var")).resolve()
    return Environment(
        data=data,
        database_url=values.get("ANXIN_DATABASE_URL", ""),
        replica_url=values.get("ANXIN_DATABASE_REPLICA", ""),
        secret_key=values.get("ANXIN_SECRET_KEY", ""),
        debug=values.get("ANXIN_DEBUG", "") == "1",
        hosts=tuple(filter(None, values.get("ANXIN_HOSTS", "localhost,127.0.0.1,[::1]").split(","))),
        origins=tuple(filter(None, values.get("ANXIN_ORIGINS", "").split(","))),
        tls=values.get("ANXIN_TLS", ""),
        started_behind_tls=bool(hosts.HostLine(data, said=values.get("ANXIN_TLS", ""))),
        metrics_token=values.get("ANXIN_METRICS_TOKEN", ""),
        metrics_folder=values.get("PROMETHEUS_MULTIPROC_DIR", ""),
        log_level=values.get("ANXIN_LOG_LEVEL", "info"),
        instance=values.get("ANXIN_INSTANCE", ""),
        parts=tuple(filter(None, values.get("ANXIN_PARTS", "").split(","))),
        parent=int(values.get("ANXIN_PARENT", "0")),
        static_collected=values.get("ANXIN_STATIC", "") == "collected",
        demo_code=values.get("ANXIN_DEMO_CODE", ""),
        play=bool(values.get("ANXIN_PLAY", "") or values.get("ANXIN_DEMO_CODE", "")),
        keys=Path(values.get("ANXIN_KEYS") or data.with_name(f"{data.name}.keys")).resolve(),
        master_key=values.get("ANXIN_MASTER_KEY", ""),
        key_service=values.get("ANXIN_KMS", ""),
        suite=values.get("ANXIN_SUITE", "aes"),
        s3=values.get("ANXIN_S3", ""),
        smtp=values.get("ANXIN_SMTP", ""),
        smtp_ca=values.get("ANXIN_SMTP_CA", ""),
        font=values.get("ANXIN_FONT", ""),
    )


def keep_private() -> None:
    """Have every file and folder that this process and its children make be readable by their owner only."""
    os.umask(0o077)


def multiply_alone() -> None:
    """Have matrices be multiplied by the thread that asks: ours are small, and helpers cost more than they help."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class NotOurs(Exception):
    """A folder that holds what isn't ours: nothing there is touched."""


def take(folder: Path) -> None:
    """Refuse as a data folder what holds anything and was none before, such as the machine's own /var.

    Raises `NotOurs`.
    """
    names = {one.name for one in folder.iterdir()} if folder.is_dir() else set()
    strange = sorted(one for one in names if one not in BESIDE and not one.startswith("."))
    if strange and not any((folder / mark).is_file() for mark in MARKS):
        raise NotOurs(f"--data: expected an empty folder or one of ours, got {folder}, which holds {strange[0]}")


def close_to_others(folder: Path) -> None:
    """Take away what others may do in a folder and in all that lies in it."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o700)


def point_at(data: Path | str | None) -> Path:
    """Make a folder the data folder of this process and its children; None keeps the one already chosen."""
    keep_private()
    if data is not None:
        os.environ["ANXIN_DATA"] = str(Path(data).resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.config.settings")
    return read().data


def become_parent(**facts: str) -> None:
    """Tell processes forked from here whose children they are, and some facts."""
    os.environ |= {f"ANXIN_{name.upper()}": value for name, value in facts.items()}
    os.environ["ANXIN_PARENT"] = str(os.getpid())


def databases(environment: Environment) -> dict[str, dict[str, object]]:
    """Return Django's settings of every database: the one that is written to, and a standby to read from."""
    found = {"default": database(environment)}
    if environment.replica_url:
        if not environment.database_url:
            raise ValueError("ANXIN_DATABASE_REPLICA: expected together with ANXIN_DATABASE_URL, got it alone")
        found["replica"] = _postgresql(environment.replica_url)
    return found


def database(environment: Environment) -> dict[str, object]:
    """Return Django's settings of the database that is written to: SQLite in the data folder, or PostgreSQL's."""
    if not environment.database_url:
        return sqlite(environment.data / "anxin.sqlite3")
    return _postgresql(environment.database_url)


STATEMENTS = 400
"""How many prepared statements a SQLite connection keeps (some 13 kB each): a walk asks more than sqlite3's 128."""


def sqlite(path: Path) -> dict[str, object]:
    """Return Django's settings of a SQLite file: one writer at a time, on disk before it is acknowledged."""
    pragmas = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            **{"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
            "cached_statements": STATEMENTS,
        },
    }


POOLERS = ("", "transaction")
"""What an address may say of a pooler before the database: none, or one that gives each transaction a connection."""


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    pooler = query.pop("pooler", "")
    if pooler not in POOLERS:
        raise ValueError(f"ANXIN_DATABASE_URL: pooler: expected transaction or nothing, got {pooler!r}")
    settings: dict[str, object] = {
        "ENGINE": "anxin.config.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": bool(pooler),
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 16, "timeout": 5},
            "connect_timeout": 5,
            **{name: query[name] for name in WAY if name in query},
        },
    }
    return settings


def secret_of(data: Path) -> str:
    """Read the signing secret of this data folder, making it on first use (readable by its owner only)."""
    path = data / "secret"
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        take(data)
        data.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="utf-8").strip()
        secret = secrets.token_urlsafe(50)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        return secret
