"""`anxin keys`: make the master key, rotate keys while people work, show which there are."""

from datetime import UTC, datetime

from anxin.commands import parser

SUBCOMMANDS = ("init", "rotate", "show")


def run(arguments: list[str]) -> int:
    """Do one subcommand; secrets are never printed."""
    options = parser.Parser("keys", "init: make keys where there are none; rotate: replace them; show: list them.")
    options.add_argument("subcommand", choices=SUBCOMMANDS, help="what to do")
    options.add_argument("--master", action="store_true", help="rotate: a new master key, all others wrapped anew")
    options.add_argument("--index", action="store_true", help="rotate: a new key of the phone search too")
    known = options.open_house(arguments)
    if known.subcommand == "init":
        return _init()
    parser.need_tables("anxin keys")
    return _rotate(master=known.master, index=known.index) if known.subcommand == "rotate" else _show()


def _init() -> int:
    from anxin.core.keys import masters

    made = masters.init()
    did = "made a master key" if made else "the master key stands"
    print(f"{did} in {masters.key_file()}; back it up apart from the data. Data keys follow with the tables")
    return 0


def _rotate(*, master: bool, index: bool) -> int:
    from anxin.core import vault
    from anxin.core.keys import masters, ring

    if master:
        masters.renew()
        print(f"master: renewed, {ring.rewrap()} keys wrapped anew; the old one is kept in {masters.key_file()}")
    done = vault.rotate(now=datetime.now(UTC), index=index, settle_s=ring.LOOK_AGAIN_S)
    print(f"rotated: {done.resealed} rows resealed, {len(done.retired)} keys retired")
    for refused in done.refused:
        print(f"refused: {refused['name']} row {refused['row']} ({refused['code']})")
    return 1 if done.refused else 0


def _show() -> int:
    from anxin.core.keys import masters
    from anxin.core.keys.models import VaultKey

    for master in masters.masters():
        print(f"master {master.name}")
    for key in VaultKey.objects.order_by("purpose", "version"):
        state = f"retired {key.retired_at:%Y-%m-%d}" if key.retired_at else "in use"
        print(f"{key.purpose:6} v{key.version} {key.id} {key.suite} made {key.created_at:%Y-%m-%d} {state}")
    return 0
