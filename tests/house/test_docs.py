"""The documentation builds: every link leads somewhere, both languages, nothing from elsewhere, words for pictures."""

import re
import shutil
from pathlib import Path

import pytest

from tools import docs

ROOT = Path(__file__).resolve().parents[2]
ENGLISH_ONLY = {
    "docs/architecture.md": "read by who changes the code, which is in English throughout",
    "docs/decisions/": "read by who changes the code",
    "docs/explanation/algorithms/": "methods, in the terms of English papers, for who changes or weighs the code",
    "docs/explanation/growth.md": "figures of statements and plans, for who changes or weighs the code",
    "docs/reference/": "drawn from the code or held against it by tests, which would hold one language only",
}
"""What has no Chinese page, each with why: a file, or a folder whole."""
USERS = tuple(sorted({one.name.partition(".")[0] for one in (ROOT / "docs/how-to").glob("*.md")}))
PICTURE_BYTES, PICTURES_BYTES = 64_000, 900_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("docs") / "site"
    docs.build(ROOT, into)
    return into


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Lay a tree whose documentation is one page beside the front pages."""
    (tmp_path / "docs/tutorial").mkdir(parents=True)
    for name in ("README.md", *docs.BESIDE):
        (tmp_path / name).write_text("# 首页\n\n---\n\n## English\n", encoding="utf-8")
    return tmp_path


class TestSite:
    def test_holds_a_page_in_both_languages_unless_it_says_why_not(self) -> None:
        pages = {str(one.relative_to(ROOT)) for one in (ROOT / "docs").rglob("*.md")}
        english = {one for one in pages if not one.endswith(".zh.md")}
        twinned = {one for one in english if one.removesuffix(".md") + ".zh.md" in pages}
        excused = {one for one in english if any(one.startswith(why) for why in ENGLISH_ONLY)}
        assert english - twinned == excused
        assert pages - english == {one.removesuffix(".md") + ".zh.md" for one in twinned}
        assert all(any(one.startswith(why) for one in english) for why in ENGLISH_ONLY)

    def test_holds_both_tutorials_in_both_languages_and_each_leads_to_the_other(self, site: Path) -> None:
        for name in ("first-repair", "first-claim"):
            english = (site / f"tutorial/{name}.html").read_text(encoding="utf-8")
            chinese = (site / f"tutorial/{name}.zh.html").read_text(encoding="utf-8")
            assert f'href="{name}.zh.html">中文' in english
            assert f'href="{name}.html">English' in chinese
            assert english.count("<img") == chinese.count("<img") >= 5
            assert '<html lang="zh-Hans">' in chinese

    @pytest.mark.parametrize("name", USERS)
    def test_holds_what_its_users_read_in_both_languages_part_by_part(self, site: Path, name: str) -> None:
        english, chinese = (
            (site / f"how-to/{name}{suffix}.html").read_text(encoding="utf-8") for suffix in ("", ".zh")
        )
        assert f'href="{name}.zh.html">中文' in english
        assert f'href="{name}.html">English' in chinese
        for part in ("<h2", "<pre", "<table"):
            assert english.count(part) == chinese.count(part), part
        words = re.sub(r"<(pre|code)\b.*?</\1>|<[^>]+>", " ", chinese.split("<main")[1], flags=re.DOTALL)
        assert len(re.findall(r"[\u4e00-\u9fff]", words)) > 3 * len(re.findall(r"[A-Za-z]{4,}", words)), "it is Chinese"

    @pytest.mark.parametrize("name", USERS)
    def test_leads_a_chinese_reader_to_chinese_pages_where_there_are_any(self, name: str) -> None:
        text = (ROOT / f"docs/how-to/{name}.zh.md").read_text(encoding="utf-8")
        assert not [one for one in re.findall(r"\]\((\w+)\.md", text) if one in USERS]

    @pytest.mark.parametrize("name", USERS)
    def test_calls_a_button_in_chinese_as_the_page_does(self, name: str) -> None:
        text = (ROOT / f"docs/how-to/{name}.zh.md").read_text(encoding="utf-8").replace("**", "")
        quoted = re.finditer(r"\*([^*\n]+)\*|“([^”\n]+)”", text)
        pressed = {one[1] or one[2] for one in quoted if text[one.start() - 1] in "点按"}
        catalogue = (ROOT / "anxin/locale/zh_Hans/LC_MESSAGES/django.po").read_text(encoding="utf-8")
        assert {one for one in pressed if f'"{one.rstrip("…")}' not in catalogue} == set()  # a sum may follow

    def test_loads_nothing_from_elsewhere_and_runs_nothing(self, site: Path) -> None:
        for path in site.rglob("*.html"):
            page = path.read_text(encoding="utf-8")
            assert not re.search(r'<script|style="|(?:src|<link[^>]+href)="(?:/|[a-z]+:)', page), path
            for found in re.findall(r'(?:src|href)="(?![a-z]+:)([^"#]+)', page):
                assert (path.parent / found).is_file(), f"{path}: {found}"

    def test_each_page_has_one_heading_of_its_own_and_words_for_its_pictures(self, site: Path) -> None:
        for path in site.rglob("*.html"):
            page = path.read_text(encoding="utf-8")
            assert page.count("<h1") == 1, path
            assert not re.search(r'<title> ·|alt=""', page), path

    def test_pictures_stay_small(self) -> None:
        weights = {path.name: path.stat().st_size for path in (ROOT / "docs/images/tutorial").iterdir()}
        assert max(weights.values()) <= PICTURE_BYTES, weights
        assert sum(weights.values()) <= PICTURES_BYTES


@pytest.mark.parametrize("name", ["domain", "claims"])
def test_reference_names_only_functions_and_read_models_that_are_there(name: str) -> None:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "anxin").rglob("*.py"))
    there = {one for source in sources for one in re.findall(r"^ *(?:def|class) (\w+)", source, re.MULTILINE)}
    text = (ROOT / f"docs/reference/{name}.md").read_text(encoding="utf-8")
    assert {one for one in re.findall(r"`(?:\w+\.)*(\w+)\(", text) if one not in there} == set()


class TestBroken:
    @pytest.mark.parametrize(
        ("said", "named"),
        [
            ("[a](nowhere.md)", "'nowhere.md' leads to no file"),
            ("[a](#nowhere)", "'#nowhere' leads to no heading"),
            ("[a](../../README.md#nowhere)", "leads to no heading of index.html"),
            ("![](../../LICENSE)", "a picture without words"),
        ],
    )
    def test_link_or_picture_is_named(self, small: Path, said: str, named: str) -> None:
        (small / "docs/tutorial/one.md").write_text(f"# One\n\n{said}\n", encoding="utf-8")
        with pytest.raises(docs.Broken, match=re.escape(named)):
            docs.build(small, small / "site")

    def test_whole_page_is_built_where_nothing_is_broken(self, small: Path) -> None:
        shutil.copy(ROOT / "LICENSE", small)
        (small / "docs/tutorial/one.md").write_text("# One\n\n[a](#one) [b](../../LICENSE)\n", encoding="utf-8")
        docs.build(small, small / "site")
        assert 'href="../LICENSE"' in (small / "site/tutorial/one.html").read_text(encoding="utf-8")
