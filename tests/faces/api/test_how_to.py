"""The commands printed in the how-to do what they say."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anxin.demo import cast
from tests.evidence_builders import drawn, jpeg
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
PICTURE = jpeg(drawn(11))
NEW = {"$ANXIN/api/v1/repairs": "NUMBER", "$ANXIN/api/v1/claims": "CLAIM"}
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
    flags = {"-X": "GET", "-d": "", "-o": ""}
    headers, form, url, rest = {}, {}, "", iter(words[1:])
    for word in rest:
        if word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "-F":
            name, _, value = next(rest).partition("=")
            form[name] = SimpleUploadedFile(value[1:], PICTURE) if value.startswith("@") else value
        elif word in flags:
            flags[word] = next(rest)
        else:
            url = word
    if form:
        return Client().post(url, form, headers=headers)
    media = headers.pop("Content-Type", "")
    return Client().generic(flags["-X"], url, flags["-d"].encode(), content_type=media, headers=headers)


def test_every_command_of_the_page_works(program: Callable[..., Program]) -> None:
    values = {"ANXIN": "", "TOKEN": program(cast.HEYAN).token, "NUMBER": "", "CLAIM": ""}
    values["SHOP"] = program(cast.MERCHANT).token
    seen = []
    for words in commands():
        answer = run(words, values)
        content = b"".join(answer)
        posted = "POST" in words
        assert answer.status_code == (201 if posted else 200), (words, content)
        if posted:
            assert run(words, values).content == content
        if answer["Content-Type"] == "application/zip":
            assert content.startswith(b"PK")
            continue
        told = json.loads(content)
        seen.append(told.get("number") or told.get("answer") or told["items"])
        name = NEW.get(next(word for word in words if word.startswith("$ANXIN")))
        if posted and name:
            values[name] = told["number"]
    assert len(seen) == 12
    assert seen[0] == values["NUMBER"] != values["CLAIM"] == seen[4]
