import pytest

from anxin.core import json_texts


@pytest.mark.parametrize("text", [b"[" * 500_000, '{"a":' * 200_000, "", "{", b"\xff"])
def test_a_tower_of_brackets_is_unreadable_like_anything_else(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        json_texts.read(text)
