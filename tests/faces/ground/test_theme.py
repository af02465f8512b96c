"""The committed style sheet is what the sources build, and what is vendored is what it says."""

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FACES = Path(__file__).resolve().parents[3] / "anxin" / "faces"
VENDOR = FACES / "static" / "vendor"


class TestStyleSheet:
    def test_is_what_the_sources_build(self, tmp_path: Path) -> None:
        built = tmp_path / "app.css"
        binary = Path(sys.executable).parent / "tailwindcss"
        subprocess.run(
            [str(binary), "-i", str(FACES / "theme" / "input.css"), "-o", str(built), "--minify"],
            check=True,
            capture_output=True,
            cwd=FACES.parents[1],
        )
        assert built.read_text() == (FACES / "static/anxin/app.css").read_text(), "run `make theme` and commit app.css"

    def test_asks_nobody_for_anything(self) -> None:
        sheet = (FACES / "static/anxin/app.css").read_text()
        assert not re.findall(r"url\(\s*[\"']?(?:https?:)?//", sheet)
        assert "@import" not in sheet

    def test_keeps_the_first_page_small(self) -> None:
        first = ["app.css", "icons.svg", "mark.svg", "js/ground.js", "js/clocks.js", "js/drafts.js", "js/upload.js"]
        weight = sum(len(gzip.compress((FACES / "static/anxin" / name).read_bytes())) for name in first)
        assert weight < 60_000, f"{weight} bytes before the page itself; the first page may weigh 120 KB"


def vendored() -> list[tuple[str, str]]:
    lines = [line for line in (VENDOR / "VERSIONS").read_text().splitlines() if not line.startswith("#")]
    return [(cells[0], cells[3]) for cells in (line.split(" | ") for line in lines)]


class TestVendored:
    @pytest.mark.parametrize(("name", "digest"), vendored())
    def test_file_is_the_one_written_down(self, name: str, digest: str) -> None:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest

    def test_every_file_is_written_down_and_has_its_licence(self) -> None:
        written = {(VENDOR / name).resolve() for name, _digest in vendored()}
        scripts = {path for path in VENDOR.rglob("*.js") if path.name != "entry.js"}
        assert {path.resolve() for path in scripts} <= written
        assert all((path.parent / "LICENSE").exists() for path in scripts)

    def test_changed_file_is_caught(self, tmp_path: Path) -> None:
        copy = tmp_path / "htmx.min.js"
        shutil.copy(VENDOR / "htmx/htmx.min.js", copy)
        copy.write_bytes(copy.read_bytes() + b" ")
        assert hashlib.sha256(copy.read_bytes()).hexdigest() != dict(vendored())["htmx/htmx.min.js"]


class TestTemplates:
    def test_carry_no_style_and_no_script_of_their_own(self) -> None:
        for path in (FACES / "templates").rglob("*.html"):
            text = path.read_text()
            assert not re.search(r"\sstyle\s*=", text), path
            assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), path
            assert not re.search(r"<script(?![^>]*\bsrc=)", text), path

    def test_name_only_icons_of_the_sprite(self) -> None:
        known = set(re.findall(r'id="i-([a-z0-9-]+)"', (FACES / "static/anxin/icons.svg").read_text()))
        for path in [*(FACES / "templates").rglob("*.html"), *(FACES / "static/anxin/js").glob("*.js")]:
            named = set(re.findall(r'{% icon "([a-z0-9-]+)"', path.read_text()))
            named |= set(re.findall(r'icon\("([a-z0-9-]+)"\)', path.read_text()))
            assert named <= known, (path, named - known)
