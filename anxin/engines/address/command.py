"""`anxin address [FILE|-] [--contact] [--hint KEY=VALUE] [--jobs N] [--json]`: one line in, one answer out."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from anxin.engines.address import display
from anxin.engines.address.encoder import Encoder
from anxin.engines.address.gazetteer import Gazetteer, load
from anxin.engines.address.pool import spread
from anxin.engines.address.resolution import Hints

USAGE = "usage: anxin address [FILE|-] [--contact] [--hint city=NAME|orders=CODES|areas=CODES] [--jobs N] [--json]"
HELP = f"""{USAGE}

One line in, one answer out, in the same order; a line may be a JSON object {{"text": …, "hints": {{…}}}}.

  FILE         a file of lines; - or nothing: standard input
  --contact    find a name and phone numbers too
  --hint K=V   city=NAME, orders=CODES or areas=CODES: where such lines usually lie; may be repeated
  --jobs N     so many processes at once, order kept (default 1)
  --json       one JSON object a line instead of a table
  -h, --help   this page

example: anxin address lines.txt --hint city=广州市 --json"""
CHUNK = 1 << 16
MOST_JOBS = 256
HINTS = ("city", "orders", "areas")


class Refused(ValueError):
    """Something asked for that can't be done, with the sentence that says so."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    path: str = "-"
    contact: bool = False
    as_json: bool = False
    jobs: int = 1
    hints: Hints | None = None


def run(arguments: list[str]) -> int:
    """Run the command and return its exit status: 0 done, 2 refused, 130 interrupted."""
    if set(arguments) & {"-h", "--help"}:
        print(HELP)
        return 0
    try:
        options = parse(arguments)
        _known(options.hints)
        source = _open(options.path)
    except Refused as refusal:
        print(f"anxin address: {refusal}", file=sys.stderr)
        return 2
    try:
        with source:
            _stream(source, sys.stdout.buffer, options)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


def parse(arguments: list[str]) -> Options:
    """Read the arguments.

    Raises
    ------
    Refused
        For an unknown option, a second file, a hint that is not one.
    """
    options, waiting, paths = Options(), list(arguments), []
    while waiting:
        argument = waiting.pop(0)
        name, equals, value = argument.partition("=")
        if argument == "--json":
            options = replace(options, as_json=True)
        elif argument == "--contact":
            options = replace(options, contact=True)
        elif name == "--hint":
            if not equals and not waiting:
                raise Refused("--hint: expected KEY=VALUE, got nothing")
            options = replace(options, hints=_hinted(options.hints, value if equals else waiting.pop(0)))
        elif name == "--jobs":
            if not equals and not waiting:
                raise Refused("--jobs: expected a whole number, got nothing")
            options = replace(options, jobs=_jobs(value if equals else waiting.pop(0)))
        elif argument.startswith("-") and argument != "-":
            raise Refused(f"expected --contact, --hint, --jobs or --json, got {argument}")
        else:
            paths.append(argument)
    if len(paths) > 1:
        raise Refused(f"expected one file, got {len(paths)}: {' '.join(paths)}")
    return replace(options, path=paths[0]) if paths else options


def hints_from(fields: object) -> Hints:
    """Make hints of a JSON object; names outside city, orders, areas are refused unless they begin with ``x-``."""
    if not isinstance(fields, dict):
        raise Refused(f"hints: expected an object, got {type(fields).__name__}")
    hints: Hints | None = None
    for key, value in fields.items():
        if str(key).startswith("x-"):
            continue
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in values):
            raise Refused(f"hints.{key}: expected text or a list of texts, got {value!r}")
        hints = _hinted(hints, f"{key}={','.join(values)}")
    return hints or Hints()


def _hinted(hints: Hints | None, spelled: str) -> Hints:
    key, equals, value = spelled.partition("=")
    if not equals or key not in HINTS:
        raise Refused(f"hint: expected {', '.join(HINTS)} with a value, got {spelled}")
    known = hints or Hints()
    if key == "city":
        return replace(known, city=value)
    codes = tuple(code.strip() for code in value.split(",") if code.strip())
    return replace(known, orders=codes) if key == "orders" else replace(known, areas=codes)


def _jobs(spelled: str) -> int:
    if not spelled.isascii() or not spelled.isdigit() or not 1 <= int(spelled[:9]) <= MOST_JOBS:
        raise Refused(f"--jobs: expected a whole number from 1 to {MOST_JOBS}, got {spelled}")
    return int(spelled)


def _known(hints: Hints | None) -> None:
    """Refuse a hint that is no division."""
    unknown = load().unknown(hints) if hints else ""
    if unknown:
        raise Refused(f"hint: expected a name or code of a division in the table, got {unknown}")


def _open(path: str) -> BinaryIO:
    if path == "-":
        return os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0) if _has_stdin() else sys.stdin.buffer
    try:
        return open(path, "rb", buffering=0)
    except OSError as error:
        raise Refused(f"{path}: expected a readable file, got {error.strerror}") from error


def _has_stdin() -> bool:
    try:
        sys.stdin.fileno()
    except (OSError, ValueError):
        return False
    return True


def _stream(source: BinaryIO, target: BinaryIO, options: Options) -> None:
    load()
    progress = display.Progress(sys.stderr, source, options.as_json)
    if not options.as_json:
        target.write(display.heading(options.contact).encode())
    for lines, answered in spread(source, chunks(source), options.jobs, partial(_answering, options)):
        target.write(answered)
        target.flush()
        progress.advance(lines)
    progress.finish()


def _answering(options: Options) -> Callable[[list[bytes]], bytes]:
    return Answerer(load(), options).block


def chunks(source: BinaryIO) -> Iterator[list[bytes]]:
    """Read a stream as lists of whole lines, as they come; a first byte order mark is dropped."""
    rest, first = b"", True
    while data := source.read(CHUNK):
        if first:
            data, first = data.removeprefix(b"\xef\xbb\xbf"), False
        if b"\n" not in data:
            rest = _joined(rest, data, source)
            if b"\n" not in rest:
                yield [rest]
                return
            data, rest = rest, b""
        lines = (rest + data).split(b"\n")
        rest = lines.pop()
        yield lines
    if rest:
        yield [rest]


def _joined(rest: bytes, data: bytes, source: BinaryIO) -> bytes:
    """Read on to the next line break, joining once, so that a line of many megabytes costs linear time."""
    parts = [rest, data]
    while b"\n" not in parts[-1]:
        more = source.read(CHUNK)
        if not more:
            break
        parts.append(more)
    return b"".join(parts)


class Answerer:
    """Turns one line of bytes into one line of answer."""

    def __init__(self, gazetteer: Gazetteer, options: Options) -> None:
        self._gazetteer = gazetteer
        self._options = options
        self._encoder = Encoder(gazetteer.table)
        self._resolve = gazetteer.resolve

    def block(self, lines: list[bytes]) -> bytes:
        """Answer several lines, decoding them at once where all are good UTF-8."""
        try:
            texts = b"\n".join(lines).decode().split("\n")
            answers = [self.text(text) for text in texts]
        except UnicodeDecodeError:
            answers = [self.line(line) for line in lines]
        answers.append("")
        return "\n".join(answers).encode("utf-8", "backslashreplace")

    def line(self, raw: bytes) -> str:
        """Answer one line."""
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return self._refusal(raw.decode("utf-8", "replace").rstrip("\r"), "not utf-8")
        return self.text(text)

    def text(self, text: str) -> str:
        """Answer one line of text."""
        if text.endswith("\r"):
            text = text[:-1]
        hints = self._options.hints
        if text.startswith("{") and text.rstrip().endswith("}"):
            try:
                text, hints = self._record(text)
            except Refused as refusal:
                return self._refusal(text, f"refused: {refusal}")
        if self._options.contact:
            contact = self._gazetteer.resolve_contact(text, hints)
            if self._options.as_json:
                return self._encoder.line(contact.place, contact)
            return display.row(contact.place, contact)
        found = self._resolve(text, hints)
        return self._encoder.line(found) if self._options.as_json else display.row(found, None)

    def _record(self, text: str) -> tuple[str, Hints | None]:
        try:
            fields = json.loads(text)
        except ValueError:
            return text, self._options.hints
        except RecursionError:
            return text, self._options.hints
        if not isinstance(fields, dict):
            return text, self._options.hints
        unknown = [str(key) for key in fields if key not in {"text", "hints"} and not str(key).startswith("x-")]
        if unknown:
            raise Refused(f"expected text and hints, got {', '.join(unknown)}")
        if not isinstance(fields.get("text"), str):
            raise Refused(f"text: expected text, got {fields.get('text')!r}")
        hints = hints_from(fields["hints"]) if fields.get("hints") is not None else self._options.hints
        _known(hints if hints is not self._options.hints else None)
        return fields["text"], hints

    def _refusal(self, text: str, note: str) -> str:
        if self._options.as_json:
            return self._encoder.refusal(text, note, self._options.contact)
        return display.refusal(text, note)
