"""Build captures: a reviewer asks, the buyer photographs step by step, and hands it in."""

import hashlib
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from PIL import Image

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.evidence.models import Challenge, Frame, Link
from anxin.domain.evidence.queries.movements import action_of
from tests import laid
from tests.claim_builders import Walked, a_claim, as_it_lies, drawn, jpeg, sealed

ROLES = ("overview", "closeup", "action")


def asked(now: datetime, *, kind: str = "link", order: str = "YT-20261118-7730") -> tuple[Walked, Challenge]:
    def walk() -> tuple[Walked, Challenge]:
        one = a_claim(now=now, at="review", order=order)
        lin = one.by(cast.LIN)
        made = one.do(lambda: claims.ask_evidence(claim=one.claim, kind=kind, text="换个角度", by=lin, now=one.now))
        if kind == "link":
            made.code = next(f"{order}-{n}" for n in range(100) if action_of(f"{order}-{n}") == "closer")
            Challenge.objects.filter(pk=made.pk).update(code=made.code)
        return one, made

    def again(given: tuple[Walked, Challenge]) -> tuple[Walked, Challenge]:
        return as_it_lies(given[0]), Challenge.objects.get(pk=given[1].pk)

    return laid.walking_once(("asked", kind, order), now, walk, again)


def answers(one: Walked, code: str, *seeds: int, role: str = "second_angle") -> list[Link]:
    given = [PictureGiven(file=sealed(jpeg(drawn(seed)), now=one.now), role=role) for seed in seeds]
    return one.do(
        lambda: claims.answer_challenge(claim=one.claim, code=code, pictures=given, by=one.buyer, now=one.now)
    )


@cache
def shot(role: str) -> bytes:
    """Photograph the cup: whole, close by, and once more from nearer."""
    whole = drawn(51, size=(1200, 900))
    box = {"overview": (0, 0, 1200, 900), "closeup": (250, 200, 1000, 760), "action": (140, 100, 1080, 800)}[role]
    return jpeg(whole.crop(box).resize((1200, 900), Image.Resampling.LANCZOS))


@cache
def moved(action: str) -> bytes:
    """Photograph the cup once more as an action asks: beside the first picture, the middle of a wider scene."""
    wide, middle = drawn(51, size=(2400, 1800)), (600, 450, 1800, 1350)
    if action == "turn":
        return jpeg(wide.rotate(30, Image.Resampling.BICUBIC).crop(middle))
    box = {
        "first": middle,
        "closer": (900, 675, 1500, 1125),
        "farther": (0, 0, 2400, 1800),
        "move_left": (300, 450, 1500, 1350),
        "move_right": (900, 450, 2100, 1350),
    }[action]
    return jpeg(wide.crop(box).resize((1200, 900), Image.Resampling.LANCZOS))


def announces(one: Walked, code: str, role: str, content: bytes, *, by: Actor | None = None) -> Frame:
    told = hashlib.sha256(content).hexdigest()
    given: dict[str, Any] = {"code": code, "role": role, "sha256": told, "by": by or one.buyer}
    one.now += timedelta(seconds=5)
    return acting(lambda: claims.announce_frame(claim=one.claim, now=one.now, **given))


def sends(one: Walked, code: str, frame: Frame, content: bytes, *, by: Actor | None = None) -> Frame:
    one.now += timedelta(seconds=5)
    given: dict[str, Any] = {"code": code, "frame": str(frame.id), "by": by or one.buyer}
    file = sealed(content, now=one.now)
    return acting(lambda: claims.send_frame(claim=one.claim, file=file, now=one.now, **given))


def takes(one: Walked, code: str, *roles: str) -> None:
    for role in roles or ROLES:
        content = shot(role)
        sends(one, code, announces(one, code, role, content), content)
