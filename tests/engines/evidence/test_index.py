"""The index: what may be compared, what survives torn files, who may write."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from anxin.engines import evidence
from anxin.engines.evidence.index_commands import enter
from anxin.engines.evidence.reuse import kernels
from anxin.engines.evidence.reuse.lookup import search
from anxin.engines.evidence.reuse.signatures import MASKS, NEAR
from anxin.engines.evidence.reuse.store import CODE_SIZE, key_of

Keys = evidence.Keys
Again = Callable[[evidence.Index], evidence.Index]


@pytest.fixture
def again() -> Iterator[Callable[[evidence.Index], evidence.Index]]:
    """Open an index a second time, and close it afterwards."""
    with contextlib.ExitStack() as stack:
        yield lambda index: stack.enter_context(evidence.Index(index.folder))


@pytest.fixture
def index(tmp_path: Path, listing: Path, stranger: Path) -> Iterator[evidence.Index]:
    made = evidence.Index(tmp_path / "index", create=True)
    enter(made, evidence.open_picture(listing), "first", Keys(owner="a", order="1", party="p"))
    enter(made, evidence.open_picture(stranger), "second", Keys(owner="a", order="2", party="q"))
    yield made
    made.close()


def found(index: evidence.Index, path: Path, **keys: str) -> list[evidence.Hit]:
    opened = evidence.open_picture(path)
    assert opened.features is not None
    return search(opened.taken, opened.features, index, Keys(**keys))


class TestSearch:
    def test_finds_the_same_bytes(self, index: evidence.Index, listing: Path) -> None:
        hits = found(index, listing, owner="a", order="9")
        assert [(hit.of, hit.tier, hit.automatic) for hit in hits] == [("first", "exact", True)]

    def test_links_an_edited_copy_by_pdq_and_geometry(self, index: evidence.Index, damaged: Path) -> None:
        hits = found(index, damaged, owner="a", order="9")
        assert [(hit.of, hit.tier, hit.automatic) for hit in hits] == [("first", "pdq", True)]

    def test_finds_a_mirrored_crop(
        self, index: evidence.Index, make_scene: Callable[..., NDArray[np.uint8]], save: Callable[..., Path]
    ) -> None:
        crop = np.ascontiguousarray(make_scene(1)[100:620, 150:800][:, ::-1])
        hits = found(index, save(crop, "crop.jpg", 70), owner="a", order="9")
        assert [(hit.of, hit.tier) for hit in hits] == [("first", "local")]
        assert hits[0].facts["mirrored"]

    def test_finds_a_picture_that_a_screenshot_holds_small(
        self, index: evidence.Index, make_scene: Callable[..., NDArray[np.uint8]], save: Callable[..., Path]
    ) -> None:
        page = np.full((1920, 1080, 3), 245, np.uint8)
        page[700:1105, 270:810] = np.asarray(Image.fromarray(make_scene(1)).resize((540, 405), Image.Resampling.BOX))
        hits = found(index, save(page, "page.png"), owner="a", order="9")
        assert [(hit.of, hit.tier) for hit in hits] == [("first", "local")]

    def test_leaves_the_same_order_out(self, index: evidence.Index, listing: Path) -> None:
        assert found(index, listing, owner="a", order="1") == []

    def test_never_compares_another_owners(self, index: evidence.Index, listing: Path) -> None:
        assert found(index, listing, owner="b", order="9") == []
        assert found(index, listing, order="9") == []

    def test_tells_whether_the_party_is_the_same(self, index: evidence.Index, listing: Path) -> None:
        assert found(index, listing, owner="a", order="9", party="p")[0].facts["same_party"] is True
        assert found(index, listing, owner="a", order="9", party="z")[0].facts["same_party"] is False

    def test_finds_nothing_for_a_stranger(
        self, index: evidence.Index, make_scene: Callable[..., object], save: Callable[..., Path]
    ) -> None:
        assert found(index, save(make_scene(9), "ninth.jpg"), owner="a", order="9") == []


class TestVotes:
    def test_what_all_hold_speaks_for_none(self) -> None:
        common, own = np.array([[1, 2]], np.uint64), ~np.array([[1, 2]], np.uint64)
        stored = np.concatenate([common, common, common, own])
        owners = np.array([0, 1, 2, 2], np.int32)
        keys = key_of(stored)
        order = np.argsort(keys, kind="stable")
        starts = np.searchsorted(keys[order], np.arange(65_537)).astype(np.int64)
        votes, shares = np.zeros(3, np.float32), np.zeros(3, np.float32)
        asked = np.concatenate([common, own])
        kernels.vote(asked, key_of(asked), MASKS, starts, stored[order], owners[order], NEAR, votes, shares)
        assert votes.tolist() == [1, 1, 2]
        assert shares == pytest.approx([1 / 3, 1 / 3, 4 / 3])


class TestFiles:
    def test_a_removed_entry_is_gone_for_readers_too(self, again: Again, index: evidence.Index, listing: Path) -> None:
        reader = again(index)
        assert found(reader, listing, owner="a", order="9")
        assert index.remove("first") == 1
        assert found(reader, listing, owner="a", order="9") == []

    def test_a_reader_follows_the_writer(
        self, again: Again, index: evidence.Index, make_scene: Callable[..., object], save: Callable[..., Path]
    ) -> None:
        reader, path = again(index), save(make_scene(11), "late.jpg")
        enter(index, evidence.open_picture(path), "late", Keys(owner="a", order="3"))
        assert [hit.of for hit in found(reader, path, owner="a", order="9")] == ["late"]

    def test_ignores_a_torn_tail_and_writes_over_it(
        self,
        again: Again,
        index: evidence.Index,
        listing: Path,
        make_scene: Callable[..., object],
        save: Callable[..., Path],
    ) -> None:
        with (index.folder / "codes.rec").open("ab") as file:
            file.write(b"torn")
        reader = again(index)
        assert len(reader.codes) == 2
        enter(reader, evidence.open_picture(save(make_scene(12), "next.jpg")), "next", Keys(owner="a"))
        assert (index.folder / "codes.rec").stat().st_size == 3 * CODE_SIZE

    def test_leaves_a_flipped_record_out_and_rebuilds_it(self, again: Again, index: evidence.Index) -> None:
        path = index.folder / "codes.rec"
        data = bytearray(path.read_bytes())
        data[12] ^= 1
        path.write_bytes(data)
        reader = again(index)
        assert len(reader.codes) == 1
        counts = reader.rebuild()
        assert (counts["codes_before"], counts["codes"], counts["expected"]) == (1, 2, 2)

    def test_refuses_a_second_writer(self, again: Again, index: evidence.Index) -> None:
        other = again(index)
        with index.writing(), pytest.raises(evidence.WrongIndex, match="only writer"), other.writing():
            pass

    def test_refuses_a_folder_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(evidence.WrongIndex, match="expected an index folder"):
            evidence.Index(tmp_path / "nothing")
