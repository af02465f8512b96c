"""A dossier whose case was time-stamped from outside says since when its facts were there, and proves it offline."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from anxin.commands import dossier as verifier
from anxin.core import checkpoints, providers
from anxin.core.acting import acting
from anxin.domain.claims import queries
from anxin.domain.evidence import queries as evidence
from tests.claim_builders import Walked, a_claim
from tests.core.lamp import ALICE
from tests.standins.stamps import Stamps

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl program"),
]


@pytest.fixture
def authority(tmp_path: Any) -> Iterator[Stamps]:
    with Stamps(tmp_path) as one:
        kept = {"kind": "stamps", "name": "stamps", "rank": 1, "values": one.values, "secrets": {"password": ""}}
        acting(lambda: providers.keep(**kept, by=ALICE, now=datetime.now(UTC)))
        yield one


def taken(one: Walked) -> dict[str, bytes]:
    """Return the parts of the dossier."""
    now = datetime.now(UTC)
    with (
        evidence.build(queries.dossier(one.claim, now=now), now=now) as out,
        zipfile.ZipFile(io.BytesIO(out.read())) as pack,
    ):
        return {name: pack.read(name) for name in pack.namelist()}


def stamps_of(parts: dict[str, bytes], roots: str = "") -> str:
    """Hold a dossier's stamps as `anxin dossier verify` does."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
    with zipfile.ZipFile(held) as pack:
        return verifier._stamps(pack, roots)


def test_a_dossier_proves_since_when_its_facts_were_there(authority: Stamps) -> None:
    """A dossier proves offline since when its facts were there; another root, time, head or path breaks it"""
    one = a_claim(now=datetime.now(UTC))
    told = stamps_of(taken(one))
    assert isinstance(told, verifier.NotProved)
    assert "no time-stamp from outside covers the case" in told
    acting(lambda: checkpoints.checkpoint(datetime.now(UTC)))
    checkpoints.stamp_newest(now=datetime.now(UTC))
    for _ in range(4):  # those after it are not stamped: it goes along all the same
        acting(lambda: checkpoints.checkpoint(datetime.now(UTC)))
    parts = taken(one)
    count = len(json.loads(parts["chain.json"])["entries"])

    said = stamps_of(parts)
    assert said.startswith(f"facts 1 to {count} were there before they were stamped by Stamps of the test at 20")
    assert "compare them" in said
    assert "below the certificates given" in stamps_of(parts, authority.roots)
    with pytest.raises(verifier.Broken, match="does not hold"):
        stamps_of(parts, (authority.folder / "stranger-root.pem").read_text())
    for break_it in (_other_time, _other_head, _other_path):
        rows = json.loads(parts["checkpoints.json"])
        break_it(next(row for row in rows if row["proof"]))
        with pytest.raises(verifier.Broken, match=r"of another time|other facts|doesn't lead"):
            stamps_of({**parts, "checkpoints.json": json.dumps(rows).encode()})


def _other_time(row: dict[str, Any]) -> None:
    row["stamps"][0]["at"] = "2026-01-01T00:00:00.000000+00:00"


def _other_head(row: dict[str, Any]) -> None:
    row["proof"]["length"] = 1


def _other_path(row: dict[str, Any]) -> None:
    row["root"] = "00" * 32
