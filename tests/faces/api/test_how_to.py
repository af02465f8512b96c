"""The commands printed in the how-to do what they say."""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from anxin.demo import cast
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
HOW_TO = Path(__file__).resolve().parents[3] / "docs/how-to/api.md"


def commands() -> list[list[str]]:
    """Read every curl command of the page, as a shell would."""
    blocks = re.findall(r"```sh\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.S)
    lines = [line for block in blocks for line in re.split(r"\n(?=curl )", block.replace("\\\n", " "))]
    return [shlex.split(line) for line in lines]


def run(words: list[str], values: dict[str, str]) -> Any:
    """Do what a curl command says."""
    for name, value in values.items():
        words = [word.replace(f"${name}", value) for word in words]
    flags = {"-X": "GET", "-d": ""}
    headers, url, rest = {}, "", iter(words[1:])
    for word in rest:
        if word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word in flags:
            flags[word] = next(rest)
        else:
            url = word
    media = headers.pop("Content-Type", "")
    return Client().generic(flags["-X"], url, flags["-d"].encode(), content_type=media, headers=headers)


def test_every_command_of_the_page_works(program: Callable[..., Program]) -> None:
    values = {"ANXIN": "", "TOKEN": program(cast.HEYAN).token, "NUMBER": ""}
    report, *others = commands()
    made = run(report, values)
    assert made.status_code == 201, made.content
    assert run(report, values).content == made.content
    values["NUMBER"] = made.json()["number"]
    assert len(others) == 5
    for words in others:
        answer = run(words, values)
        assert answer.status_code == 200, words
        told = answer.json()
        assert values["NUMBER"] in answer.content.decode() or told["answer"] == "genuine"
