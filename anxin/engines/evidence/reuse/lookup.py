"""Search an index for earlier pictures that share pixels with this one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence import pdq
from anxin.engines.evidence.findings import Hit, Tier
from anxin.engines.evidence.intake.opened_file import Taken
from anxin.engines.evidence.matching.features import Features, extract, mirrored
from anxin.engines.evidence.matching.registration import Registration, register
from anxin.engines.evidence.reuse import kernels
from anxin.engines.evidence.reuse.copies import CopyModel
from anxin.engines.evidence.reuse.linkage import DEFAULTS, LinkParams, links, suggests
from anxin.engines.evidence.reuse.signatures import ASKED, MASKS, NEAR, binarise, choose
from anxin.engines.evidence.reuse.store import Entry, Index, Keys, key_of

MOST_ROWS = 4096
LARGER, SMALLER = 2000, 320


def search(
    taken: Taken,
    features: Features,
    index: Index,
    keys: Keys,
    params: LinkParams = DEFAULTS,
    *,
    copies: CopyModel | None = None,
) -> list[Hit]:
    """Find earlier pictures of other orders of the same owner, strongest first.

    Exact bytes or pixels; then PDQ in eight turns and mirrors; then local features; the last two verified by geometry,
    as they are and mirrored. Where that links nothing by itself, features are taken anew from a larger and a smaller
    reduction: a screenshot holds its picture small, a crop holds it large. With an operator's copy model its nearest
    vectors are candidates too. Hits of the same order are left out: sending a picture twice in one case is honest.
    """
    index.refresh()
    hits: dict[int, Hit] = {}
    for entry in index.same(taken.sha256, taken.pixels_sha256):
        if _comparable(entry, keys):
            how = "bytes" if entry.sha256 == taken.sha256 else "pixels"
            plain = taken.pdq_quality >= 5
            hits[entry.id] = Hit(entry.name, "exact", 0, None, plain, {"same": how, **_party(entry, keys)})
    gaps = _near_codes(taken, index, params)
    for seen in _reductions(taken, features):
        votes = _local_votes(seen, index, params)
        for number in _candidates(gaps if seen is features else {}, votes, hits, params):
            found = index.entry(number)
            if found is not None and _comparable(found, keys):
                hit = _verified(found, seen, index, gaps.get(number), votes.get(number), params)
                if hit is not None:
                    hits[number] = replace(hit, facts={**hit.facts, **_party(found, keys)})
        if any(hit.automatic for hit in hits.values()):
            break
    if copies is not None and taken.work is not None and not any(hit.automatic for hit in hits.values()):
        for number, cosine in _copies(copies.describe(taken.work), copies.mark, index, hits, params):
            found = index.entry(number)
            if found is not None and _comparable(found, keys):
                hit = _verified(found, features, index, gaps.get(number), None, params)
                if hit is not None:
                    tier: Tier = "copy" if hit.tier == "local" else hit.tier
                    facts = {**hit.facts, "cosine": cosine, **_party(found, keys)}
                    hits[number] = replace(hit, tier=tier, facts=facts)
    return sorted(hits.values(), key=lambda hit: (not hit.automatic, hit.tier != "exact", -(hit.inliers or 0), hit.of))


def _copies(
    vector: NDArray[np.float32], model: str, index: Index, done: dict[int, Hit], params: LinkParams
) -> list[tuple[int, float]]:
    """List the entries whose vectors lie nearest, with their cosines."""
    numbers, matrix = index.vectors(model)
    if not len(numbers):
        return []
    cosines = matrix @ vector
    rows = [row for row in np.argsort(-cosines, kind="stable") if cosines[row] >= params.cosine]
    near = [(int(numbers[row]), float(cosines[row])) for row in rows if int(numbers[row]) not in done]
    return near[: params.candidates]


def _reductions(taken: Taken, features: Features) -> Iterator[Features]:
    """Yield the canonical features, then those of a larger and a smaller reduction, all in the canonical frame."""
    yield features
    work = taken.work
    if work is None or taken.frames:
        return
    if work.shape[1] > features.shape[1]:
        yield _framed(extract(work, LARGER), features)
    ratio = SMALLER / max(features.shape)
    small = cv2.resize(features.colour, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    yield _framed(extract(small.astype(np.uint8, copy=False)), features)


def _framed(seen: Features, features: Features) -> Features:
    """Carry features of another reduction over into the canonical frame."""
    ratio = np.float32(features.shape[1] / seen.shape[1])
    return replace(
        seen, points=seen.points * ratio, sizes=seen.sizes * ratio, colour=features.colour, grey=features.grey
    )


def _comparable(entry: Entry, keys: Keys) -> bool:
    """Only pictures of one owner are compared, and those of the same order are left out."""
    return entry.keys.owner == keys.owner and not (keys.order and entry.keys.order == keys.order)


def _party(entry: Entry, keys: Keys) -> dict[str, bool]:
    return {"same_party": entry.keys.party == keys.party} if keys.party and entry.keys.party else {}


def _near_codes(taken: Taken, index: Index, params: LinkParams) -> dict[int, int]:
    """Scan all codes for the picture's eight variants, or for a video's frames."""
    if not len(index.codes):
        return {}
    asked: Sequence[str]
    if taken.frames:
        asked = [code for _, code, quality in taken.frames if quality >= params.pdq_quality]
    else:
        asked = pdq.variants(pdq.canonical(taken.work)) if taken.work is not None and taken.pdq_quality >= 20 else []
    if not asked:
        return {}
    queries = np.array([pdq.to_words(code) for code in asked])
    rows, gaps = np.zeros(MOST_ROWS, np.int64), np.zeros(MOST_ROWS, np.int64)
    count = kernels.scan_many(index.codes, queries, params.pdq_candidate, rows, gaps)
    near: dict[int, int] = {}
    for row, gap in zip(rows[:count], gaps[:count], strict=True):
        number = int(index.code_entries[row])
        if number not in index.hidden:
            near[number] = min(int(gap), near.get(number, 256))
    return near


def _local_votes(features: Features, index: Index, params: LinkParams) -> dict[int, float]:
    """Let local signatures vote, as they are and mirrored."""
    if len(features) < 8:
        return {}
    index.refresh_local()
    tier = index.local
    if not len(tier.entries):
        return {}
    chosen = choose(features, ASKED)
    best = np.zeros((2, len(tier.entries)), np.float32)
    for roots in (features.roots[chosen], mirrored(features).roots[chosen]):
        words = binarise(roots)
        votes = np.zeros((2, len(tier.entries)), np.float32)
        kernels.vote(words, key_of(words), MASKS, tier.starts, tier.words, tier.owners, NEAR, votes[0], votes[1])
        best = np.maximum(best, votes)
    listed: dict[int, float] = {}
    for ranking, least in zip(best, (params.votes, params.shares), strict=True):
        rows = [row for row in np.lexsort((np.arange(len(ranking)), -ranking)) if ranking[row] >= least]
        listed |= {int(tier.entries[row]): float(best[0][row]) for row in rows[: params.candidates]}
    return {number: count for number, count in listed.items() if number not in index.hidden}


def _candidates(gaps: dict[int, int], votes: dict[int, float], done: dict[int, Hit], params: LinkParams) -> list[int]:
    """Order what deserves geometry: near codes first, then the local tier's, most votes first."""
    near = sorted((n for n in gaps if n not in done), key=lambda n: (gaps[n], n))[: 2 * params.candidates]
    voted = sorted((n for n in votes if n not in done), key=lambda n: (-votes[n], n))
    return list(dict.fromkeys(near + voted))


def _verified(
    entry: Entry, features: Features, index: Index, gap: int | None, votes: float | None, params: LinkParams
) -> Hit | None:
    """Verify one candidate by geometry against its sketch."""
    sketch = index.sketch(entry.id)
    near = gap is not None and gap <= params.pdq and entry.quality >= params.pdq_quality
    if sketch is None:
        return Hit(entry.name, "pdq", gap, None, False, {"why": "too old for geometry"}) if near else None
    found, flipped = _best(sketch, features, params)
    if not suggests(found, params):
        return Hit(entry.name, "pdq", gap, None, False, {"why": "geometry did not confirm"}) if near else None
    assert found is not None
    facts: dict[str, Any] = {
        "ratio": found.ratio, "error_px": found.error_px, "share": found.agreement.share,
        "bend": found.bend, "colour": found.agreement.colour, "mirrored": flipped, "votes": votes or 0.0,
    }  # fmt: skip
    return Hit(entry.name, "pdq" if near else "local", gap, found.inliers, links(found, params), facts)


def _best(sketch: Features, features: Features, params: LinkParams) -> tuple[Registration | None, bool]:
    """Register as it is, and in the mirror where that finds nothing."""
    straight = register(sketch, features)
    if suggests(straight, params):
        return straight, False
    turned = register(mirrored(sketch), features)
    return (turned, True) if suggests(turned, params) else (straight, False)
