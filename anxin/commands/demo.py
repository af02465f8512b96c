"""`anxin demo`: a fresh folder with the cast and its story, served on one port."""

import argparse
import json
import multiprocessing
import os
import secrets
import shutil
import socket
import sys
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anxin.commands import parser, preparation, serve
from anxin.commands.lock import AlreadyServed, folder_lock
from anxin.commands.serve import ports
from anxin.commands.serve.supervisor import forked
from anxin.config import environment

if TYPE_CHECKING:
    from anxin.demo.loaded_demo import Loaded
    from anxin.demo.prepared_demo import Prepared

NOTE = "demo.json"


def run(arguments: list[str]) -> int:
    """Make the folder, load the cast, serve; or tell the long part beforehand; or print one role's present code."""
    options = parser.Parser("demo", "Run the product with its demo cast in a fresh data folder.")
    serve.add_ports(options)
    options.add_argument("--code", metavar="ROLE", help="print the authenticator code of a running demo's role and end")
    options.add_argument("--prepare", action="store_true", help="tell what is long over for the next demos, and end")
    options.add_argument("--short", action="store_true", help="tell the cast's own repairs only")
    known = options.read(arguments)
    data = Path(known.data or "var/demo").resolve()
    if known.code:
        return _print_code(data, known.code)
    if known.prepare:
        return preparation.prepare()
    try:
        with ports.hold(known.host, known.port) as port:
            _clear(data)
            with folder_lock(data):
                return _run(known, data, port)
    except ports.PortTaken as error:
        parser.refuse("anxin demo", f"--port: {error}")
    except AlreadyServed as error:
        parser.refuse("anxin demo", f"--data: {error}")


def _run(options: argparse.Namespace, data: Path, port: socket.socket) -> int:
    story = None if options.short or environment.read().database_url else preparation.at_hand()
    code = f"{secrets.randbelow(1_000_000):06d}"
    os.environ |= {"ANXIN_STATIC": "collected", "ANXIN_DEMO_CODE": code}
    environment.point_at(data)
    if story is not None:
        preparation.lay(story)
    serve.load(options)
    hears, tells = multiprocessing.Pipe(duplex=False)
    teller = forked("demo", partial(_fill, story, tells))
    tells.close()

    def tell(url: str) -> None:
        facts = facts_of(hears.recv(), url=url, code=code)
        note = data / NOTE
        note.write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
        _print(facts, data)

    try:
        hears.recv()
        with preparation.refreshed(story):
            return serve.serve(options, data, port, on_ready=tell)
    except EOFError:
        return 1  # the teller has said why
    finally:
        teller.terminate()
        teller.join()


def _fill(story: "Prepared | None", tells: Connection) -> None:
    """Fill the data folder, tell that the parts may start, then what there is to show.

    What is under way is told beside the start of the parts, where the rest lay prepared.
    """
    from anxin.commands import upgrade
    from anxin.demo import prepared_demo
    from anxin.demo import story as told

    if story is None:
        upgrade.migrate()
        upgrade.collect()
        loaded = told.load(now=datetime.now(UTC))
        tells.send(None)
    else:
        prepared_demo.renew_master()
        upgrade.collect()
        tells.send(None)
        loaded = told.go_on(story.links, now=datetime.now(UTC))
    tells.send(loaded)


def facts_of(loaded: "Loaded", *, url: str, code: str) -> dict[str, Any]:
    """Return the content of demo.json."""
    logins = {
        role: {"user": one.user, "password": one.password, "totp_secret": one.totp_secret}
        for role, one in loaded.logins.items()
    }
    return {
        "url": url,
        "logins": logins,
        "customers": [{"phone": phone, "code": code} for phone in loaded.phones],
        "links": {name: url + path for name, path in loaded.links.items()},
        "api_token": loaded.api_token,
    }


def _clear(data: Path) -> None:
    if data.exists() and any(data.iterdir()):
        if not (data / NOTE).exists():
            parser.refuse("anxin demo", f"--data: expected an empty folder or an earlier demo, got {data}")
        with folder_lock(data):
            shutil.rmtree(data)
    keys = data.with_name(f"{data.name}.keys")
    if keys.exists() and "ANXIN_KEYS" not in os.environ:
        shutil.rmtree(keys)


def _print(facts: dict[str, Any], data: Path) -> None:
    serve.say(f"anxin: ready at {facts['url']}  (data folder {data}, all of this in {data / NOTE})")
    for role, login in facts["logins"].items():
        serve.say(f"  {role:18} {login['user']:8} {login['password']:18} authenticator key {login['totp_secret']}")
    for customer in facts["customers"]:
        serve.say(f"  customer           {customer['phone']}  code {customer['code']}")
    for name, url in facts["links"].items():
        serve.say(f"  link               {name}: {url}")
    if facts["api_token"]:
        serve.say(f"  interface          {facts['url']}/api/v1/docs/  token {facts['api_token']}")
    serve.say(f"  sign in at {facts['url']}/sign-in/; the present code of a role: anxin demo --code ROLE --data {data}")


def _print_code(data: Path, role: str) -> int:
    import pyotp

    try:
        logins = json.loads((data / NOTE).read_text(encoding="utf-8"))["logins"]
    except OSError:
        parser.refuse("anxin demo", f"--data: expected the folder of a demo, got {data}")
    if role not in logins:
        parser.refuse("anxin demo", f"--code: expected one of {' '.join(logins)}, got {role}")
    print(pyotp.TOTP(logins[role]["totp_secret"]).now(), file=sys.stdout)
    return 0
