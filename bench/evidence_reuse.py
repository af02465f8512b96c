"""Re-use: every edit of every picture searched in an index of all of them."""

import argparse
import tempfile
from collections import Counter

from anxin.engines.evidence import pdq
from anxin.engines.evidence.reuse.lookup import search
from anxin.engines.evidence.reuse.store import Index, Keys
from bench import evidence_edits as edits
from bench import evidence_pictures as pictures
from bench.evidence_bounds import rate


def measure_reuse(options: argparse.Namespace) -> dict[str, object]:
    """Index all pictures, search for edited copies; count sources found, automatic links, and false ones."""
    cache = options.cache / "renders"
    bases = pictures.photos(options.data) + pictures.renders(cache) + pictures.damaged(cache)
    found: dict[str, list[int]] = {}
    parts = {True: [0, 0], False: [0, 0]}
    alone: dict[str, list[int]] = {}
    false: Counter[str] = Counter()
    links = unrelated = models = 0
    wrong, missed = list[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder, Index(folder, create=True) as index:
        for base in bases:
            one = pictures.opened(pictures.pixels(base, 1280), base.name)
            assert one.features is not None
            code, quality = one.taken.pdq, one.taken.pdq_quality
            index.add(name=base.name, sha256=base.name, pixels=base.name, codes=[code], quality=quality,
                      keys=Keys(), features=one.features)  # fmt: skip
        groups = {base.name: base.group for base in bases}
        codes = {base.name: index.entry(number + 1).codes[0] for number, base in enumerate(bases)}
        for number, base in enumerate(bases):
            image = pictures.pixels(base, 1280)
            for place, (name, edit) in enumerate(edits.REUSE.items()):
                if (number + place) % options.share or (options.edit and name not in options.edit):
                    continue
                query = pictures.opened(edit(image, edits.generator(name, number)), f"query {number} {name}")
                hits = search(query.taken, query.features, index, Keys())
                source = next((hit for hit in hits if hit.of == base.name), None)
                for count in (found.setdefault(name, [0, 0]), parts[base.fitting]):
                    count[0] += source is not None
                    count[1] += 1
                missed += [] if source is not None else [f"{base.name}/{name}"]
                links += source is not None and source.automatic
                near = min(
                    pdq.distance(code, codes[base.name]) for code in pdq.variants(pdq.canonical(query.taken.work))
                )
                peer = alone.setdefault(name, [0, 0])
                peer[0] += near <= 31
                peer[1] += 1
                same = sum(group == base.group for group in groups.values()) - 1
                models += same - (_twin(base.name) in groups)
                unrelated += len(bases) - 1 - same
                for hit in hits:
                    if hit.of not in (base.name, _twin(base.name)):
                        kind = "same model" if groups[hit.of] == base.group else "unrelated"
                        false[f"{kind}, {'automatic' if hit.automatic else 'suggested'}"] += 1
                        if hit.automatic:
                            wrong.append(f"{base.name}/{name} -> {hit.of}")
    counts = {"links": links, "unrelated": unrelated, "models": models}
    return _summed(len(bases), found, parts, alone, false, counts) | {"missed": missed, "false links": wrong[:20]}


def _twin(name: str) -> str:
    """The same view before or after its damage: one camera, one light, one item; it counts neither for nor against."""
    model, _, role = name.partition("-")
    return f"{model}-{role.removeprefix('hurt_')}" if role.startswith("hurt_") else f"{model}-hurt_{role}"


def _summed(
    bases: int,
    found: dict[str, list[int]],
    parts: dict[bool, list[int]],
    alone: dict[str, list[int]],
    false: Counter[str],
    counts: dict[str, int],
) -> dict[str, object]:
    """Print the rates over all edits and edit by edit."""
    total = [sum(value[k] for value in found.values()) for k in (0, 1)]
    rows: dict[str, object] = {
        "pictures": bases,
        "edits": len(found),
        "found": rate(*total),
        "linked automatically": rate(counts["links"], total[1]),
        "found, reporting part": rate(*parts[False]),
        "false automatic links, unrelated pairs": rate(false["unrelated, automatic"], counts["unrelated"]),
        "false automatic links, same-model pairs": rate(false["same model, automatic"], counts["models"]),
        "suggestions": dict(false),
    }
    for name, value in found.items():
        rows[f"edit {name}"] = f"{rate(*value)}; PDQ alone at 31: {alone[name][0]}/{alone[name][1]}"
    return rows
