"""Verifying one case finds its sealed rows by an index, however many cases there were."""

from anxin.core import row_seals
from anxin.core.checkpoints.sealed_rows import HOME


def test_every_sealed_row_of_a_case_is_found_by_its_case() -> None:
    for model in row_seals.sealed_models():
        if {one.name for one in model._meta.fields}.issuperset(HOME):
            assert any(tuple(one.fields[:2]) == HOME for one in model._meta.indexes), model._meta.label
