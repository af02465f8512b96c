"""Build the documentation as a folder of pages that open anywhere: `make docs`, into var/docs.

README.md becomes the two front pages, every other file a page; `name.zh.md` is the Chinese of `name.md`. Addresses are
relative and nothing is loaded from elsewhere, so a folder on a stick does what a web server does. A link that leads
nowhere, or a picture that says nothing to who can't see it, ends the build by its name.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from posixpath import normpath, relpath
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[1]
STYLE = Path(__file__).with_name("docs.css")
ZH, EN = "zh-Hans", "en"
SECTIONS = {
    "tutorial": {ZH: "教程", EN: "Tutorials"},
    "how-to": {ZH: "怎么做", EN: "How to"},
    "explanation": {ZH: "为什么", EN: "Explanation"},
    "reference": {ZH: "参考", EN: "Reference"},
    "decisions": {ZH: "决定", EN: "Decisions"},
}
SAID = {
    "skip": {ZH: "跳到正文", EN: "Skip to the content"},
    "chapters": {ZH: "目录", EN: "Chapters"},
    "front": {ZH: "安心售后", EN: "Anxin"},
    "other": {ZH: "English", EN: "中文"},
    "only": {ZH: "（英文）", EN: ""},
    "table": {ZH: "表格", EN: "Table"},
}
BESIDE = ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
FRONT = {ZH: "index.html", EN: "index.en.html"}


class Broken(ValueError):
    """Something in the documentation leads nowhere; says what, and where it stands."""


@dataclass
class Page:
    """One page: where its text comes from, where it goes, and what was found on it."""

    source: str
    target: str
    language: str
    text: str
    title: str = ""
    body: str = ""
    anchors: set[str] = field(default_factory=set)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def section(self) -> str:
        """Name the chapter it stands in."""
        return self.target.partition("/")[0] if "/" in self.target else ""

    def towards(self, target: str) -> str:
        """Return the address of another file of the site from here."""
        return relpath(target, str(Path(self.target).parent))


def build(root: Path, into: Path) -> list[Page]:
    """Write the site into a folder and return its pages."""
    pages = list(_pages(root))
    targets = {one.source: one for one in reversed(pages)} | {f"docs/{name}": _index(name, EN) for name in SECTIONS}
    copied: set[str] = set()
    for one in pages:
        _render(one, root, targets, copied)
    anchors = {one.target: one.anchors for one in pages}
    lost = [
        f"{one.source}: {said!r} leads to no heading of {target}"
        for one in pages
        for said, target, anchor in one.asked
        if anchor not in anchors.get(target, set())
    ]
    if lost:
        raise Broken("\n".join(lost))
    pages += [_list(name, language, pages) for name in SECTIONS for language in (ZH, EN)]
    shutil.rmtree(into, ignore_errors=True)
    for one in pages:
        path = into / one.target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_whole(one, pages), encoding="utf-8")
    for name in sorted(copied):
        path = into / name.removeprefix("docs/")
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, path)
    shutil.copyfile(STYLE, into / "docs.css")
    return pages


def _pages(root: Path) -> Iterator[Page]:
    chinese, _rule, english = (root / "README.md").read_text(encoding="utf-8").partition("\n---\n")
    yield Page("README.md", FRONT[ZH], ZH, re.sub(r"^\[English\].*\n", "", chinese, flags=re.MULTILINE))
    yield Page("README.md", FRONT[EN], EN, "# Anxin\n" + english.replace("## English\n", "", 1))
    for name in BESIDE:
        yield Page(name, name.lower().replace(".md", ".html"), EN, (root / name).read_text(encoding="utf-8"))
    for path in sorted((root / "docs").rglob("*.md")):
        source = path.relative_to(root).as_posix()
        language = ZH if source.endswith(".zh.md") else EN
        target = source.removeprefix("docs/").removesuffix(".md") + ".html"
        yield Page(source, target, language, path.read_text(encoding="utf-8"))


def _index(name: str, language: str) -> Page:
    target = f"{name}/index.zh.html" if language == ZH else f"{name}/index.html"
    return Page(f"docs/{name}", target, language, "", title=SECTIONS[name][language])


def _list(name: str, language: str, pages: list[Page]) -> Page:
    """Write the list of a chapter; what there is in one language only is listed in both."""
    one = _index(name, language)
    here = [page for page in pages if page.section == name]
    shown = [page for page in here if page.language == language or _other(page, here) is None]
    lines = "".join(
        f'<li><a href="{one.towards(page.target)}" lang="{page.language}">{escape(page.title)}</a>'
        f"{SAID['only'][language] if page.language != language else ''}</li>"
        for page in shown
    )
    one.body = f"<h1>{escape(one.title)}</h1><ul>{lines}</ul>"
    return one


def _render(page: Page, root: Path, targets: dict[str, Page], copied: set[str]) -> None:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(page.text)
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            said = _plain(tokens[at + 1])
            page.title = page.title or said
            token.attrSet("id", slug := _slug(said))
            page.anchors.add(slug)
        for part in token.children or ():
            if part.type == "link_open":
                part.attrSet("href", _leads(page, str(part.attrGet("href")), root, targets, copied))
            elif part.type == "image":
                if not part.content.strip():
                    raise Broken(f"{page.source}: a picture without words: {part.attrGet('src')}")
                part.attrSet("src", _leads(page, str(part.attrGet("src")), root, targets, copied))
                part.attrSet("loading", "lazy")
    made = str(parser.renderer.render(tokens, parser.options, {}))
    region = f'<div class="wide" role="group" tabindex="0" aria-label="{SAID["table"][page.language]}"><table>'
    made = made.replace("<table>", region).replace("</table>", "</table></div>")
    page.body = made.replace("<pre>", '<pre tabindex="0">')


def _leads(page: Page, said: str, root: Path, targets: dict[str, Page], copied: set[str]) -> str:
    """Return where a link leads on the site; raises `Broken` where it leads nowhere."""
    if re.match(r"[a-z][a-z0-9+.-]*:", said):
        return said
    path, _hash, anchor = unquote(said).partition("#")
    source = normpath(f"{Path(page.source).parent.as_posix()}/{path}") if path else page.source
    found = page if not path else targets.get(source)
    if found is not None:
        if anchor:
            page.asked.append((said, found.target, anchor))
        return page.towards(found.target) + (f"#{anchor}" if anchor else "")
    if source.startswith("..") or not (root / source).is_file():
        raise Broken(f"{page.source}: {said!r} leads to no file")
    copied.add(source)
    return page.towards(source.removeprefix("docs/"))


def _plain(inline: Token) -> str:
    return "".join(one.content for one in inline.children or () if one.type in {"text", "code_inline"})


def _slug(said: str) -> str:
    """Name a heading as the places do that show these files."""
    return re.sub(r"[^\w\- ]", "", said.strip().lower()).replace(" ", "-")


def _other(page: Page, pages: list[Page]) -> Page | None:
    """Return the same page in the other language, if there is one."""
    name = page.target.replace(".zh.html", ".html")
    if page.target in FRONT.values():
        name = FRONT[EN if page.language == ZH else ZH]
    elif page.language == EN:
        name = page.target.replace(".html", ".zh.html")
    return next((one for one in pages if one.target == name and one is not page), None)


def _whole(page: Page, pages: list[Page]) -> str:
    """Put a page into its frame: where it stands, the chapters, the other language."""
    said = {name: words[page.language] for name, words in SAID.items()}
    other = _other(page, pages)
    there = other.target if other else FRONT[EN if page.language == ZH else ZH]
    language = EN if page.language == ZH else ZH
    chapters = "".join(
        f'<a href="{page.towards(_index(name, page.language).target)}"'
        f"{' aria-current="true"' if page.section == name else ''}>{words[page.language]}</a>"
        for name, words in SECTIONS.items()
    )
    return f"""<!DOCTYPE html>
<html lang="{page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(page.title)} · {said["front"]}</title>
<link rel="stylesheet" href="{page.towards("docs.css")}">
</head>
<body>
<a class="skip" href="#main">{said["skip"]}</a>
<header>
<a class="home" href="{page.towards(FRONT[page.language])}">{said["front"]}</a>
<nav aria-label="{said["chapters"]}">{chapters}</nav>
<a class="other" lang="{language}" href="{page.towards(there)}">{said["other"]}</a>
</header>
<main id="main">
{page.body}</main>
</body>
</html>
"""


if __name__ == "__main__":
    folder = ROOT / "var/docs"
    try:
        made = build(ROOT, folder)
    except Broken as error:
        sys.exit(str(error))
    sys.stdout.write(f"{len(made)} pages: {folder / FRONT[ZH]}\n")
