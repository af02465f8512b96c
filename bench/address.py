"""Measure the address engine beside other libraries: accuracy, spoken names, calibration, speed, memory.

Run ``python bench/address.py --data DIR`` where DIR holds ``ice_labelled.tsv`` (tab separated: address, accepted
current county codes parted by ``;``, codes at the time). Peers run in an environment of their own under
``.bench/address``, made from ``bench/peers/address.txt`` on the first run; ``--no-peers`` leaves them out. Times are
CPU seconds of one process, warmed, in pieces of a thousand lines, the least of several passes of each piece; ours are
taken before and after each peer's.
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
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOME = ROOT / ".bench" / "address"
PASSES = 12
PEERS = ("cpca", "cnloc", "jionlp", "quhua")
COMMON = [bytes([a, b]).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)]
Answers = Callable[[list[str]], list[str]]


def peer_answers(name: str) -> Answers:
    """Give a peer's function from lines to county codes (or ``province|city|county`` names), in its environment."""
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


def best_of(passes: int, answers: Answers, lines: list[str]) -> tuple[float, list[str]]:
    """Answer all lines in pieces of a thousand; the least CPU time of several passes of each piece, added up.

    A piece that takes more than half a second is answered once.
    """
    total, found = 0.0, []
    for start in range(0, len(lines), 1000):
        piece, least = lines[start : start + 1000], float("inf")
        for number in range(passes):
            begun = time.process_time()
            answered = answers(piece)
            spent = time.process_time() - begun
            least = min(least, spent)
            if not number:
                found += answered
            if spent > 0.5:
                break
        total += least
    return total, found


def run_peer(name: str) -> None:
    """Answer the lines of standard input as one peer; print its CPU seconds, then one JSON list."""
    lines = sys.stdin.read().split("\n")
    output, sys.stdout = sys.stdout, sys.stderr
    answers = peer_answers(name)
    answers(lines[:300])
    spent, found = best_of(PASSES, answers, lines)
    output.write(json.dumps([spent, found], ensure_ascii=False))


def peer_python() -> Path:
    """Make the peers' environment if it is not there and give its Python."""
    python = HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        wanted = str(ROOT / "bench" / "peers" / "address.txt")
        subprocess.run([str(python), "-m", "pip", "install", "-q", "-r", wanted], check=True)
    return python


def ask_peer(name: str, lines: list[str]) -> tuple[float, list[str]]:
    """Run one peer on all lines."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [str(peer_python()), __file__, "--as-peer", name],
        input="\n".join(lines), capture_output=True, text=True, check=True, env=environment, cwd=HOME,
    )  # fmt: skip
    spent, found = json.loads(done.stdout[done.stdout.index("[") :])
    return spent, found


def read_labelled(folder: Path) -> list[tuple[str, set[str], set[str]]]:
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


def accuracy(judge: Judge, rows: list[tuple[str, set[str], set[str]]], peers: tuple[str, ...]) -> None:
    """Print county-exact shares and speeds, ours and each peer's, on the same rows."""
    lines = [text for text, _, _ in rows]
    named = [judge.named(text, accepted) for text, accepted, _ in rows]
    resolve = judge.gazetteer.resolve
    found = [resolve(line) for line in lines]
    speeds = [own_speed(resolve, lines)]
    print(f"\n## County-exact on {len(rows):,} real lines, {sum(named):,} of which name their county\n")
    print("| | all | named | lines/s of CPU |\n|---|---|---|---|")
    right = [one.county_code in accepted for one, (_, accepted, _) in zip(found, rows, strict=True)]
    peer_rows = []
    for peer in peers:
        cost, answers = ask_peer(peer, lines)
        speeds.append(own_speed(resolve, lines))
        codes = [judge.code(peer, answer) for answer in answers]
        theirs = [code in now | then for code, (_, now, then) in zip(codes, rows, strict=True)]
        peer_rows.append((peer, theirs, named, len(lines) / cost))
    report("anxin", right, named, max(speeds))
    for row in peer_rows:
        report(*row)
    print(f"\nOur speed between the peers' runs: {', '.join(f'{speed:,.0f}' for speed in speeds)} lines/s")
    print("\n### Lines that name their county and are answered otherwise (wrong labels among them)\n")
    for (text, accepted, _), one, good, fits in zip(rows, found, right, named, strict=True):
        if fits and not good:
            print(f"- {text} | label {','.join(sorted(accepted))} | {one.code} {one.full_name} {one.confidence}")
    reliability([(one.confidence, good) for one, good, fits in zip(found, right, named, strict=True) if fits])


def own_speed(resolve: Callable[[str], object], lines: list[str]) -> float:
    """Measure lines a CPU second, taken as the peers' are."""

    def answers(piece: list[str]) -> list[str]:
        for line in piece:
            resolve(line)
        return piece

    return len(lines) / best_of(PASSES, answers, lines)[0]


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


def command(rows: list[tuple[str, set[str], set[str]]], lines: int) -> None:
    """Print speed and memory of the command on a long stream."""
    texts = [text for text, _, _ in rows]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "lines.txt"
        with source.open("w", encoding="utf-8") as file:
            for start in range(0, lines, len(texts)):
                file.write("\n".join(texts[: lines - start]) + "\n")
        script = (
            "import resource,sys\nfrom anxin.engines.address.command import run\n"
            "status=run(sys.argv[1:])\nuse=resource.getrusage(resource.RUSAGE_SELF)\n"
            "sys.stderr.write(f'{use.ru_utime+use.ru_stime} {use.ru_maxrss}')\nsys.exit(status)\n"
        )
        with Path(os.devnull).open("wb") as nowhere:
            done = subprocess.run(
                [sys.executable, "-c", script, str(source), "--json"],
                stdout=nowhere,
                stderr=subprocess.PIPE,
                check=True,
            )
    seconds, peak = done.stderr.split()
    print(f"\n## The command on {lines:,} lines\n")
    print(f"{lines / float(seconds):,.0f} lines/s of CPU, start included; peak {int(peak) / 1024:,.0f} MiB")


def main() -> int:
    """Run the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with ice_labelled.tsv")
    parser.add_argument("--lines", type=int, default=1_000_000, help="lines through the command")
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
    accuracy(judge, rows, () if asked.no_peers else tuple(asked.peers.split(",")))
    spoken(judge, asked.seed)
    command(rows, asked.lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
