"""Hear names that were spoken: toneless pinyin, folded over the usual accents."""

from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import islice, product
from operator import add

from anxin.engines.address.evidence import GOES_ON, MAX_HITS, REMARK, WORDS_ON, Evidence, Hit, short_weight
from anxin.engines.address.index import OLD_CITY, OLD_COUNTY, ZONE, Candidate, Index, lengths_of
from anxin.engines.address.names import town_stem
from anxin.engines.address.table import CITY, COUNTY, PROVINCE

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
ROADS = "巷路街弄道桥里"
WRONG = 0.25
ACCENT = 0.1


def folded(sound: str) -> str:
    """Fold zh/z, ch/c, sh/s, n/l at the front and ang/an, eng/en, ing/in at the end."""
    for initial, plain in _INITIALS:
        if sound.startswith(initial):
            sound = plain + sound[len(initial) :]
            break
    return sound[:-1] if sound.endswith(("ang", "eng", "ing")) else sound


def _is_road(written: str, wanted: str) -> bool:
    """Return whether a name's last word is written as a road's (巷 sounds like 县)."""
    return written != wanted and written in ROADS


class Sounds:
    """The sound of every character and the names indexed by it; built when first needed."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._towns: dict[int, dict[str, list[tuple[str, str, int]]]] = {}

    @cached_property
    def readings(self) -> dict[str, tuple[str, ...]]:
        """Toneless readings of each character, the usual one first."""
        found: dict[str, tuple[str, ...]] = {}
        rows = self._index.table.rows("sounds")
        for sound, usual, *_ in rows:
            found.update(dict.fromkeys(usual, (sound,)))
        for sound, _, *rest in rows:
            for sign in rest[0] if rest else "":
                found[sign] = (*found.get(sign, ()), sound)
        return found

    @staticmethod
    def folded(sound: str) -> str:
        """Fold a toneless reading over the usual accents."""
        return folded(sound)

    @cached_property
    def codes(self) -> dict[str, str]:
        """One private character for each folded sound."""
        sounds = sorted({folded(row[0]) for row in self._index.table.rows("sounds")})
        return {sound: chr(0xE000 + i) for i, sound in enumerate(sounds)}

    @cached_property
    def usual(self) -> dict[int, int]:
        """Map from each character to the code of its usual folded sound, for `str.translate`."""
        signs, sounds = "", ""
        rows = [(self.codes[folded(row[0])], row) for row in self._index.table.rows("sounds")]
        for column in (2, 1):  # who is usual nowhere keeps its only reading
            for code, row in rows:
                if len(row) > column:
                    signs += row[column]
                    sounds += code * len(row[column])
        return str.maketrans(signs, sounds)

    @cached_property
    def _forks(self) -> dict[str, tuple[str, str]]:
        """Codes of the first two readings of each character where they differ even when folded."""
        codes = self.codes
        coded = ((sign, codes[folded(heard[0])], codes[folded(heard[1])]) for sign, heard in self._several)
        return {sign: (first, second) for sign, first, second in coded if first != second}

    @cached_property
    def _several(self) -> list[tuple[str, tuple[str, ...]]]:
        signs = "".join([row[2] for row in self._index.table.rows("sounds") if len(row) > 2])
        return [(sign, heard) for sign in dict.fromkeys(signs) if len(heard := self.readings[sign]) > 1]

    def spelled(self, name: str) -> tuple[str, ...]:
        """Spell a place's name in sound codes, up to four ways where characters have several readings."""
        plain = name.translate(self.usual)
        fixed = self._place_readings.get(name[:2], ())
        forks = self._forks
        if not fixed and forks.keys().isdisjoint(name):
            return (plain,)
        if not fixed:
            at = [i for i, sign in enumerate(name) if sign in forks]
            if len(at) == 1:
                (i,) = at
                return tuple([plain[:i] + code + plain[i + 1 :] for code in forks[name[i]]])
        ways: list[tuple[str, ...]] = [forks.get(sign) or (code,) for sign, code in zip(name, plain, strict=True)]
        for i, sound in enumerate(fixed[: len(name)]):
            ways[i] = tuple(dict.fromkeys((self.codes[folded(sound)], plain[i])))
        return tuple(map("".join, islice(product(*ways), 4)))

    @cached_property
    def latin_names(self) -> dict[str, str]:
        """Usual English names by a division's code, and readings that signs have in places' names alone."""
        return {row[0]: row[1] for row in self._index.table.rows("latin")}

    def latin(self, name: str) -> str:
        """Write a name in toneless pinyin as one word, with the apostrophe where a syllable begins with a vowel."""
        fixed = self._place_readings.get(name[:2], ())
        usual = [self.latin_names.get(sign) or self.readings.get(sign, (sign,))[0] for sign in name[len(fixed) :]]
        first, *rest = [sound.replace("v", "ü") for sound in (*fixed, *usual)]
        return first.capitalize() + "".join(f"'{one}" if one[0] in "aeo" else one for one in rest)

    @cached_property
    def _place_readings(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(spelled.split(" ")) for name, spelled in self._index.table.rows("place_readings")}

    def _heard(self) -> list[tuple[str, str]]:
        """How each name above town level sounds, every way of it, and the name; the longest names first."""
        spellings, special = self._index.spellings, self._place_readings
        forms = [form for form in self._index.ordered if spellings[form][0][0] != ZONE]
        plain = "\n".join(forms).translate(self.usual).split("\n")
        plainly = frozenset(self._forks).isdisjoint
        found: list[tuple[str, str]] = []
        for form, way in zip(forms, plain, strict=True):
            if plainly(form) and form[:2] not in special:
                found.append((way, form))
            else:
                found += [(other, form) for other in self.spelled(form)]
        return found

    @cached_property
    def ways(self) -> dict[str, tuple[str, ...]]:
        """A way of sounding → the names above town level that sound so."""
        found: dict[str, tuple[str, ...]] = {}
        for way, form in self._heard():
            found[way] = (*found.get(way, ()), form)
        return found

    @cached_property
    def lengths(self) -> dict[str, tuple[int, ...]]:
        """First two sounds → how long the names are that begin so, longest first."""
        return lengths_of(self.ways)

    def gather(self, text: str, remarks: frozenset[int]) -> Evidence:
        """Collect names as they sound; a wrong character costs weight, and short names need a neighbour.

        Parameters
        ----------
        text : str
            Folded text.
        remarks : frozenset of int
            Positions that stood inside brackets.
        """
        heard = text.translate(self.usual)
        raw: list[tuple[int, int, float, list[Candidate]]] = []
        for start, lengths in enumerate(map(self.lengths.get, map(add, heard, heard[1:]))):
            if lengths:
                for end in [start + length for length in lengths]:
                    for form in self.ways.get(heard[start:end], ()) if end <= len(heard) else ():
                        if not _is_road(text[end - 1], form[-1]):
                            weight = self.likeness(text[start:end], form)
                            if weight > 0.2:
                                raw.append((start, end, weight, self._index.spellings[form]))
                if len(raw) > MAX_HITS:
                    break
        return self._sorted(text, raw, remarks)

    def _sorted(
        self,
        text: str,
        raw: list[tuple[int, int, float, list[Candidate]]],
        remarks: frozenset[int],
    ) -> Evidence:
        found = Evidence(text, remarks)
        lists = {
            PROVINCE: found.provinces,
            CITY: found.cities,
            COUNTY: found.counties,
            OLD_CITY: found.old_cities,
            OLD_COUNTY: found.old_counties,
        }
        starts, ends = {hit[0] for hit in raw}, {hit[1] for hit in raw}
        for start, end, weight, candidates in raw:
            beside = start == 0 or start in ends or end in starts
            for level, row, full in candidates:
                if level == ZONE:
                    continue
                follows = 1.0 if full else short_weight(text, end, frozenset())
                worth = weight if follows and end in starts else weight * follows
                if weight < 1.0 and not beside and (not full or end - start == 2):
                    continue
                if full and text[end - 1 : end + 1] in WORDS_ON:
                    worth *= GOES_ON
                if start in remarks:
                    worth *= REMARK
                if worth > 0.0:
                    lists[level].append(Hit(start, end, row, full, worth))
        return found

    @lru_cache(maxsize=20000)  # noqa: B019 - one object for the life of the process
    def likeness(self, written: str, form: str) -> float:
        """Weigh how well characters written stand for a name heard: 1 if equal, less for each that only sounds so."""
        worth = 1.0
        share = 2.0 / max(2, len(form))
        for sign, wanted in zip(written, form, strict=False):
            if sign != wanted:
                close = set(self.readings.get(sign, ())) & set(self.readings.get(wanted, ()))
                worth -= share * (WRONG if close else WRONG + ACCENT)
        return worth

    def town(self, text: str, start: int, county: int, towns: list[int]) -> tuple[int, int] | None:
        """Hear a town's full name exactly at a place of the text; (node, end) or None."""
        index = self._towns.get(county)
        if index is None:
            index = defaultdict(list)
            for node in towns:
                name = self._index.table.names[node]
                for way in self.spelled(name):
                    index[way[:2]].append((way, name, node))
                stem = town_stem(name)
                if len(stem) >= 2 and stem != name:
                    for way in self.spelled(stem + "镇"):
                        index[way[:2]].append((way, stem + "镇", node))
            self._towns[county] = index
        heard = text[start : start + 12].translate(self.usual)
        best: tuple[float, int, int] | None = None
        for way, name, node in index.get(heard[:2], ()):
            if heard.startswith(way):
                worth = self.likeness(text[start : start + len(name)], name) + 0.01 * len(name)
                if best is None or worth > best[0]:
                    best = (worth, node, start + len(name))
        return (best[1], best[2]) if best and best[0] > 0.4 else None
