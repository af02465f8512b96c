"""Remember how far a text's first names lead, so that no line walks there again; memory never changes an answer."""

from anxin.engines.address.evidence import WORDS_ON
from anxin.engines.address.table import COUNTY

Step = tuple[str, int, bool, str]
Steps = dict[str, list[Step]]
Chain = tuple[int, int, tuple[int, ...], int, str, bool, str, str]
Walked = tuple[int, int, tuple[int, ...], int]
Last = tuple[str, int, bool, str, str, bool]
Prefix = tuple[str, dict[str, tuple[Last, ...]], tuple[str, ...], int, int, tuple[int, ...], tuple[int, ...]]
KEY, SPELLED = 4, 6
MOST_PREFIXES, MOST_CHAINS = 10_000, 40_000
SOUTH_OF_CITY = frozenset({"南区", "北区", "中区"})  # 青岛市南区 is 青岛 + 市南区
GOING_ON = frozenset(word[1] for word in WORDS_ON)


class Memory:
    """What was walked before: the ways down to a prefecture, and whole chains where no longer name could be read."""

    def __init__(self, levels: bytearray, ends: bytearray, steps: dict[int, Steps]) -> None:
        self._levels = levels
        self._ends = ends
        self._steps = steps
        self._last: dict[int, dict[str, tuple[Last, ...]]] = {}
        self._prefixes: dict[str, tuple[Prefix, ...]] = {}
        self._kept = 0
        self._chains: dict[str, Chain] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}

    def find(self, text: str) -> Chain | None:
        """Return the chain that a text begins with, if it is remembered."""
        for length in self._lengths.get(text[:SPELLED], ()):
            chain = self._chains.get(text[:length])
            if chain is not None:
                return None if text[length : length + 1] in GOING_ON else chain
        return None

    def ahead(self, text: str, at: int) -> tuple[Chain | None, Walked | None]:
        """Return the chain that begins here if one step more ends it, else how far it is known."""
        for spelled, counties, rests, node, above, placed, behind in self._prefixes.get(text[at : at + KEY], ()):
            if text.startswith(spelled, at):
                begin = at + len(spelled)
                marks = behind if at else placed
                for form, target, full, gone, county, alone in counties.get(text[begin : begin + 2], ()):
                    if text.startswith(form, begin):
                        end = begin + len(form)
                        if text[end : end + 1] in GOING_ON:
                            break
                        chain = target, node, (*marks, COUNTY, begin, end), end, form, full, gone, county
                        if alone:
                            self.keep(text[:end], chain)
                        return chain, None
                return None, None if text.startswith(rests, begin) else (node, above, marks, begin)
        return None, None

    def remember(self, text: str, first: int, walked: Walked, longer: list[tuple[int, str]]) -> None:
        """Keep how far the names above the county led, with what may not follow: it would have been read otherwise."""
        node, above, marks, at = walked
        if at - first < KEY:
            return
        if self._kept >= MOST_PREFIXES:
            self._prefixes.clear()
            self._kept = 0
        rests = [form[at - start :] for start, form in longer if start < at and form.startswith(text[start:at])]
        rests += [word[1] for word in WORDS_ON if word[0] == text[at - 1]]
        placed = tuple([place - first if i % 3 else place for i, place in enumerate(marks)])
        behind = tuple([place + 2 if i % 3 else place for i, place in enumerate(placed)])
        counties = self._counties(node, {rest[0] for rest in rests})
        prefix: Prefix = text[first:at], counties, tuple(rests), node, above, placed, behind
        key = text[first : first + KEY]
        self._prefixes[key] = tuple(sorted((*self._prefixes.get(key, ()), prefix), key=lambda one: -len(one[0])))
        self._kept += 1

    def keep(self, spelled: str, chain: Chain) -> None:
        """Keep a whole chain under its spelling."""
        if len(spelled) <= SPELLED:
            return
        if len(self._chains) >= MOST_CHAINS:
            self._chains.clear()
            self._lengths.clear()
        self._chains[spelled] = chain
        key, length = spelled[:SPELLED], len(spelled)
        known = self._lengths.get(key, ())
        if length not in known:
            self._lengths[key] = tuple(sorted((*known, length), reverse=True))

    def _counties(self, node: int, barred: set[str]) -> dict[str, tuple[Last, ...]]:
        """List the last steps below a node, leaving out those where a character may stand that leads elsewhere."""
        steps = self._last.get(node)
        if steps is None:
            steps = self._last[node] = {
                key: tuple([(*step, chr(step[1]), _is_longest(step[0], found)) for step in found])
                for key, found in self._steps[node].items()
                if all(self._ends[step[1]] and step[0] not in SOUTH_OF_CITY for step in found)
                and all(self._levels[step[1]] == COUNTY for step in found)
            }
        if any(key[0] in barred for key in steps):
            return {key: found for key, found in steps.items() if key[0] not in barred}
        return steps


def _is_longest(form: str, steps: list[Step]) -> bool:
    """Return whether none of the steps goes on from a form."""
    return all(other == form or not other.startswith(form) for other, *_ in steps)


def add(steps: Steps, form: str, node: int, full: bool, old: str) -> None:
    """Add a step under its first two characters."""
    steps.setdefault(form[:2], []).append((form, node, full, old))


def longest_first(steps: Steps) -> Steps:
    """Put the longer of two names that begin alike first."""
    return {key: sorted(found, key=lambda step: -len(step[0])) for key, found in steps.items()}
