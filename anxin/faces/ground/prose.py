"""A published text as paragraphs, headings and lists, never as markup of a page; and what an edition changed."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Block:
    """One piece of a text: a heading with a name to lead to, a paragraph, or a list."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class ComparedLine:
    """One line of two editions beside each other: same, gone or come."""

    kind: str
    text: str


def blocks(text: str) -> list[Block]:
    """Read a text: `## ` begins a heading, `- ` an item, an empty line ends a paragraph."""
    found: list[Block] = []
    items: list[str] = []
    words: list[str] = []

    def end() -> None:
        if items:
            found.append(Block(kind="list", items=tuple(items)))
        if words:
            found.append(Block(kind="words", text="\n".join(words)))
        items.clear()
        words.clear()

    for line in map(str.strip, text.splitlines()):
        if line.startswith("## "):
            end()
            found.append(Block(kind="heading", text=line[3:], at=f"s{len(found)}"))
        elif line.startswith("- "):
            if words:
                end()
            items.append(line[2:])
        elif line:
            if items:
                end()
            words.append(line)
        else:
            end()
    end()
    return found


def changes(before: str, after: str) -> list[ComparedLine]:
    """Return two editions beside each other, line by line; what both have far from a change is left out."""
    kinds = {" ": "same", "-": "gone", "+": "come"}

    def lines() -> Iterator[ComparedLine]:
        for one in difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1):
            if one.startswith(("---", "+++")):
                continue
            yield (
                ComparedLine(kind="gap", text="…")
                if one.startswith("@@")
                else ComparedLine(kind=kinds[one[0]], text=one[1:])
            )

    return list(lines())
