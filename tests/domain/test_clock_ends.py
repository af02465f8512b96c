"""What a clock does at its end is named in words: every one of them is there."""

from django.utils.module_loading import import_string

from anxin.core.clocks.registry import CLOCKS


class TestClocks:
    def test_know_what_happens_at_their_end(self) -> None:
        ends = {kind.at_end for kind in CLOCKS.values() if kind.at_end}
        assert len(ends) > 10
        for end in sorted(ends):
            assert callable(import_string(end.replace(":", "."))), end
