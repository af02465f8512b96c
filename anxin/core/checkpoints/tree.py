"""The tree under a checkpoint's root, kept from one hour to the next: only what lies above heads that moved is hashed.

Its root is that of RFC 6962 over one leaf a stream, in the order in which checkpoints first told of them. A node keeps
the hashes of the 64 below it. Those that are read lead to the root of the checkpoint before, or else the tree is made
anew from the heads that checkpoints told of.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import batched, groupby

from anxin.core.checkpoints.models import Checkpoint, CheckpointHead, CheckpointNode
from anxin.core.streams.hashing import leaf, merkle_root
from anxin.core.streams.key import StreamKey

WIDTH, HASH, LEVELS = 64, 32, 6
"""Six levels of 64 carry more streams than there will be; every level is there from the first leaf on."""
AT_ONCE = 500
type Leaf = tuple[int, bytes]


class TornTree(Exception):
    """A node isn't what the root says it was."""


@dataclass(frozen=True, kw_only=True)
class Growth:
    """A root, and the nodes that are others than those kept; `whole`: they are all there are."""

    root: str
    nodes: Mapping[tuple[int, int], bytes]
    whole: bool = False


def stands(last: Checkpoint | None) -> bool:
    """Return whether the tree is kept, and has the root of the newest checkpoint."""
    return last is not None and last.by_place and last.root == _root(_kept(LEVELS - 1, [0]).get(0, b""))


def grown(leaves: Collection[Leaf], *, last: Checkpoint | None, whole: bool) -> Growth:
    """Return how the tree of the last checkpoint grows by leaves in their order; `whole`: made anew from all heads.

    Raise `TornTree` where what is kept doesn't lead to the last root.
    """
    if whole:
        return _over(_all_with(dict(leaves)), whole=True)
    return _over(leaves, whole=False) if leaves or last is None else Growth(root=last.root, nodes={})


def keep(growth: Growth) -> None:
    """Write down the nodes that are others than before."""
    if growth.whole:
        CheckpointNode.objects.all().delete()
    rows = [CheckpointNode(level=level, place=place, children=told) for (level, place), told in growth.nodes.items()]
    CheckpointNode.objects.bulk_create(
        rows, AT_ONCE, update_conflicts=True, unique_fields=["level", "place"], update_fields=["children"]
    )


def heads_at(number: int | None, *, by_place: bool) -> Iterator[CheckpointHead]:
    """Yield the head of each stream as a checkpoint told of it, in the order of its leaves; of the newest by default.

    Until trees were kept leaves stood in the order of their streams' ids.
    """
    rows = CheckpointHead.objects.order_by(*(("place",) if by_place else ("stream_id",)), "-checkpoint_id")
    rows = rows if number is None else rows.filter(checkpoint__lte=number)
    for _stream, versions in groupby(rows.iterator(AT_ONCE), key=lambda one: one.stream_id):
        yield next(versions)


def leaf_of(head: CheckpointHead) -> bytes:
    """Return the leaf of a head."""
    return leaf(head.stream_id, StreamKey(head.kind, head.key), head.length, head.head)


def _all_with(moved: dict[int, bytes]) -> Iterator[Leaf]:
    """Yield every leaf that was told of, or what it is now, and then those that are new."""
    for head in heads_at(None, by_place=True):
        yield head.place, moved.pop(head.place, b"") or leaf_of(head)
    yield from sorted(moved.items())


def _over(leaves: Iterable[Leaf], *, whole: bool) -> Growth:
    """Hash what lies above leaves, level by level; what was there must lead to the root as it was."""
    nodes: dict[tuple[int, int], bytes] = {}
    was: dict[int, str] = {}
    for level in range(LEVELS):
        above: list[Leaf] = []
        below, was = was, {}
        for some in batched(_by_node(leaves), AT_ONCE, strict=False):
            kept = {} if whole else _kept(level, [place for place, _ in some])
            for place, several in some:
                before = kept.get(place, b"")
                if level and not whole:
                    _check(before, {at: below[place * WIDTH + at] for at, _hashed in several})
                was[place] = _root(before) if before and not whole else ""
                nodes[level, place] = _replaced(before, several)
                above.append((place, bytes.fromhex(_root(nodes[level, place]))))
        leaves = above
    return Growth(root=_root(nodes.get((LEVELS - 1, 0), b"")), nodes=nodes, whole=whole)


def _check(children: bytes, was: Mapping[int, str]) -> None:
    if any(children[at * HASH : (at + 1) * HASH].hex() != root for at, root in was.items()):
        raise TornTree


def _by_node(leaves: Iterable[Leaf]) -> Iterator[tuple[int, list[Leaf]]]:
    for node, several in groupby(leaves, key=lambda one: one[0] // WIDTH):
        yield node, [(place % WIDTH, hashed) for place, hashed in several]


def _kept(level: int, places: list[int]) -> dict[int, bytes]:
    rows = CheckpointNode.objects.filter(level=level, place__in=places).values_list("place", "children")
    return {place: bytes(children) for place, children in rows}


def _replaced(children: bytes, several: Iterable[Leaf]) -> bytes:
    row = bytearray(children)
    for place, hashed in several:
        if len(row) < place * HASH:
            raise TornTree
        row[place * HASH : (place + 1) * HASH] = hashed
    return bytes(row)


def _root(children: bytes) -> str:
    return merkle_root(bytes(one) for one in batched(children, HASH, strict=True))[0]
