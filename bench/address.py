"""Measure the address engine beside other libraries: accuracy, short forms, spoken names, calibration, speed, memory.

Run ``python bench/address.py --data DIR`` where DIR holds ``ice_labelled.tsv`` (tab separated: address, accepted
current county codes parted by ``;``, codes at the time). Peers run in an environment of their own under
``.bench/address``, made from ``bench/peers/address.txt`` on the first run; ``--no-peers`` leaves them out.

Speeds are lines a CPU second of one process over lines that never repeat: the real lines, and many more made of them
by drawing every digit anew; the first pass right after loading (one line was answered before, which is when some peers
load), and a second over the same lines. Ours and the quickest peer's are taken in turn, several rounds, each in a
process of its own; the load of the machine is printed beside them.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anxin.engines.address import Resolution

ROOT = Path(__file__).parent.parent
HOME = ROOT / ".bench" / "address"
OURS, QUICKEST = "anxin", "cpca"
MOST_TOLD = 20_000
PEERS = ("cpca", "cnloc", "jionlp", "quhua")
COMMON = [bytes([a, b]).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)]
Rows = list[tuple[str, set[str], set[str]]]
Answers = Callable[[list[str]], list[str]]


def peer_answers(name: str) -> Answers:
    """Give a peer's function from lines to county codes (or ``province|city|county`` names), in its environment."""
    if name == OURS:
        from anxin.engines import address

        gazetteer = address.load()
        codes, resolve = [*gazetteer.table.codes, ""], gazetteer.resolve  # nowhere is -1
        return lambda lines: [codes[resolve(line).node][:6] for line in lines]
    if name == "cpca":
        import cpca

        return lambda lines: [str(code or "") for code in cpca.transform(lines)["adcode"]]
    if name == "cnloc":
        import cnloc

        def by_cnloc(lines: list[str]) -> list[str]:
            found = cnloc.getlocation(lines, county_short=True)
            return [str(code or "") for code in found["county_adcode"]]

        return by_cnloc
    if name == "jionlp":
        import jionlp

        def by_jionlp(lines: list[str]) -> list[str]:
            found = [jionlp.parse_location(line) for line in lines]
            return ["|".join(str(one[key] or "") for key in ("province", "city", "county")) for one in found]

        return by_jionlp
    import engine

    return lambda lines: [json.dumps(engine.resolve(line), ensure_ascii=False, default=str) for line in lines]


def run_peer(name: str) -> None:
    """Answer the lines of standard input twice as one peer; print CPU seconds of loading and passes, then answers."""
    lines = sys.stdin.read().split("\n")
    output, sys.stdout = sys.stdout, sys.stderr
    begun = time.process_time()
    answers = peer_answers(name)
    answers(lines[:1])
    loaded = time.process_time()
    found = answers(lines)
    first = time.process_time()
    if name in {OURS, QUICKEST}:
        answers(lines)
    costs = [loaded - begun, first - loaded, time.process_time() - first]
    output.write(json.dumps([costs, found if len(lines) <= MOST_TOLD else []], ensure_ascii=False))


def peer_python() -> Path:
    """Make the peers' environment if it is not there and give its Python."""
    python = HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        wanted = str(ROOT / "bench" / "peers" / "address.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    return python


def ask(name: str, lines: list[str]) -> tuple[list[float], list[str]]:
    """Run one peer, or ourselves, on all lines in a process of its own: CPU of loading, of two passes, and answers."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [str(peer_python()) if name != OURS else sys.executable, __file__, "--as-peer", name],
        input="\n".join(lines), capture_output=True, text=True, check=True, env=environment,
        cwd=HOME if name != OURS else ROOT,
    )  # fmt: skip
    costs, found = json.loads(done.stdout[done.stdout.index("[") :])
    return costs, found


def read_labelled(folder: Path) -> Rows:
    """Read the labelled lines: address, accepted codes, codes at the time."""
    rows = (folder / "ice_labelled.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")[1:]
    parts = [row.split("\t") for row in rows]
    return [(text, set(now.replace(",", ";").split(";")), set(then.split(";"))) for text, now, then in parts]


class Judge:
    """Knows which spellings name a county, and turns peers' answers into codes."""

    def __init__(self) -> None:
        from anxin.engines import address

        self.gazetteer = address.load()
        table = self.gazetteer.table
        self.spellings: dict[str, set[str]] = defaultdict(set)
        self.by_path = {}
        for node, level in enumerate(table.levels):
            if level == 3:
                path = [table.names[above] for above in table.path(node)]
                self.by_path["|".join([path[0], path[1] if len(path) == 3 else "", path[-1]])] = table.codes[node]
                division = self.gazetteer.division(table.codes[node])
                self.spellings[table.codes[node]] |= {division.name, division.short}
        for old in table.old_counties:
            for heir in old.heirs:
                self.spellings[table.codes[heir]].add(old.name)

    def named(self, text: str, accepted: set[str]) -> bool:
        """Tell whether a text names an accepted county in any form, old or new."""
        return any(form in text for code in accepted for form in self.spellings[code])

    def followed(self, found: "Resolution", accepted: set[str]) -> bool:
        """Tell whether an answer left an accepted county for the one its town lies in today."""
        moved = any(note.startswith(("moved: ", "historical: ")) for note in found.notes)
        return moved and any(form in found.text for county in accepted for form in self.spellings[county])

    def code(self, peer: str, answer: str) -> str:
        """Turn a peer's answer into a county code."""
        if peer == "jionlp":
            province, city, county = answer.split("|")
            return self.by_path.get(answer) or self.by_path.get(f"{province}||{county}", "") if city or county else ""
        if peer == "quhua":
            found = json.loads(answer)
            codes = found.get("codes") or {}
            return str(codes.get("county") or codes.get("city") or "")[:6]
        return answer[:6]


def accuracy(judge: Judge, rows: Rows, peers: tuple[str, ...]) -> None:
    """Print county-exact shares and speeds, ours and each peer's, on the same rows."""
    lines = [text for text, _, _ in rows]
    named = [judge.named(text, accepted) for text, accepted, _ in rows]
    found = [judge.gazetteer.resolve(line) for line in lines]
    print(f"\n## County-exact on {len(rows):,} real lines, {sum(named):,} of which name their county\n")
    print("| | all | named | lines/s of CPU, one pass |\n|---|---|---|---|")
    right = [one.county_code in accepted for one, (_, accepted, _) in zip(found, rows, strict=True)]
    report(OURS, right, named, len(lines) / ask(OURS, lines)[0][1])
    for peer in peers:
        costs, answers = ask(peer, lines)
        codes = [judge.code(peer, answer) for answer in answers]
        theirs = [code in now | then for code, (_, now, then) in zip(codes, rows, strict=True)]
        report(peer, theirs, named, len(lines) / costs[1])
    followed = [
        good or judge.followed(one, accepted) for one, (_, accepted, _), good in zip(found, rows, right, strict=True)
    ]
    print(f"\nWith the county that the named town lies in today also taken for right: {sum(followed) / len(rows):.2%}")
    print("\n### Lines that name their county and are answered otherwise (wrong labels among them)\n")
    for (text, accepted, _), one, good, fits in zip(rows, found, right, named, strict=True):
        if fits and not good:
            print(f"- {text} | label {','.join(sorted(accepted))} | {one.code} {one.full_name} {one.confidence}")
    reliability([(one.confidence, good) for one, good, fits in zip(found, followed, named, strict=True) if fits])


def report(name: str, right: list[bool], named: list[bool], speed: float) -> None:
    """Print one row of the table."""
    fits = [good for good, fit in zip(right, named, strict=True) if fit]
    print(f"| {name} | {sum(right) / len(right):.2%} | {sum(fits) / len(fits):.2%} | {speed:,.0f} |")


def reliability(pairs: list[tuple[float, bool]]) -> None:
    """Print how often answers of each confidence are right."""
    print("\n## Reliability (named lines)\n\n| confidence | answers | right |\n|---|---|---|")
    edges = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
    for low, high in pairwise(edges):
        part = [good for sure, good in pairs if low <= sure < high]
        if part:
            print(f"| {low:.2f} to {min(high, 1.0):.2f} | {len(part):,} | {sum(part) / len(part):.2%} |")
    sure = [good for confidence, good in pairs if confidence >= 0.95]
    print(f"| at least 0.95 | {len(sure):,} | {sum(sure) / len(sure):.2%} |")


def spoken(judge: Judge, seed: int) -> None:
    """Print how often a county comes back when one character of its name is written as it sounds."""
    table = judge.gazetteer.table
    sounds = judge.gazetteer.sounds
    draw = random.Random(seed)
    exact, accent = defaultdict(list), defaultdict(list)
    for sign in COMMON:
        heard = sounds.readings.get(sign)
        if heard:
            exact[heard[0]].append(sign)
            accent[sounds.folded(heard[0])].append(sign)
    names = [
        (judge.gazetteer.division(table.codes[table.parents[node]]).short + table.names[node], table.codes[node])
        for node, level in enumerate(table.levels)
        if level == 3 and table.kinds[node] != "outside"
    ]
    print("\n## One character written as it sounds (prefecture's short name + county, two variants of each)\n")
    print("| | variants | county right | wrong county |\n|---|---|---|---|")
    for title in ("homophone", "accent (z/zh, c/ch, s/sh, n/l, n/ng)"):
        counts: Counter[str] = Counter()
        for name, code in names * 2:
            at = draw.randrange(len(name))
            heard = sounds.readings.get(name[at], ("",))[0]
            pool = exact[heard] if title == "homophone" else accent[sounds.folded(heard)]
            choice = [c for c in pool if c != name[at] and (title == "homophone" or sounds.readings[c][0] != heard)]
            if choice:
                found = judge.gazetteer.resolve(name[:at] + draw.choice(choice) + name[at + 1 :]).county_code
                counts["right" if found == code else "wrong" if found else "open"] += 1
        total = counts.total()
        print(f"| {title} | {total:,} | {counts['right'] / total:.2%} | {counts['wrong'] / total:.2%} |")


def distinct(rows: Rows, count: int, seed: int) -> list[str]:
    """Make lines that never repeat: real lines with every digit drawn anew, a house number where there is none."""
    draw, found = random.Random(seed), dict[str, None]()
    while len(found) < count:
        text = draw.choice(rows)[0]
        redrawn = "".join([draw.choice("0123456789") if sign in "0123456789" else sign for sign in text])
        found[redrawn if redrawn != text else f"{text}{draw.randrange(1, 10**6)}号"] = None
    return list(found)


def speeds(lines: list[str], title: str, rounds: int, peers: tuple[str, ...]) -> None:
    """Print lines a CPU second, ours and the quickest peer's in turn, the first and the second pass apart."""
    asked = (OURS, *(peer for peer in peers if peer == QUICKEST))
    print(f"\n## {len(lines):,} {title} (load {os.getloadavg()[0]:.1f})\n")
    print(
        "| round |"
        + "".join(f" {name}, load | first pass | second |" for name in asked)
        + " ours ÷ theirs, first | second |"
    )
    print("|---|" + "---|" * (3 * len(asked) + 2))
    ratios = []
    for number in range(1, rounds + 1):
        costs = [ask(name, lines)[0] for name in asked]
        ratios.append([costs[-1][at] / costs[0][at] for at in (1, 2)])
        told = (f" {load:.2f} s | {len(lines) / one:,.0f} | {len(lines) / two:,.0f} |" for load, one, two in costs)
        print(f"| {number} |" + "".join(told) + "".join(f" {ratio:.2f} |" for ratio in ratios[-1]))
    first, second = (sorted(column)[len(ratios) // 2] for column in zip(*ratios, strict=True))
    print(f"\nMedian of the ratios: {first:.2f} first, {second:.2f} second; load at the end {os.getloadavg()[0]:.1f}")


def short_forms(judge: Judge) -> None:
    """Print how short names, and towns that moved, are answered; the half nothing was fitted on."""
    sys.path.insert(0, str(ROOT))
    from tests.engines.address.families import REPORTED, moved_lines, short_lines, tallied

    print("\n## Short names and moved towns (made for every county and town; the half nothing was fitted on)\n")
    print("| family | lines | right | honestly ambiguous | missed | 0.9 and more | of these wrong |")
    print("|---|---|---|---|---|---|---|")
    made = chain(short_lines(judge.gazetteer, REPORTED), moved_lines(judge.gazetteer))
    families, _ = tallied(judge.gazetteer, made)
    for family, row in families.items():
        shares = (f"{value / row.lines:.2%}" for value in (row.right, row.honest, row.missed, row.sure))
        print(f"| {family} | {row.lines:,} | {' | '.join(shares)} | {row.sure_wrong} |")


def command(rows: Rows, lines: int, jobs: int, seed: int) -> None:
    """Print speed and memory of the command on a long stream of distinct lines."""
    script = (
        "import pathlib,re,resource,sys\nfrom anxin.engines.address.command import run\nstatus=run(sys.argv[1:])\n"
        "uses=[resource.getrusage(who) for who in (resource.RUSAGE_SELF,resource.RUSAGE_CHILDREN)]\n"
        "most=int(re.search(r'VmHWM:\\s+(\\d+)',pathlib.Path('/proc/self/status').read_text())[1])\n"
        "sys.stderr.write(f'{sum(u.ru_utime+u.ru_stime for u in uses)} {max(most,uses[1].ru_maxrss)}')\n"
        "sys.exit(status)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "lines.txt"
        source.write_text("\n".join(distinct(rows, lines, seed)) + "\n", encoding="utf-8")
        for asked in sorted({1, jobs}):
            begun = time.monotonic()
            with Path(os.devnull).open("wb") as nowhere:
                done = subprocess.run(
                    [sys.executable, "-c", script, str(source), "--json", "--jobs", str(asked)],
                    stdout=nowhere, stderr=subprocess.PIPE, check=True,
                )  # fmt: skip
            seconds, peak = done.stderr.split()
            wall = time.monotonic() - begun
            print(f"\n## The command on {lines:,} distinct lines, --jobs {asked} (load {os.getloadavg()[0]:.1f})\n")
            print(f"{lines / float(seconds):,.0f} lines/s of CPU, start included; {lines / wall:,.0f} lines/s by the")
            print(f"clock; peak of one process {int(peak) / 1024:,.0f} MiB")


def main() -> int:
    """Run the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with ice_labelled.tsv")
    parser.add_argument("--lines", type=int, default=1_000_000, help="lines through the command")
    parser.add_argument("--distinct", type=int, default=200_000, help="lines in process, none twice")
    parser.add_argument("--rounds", type=int, default=7, help="rounds beside the quickest peer")
    parser.add_argument("--jobs", type=int, default=2, help="processes of the command, beside one")
    parser.add_argument("--peers", default=",".join(PEERS), help="peers to run beside")
    parser.add_argument("--no-peers", action="store_true", help="run none")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--as-peer", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.as_peer:
        run_peer(asked.as_peer)
        return 0
    if not asked.data or not (asked.data / "ice_labelled.tsv").is_file():
        print("bench address: --data: expected a folder with ice_labelled.tsv", file=sys.stderr)
        return 2
    begun = time.process_time()
    judge = Judge()
    print(
        f"# Address engine, Python {sys.version.split()[0]}; import and load {time.process_time() - begun:.2f} s of CPU"
    )
    rows = read_labelled(asked.data)
    peers = () if asked.no_peers else tuple(asked.peers.split(","))
    accuracy(judge, rows, peers)
    short_forms(judge)
    spoken(judge, asked.seed)
    speeds(list(dict.fromkeys(text for text, _, _ in rows)), "real lines, each once", asked.rounds, peers)
    speeds(distinct(rows, asked.distinct, asked.seed), "made lines that never repeat", asked.rounds, peers)
    command(rows, asked.lines, asked.jobs, asked.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
