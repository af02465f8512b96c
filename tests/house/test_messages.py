"""The Chinese catalogue is complete and compiled, and a forgotten sentence is seen."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import messages

ROOT = messages.ROOT
HALF = re.compile(r"[\u4e00-\u9fff）”][,;?!(]|[,;?!)][\u4e00-\u9fff“]")


class TestCatalogue:
    def test_has_chinese_for_every_message(self) -> None:
        assert messages.untranslated(messages.merged(ROOT)) == []

    def test_is_written_with_chinese_marks(self) -> None:
        for message in messages.catalogue(ROOT):
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            assert not [one for one in said if message.id and HALF.search(one or "")], message.id

    def test_says_nothing_twice_over(self) -> None:
        """A catalogue that was merged badly repeated thirteen texts three times, and keeps every other rule."""
        twice = re.compile(r"(.{6,}?)\1+", re.DOTALL)
        for message in messages.catalogue(ROOT):
            said = message.string if isinstance(message.string, tuple) else (message.string,)
            assert not [one for one in said if message.id and twice.fullmatch(one or "")], message.id

    def test_compiled_file_is_that_of_the_catalogue(self) -> None:
        committed = (ROOT / messages.FOLDER / "django.mo").read_bytes()
        assert committed == messages.compiled(messages.catalogue(ROOT)), "run `make messages` and commit"

    def test_keeps_the_places_of_values(self) -> None:
        for message in messages.catalogue(ROOT):
            if message.id:
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                assert messages.places(ids[-1]) == messages.places(said[0]), message.id

    def test_says_of_a_job_that_waits_what_it_waits_for(self) -> None:
        said = {message.id: message.string for message in messages.catalogue(ROOT)}
        assert said["send whom"] == "定师傅"
        assert said["No code"] == "报不出码"

    def test_sees_a_sentence_without_chinese(self, tmp_path: Path) -> None:
        page = tmp_path / "anxin/faces/templates/new.html"
        page.parent.mkdir(parents=True)
        page.write_text('{% load i18n %}{% translate "Nobody translated me" %}')
        code = tmp_path / "anxin/new.py"
        code.write_text('from django.utils.translation import gettext_lazy as _\nX = _("Nor me")\n')
        assert sorted(messages.untranslated(messages.merged(tmp_path))) == ["Nobody translated me", "Nor me"]
