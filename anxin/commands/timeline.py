"""`anxin timeline verify`: check every chain, head and checkpoint; name what was changed, cut or taken away."""

from pathlib import Path

from anxin.commands import parser


def run(arguments: list[str]) -> int:
    """Verify; exit 0 with one line where all holds, 1 with a line a fault."""
    options = parser.Parser("timeline", "Verify all streams against their chains, heads and checkpoints.")
    options.add_argument("what", choices=["verify"])
    options.add_argument("--roots", type=parser.existing_file, help="PEM of the time-stamping authority's roots")
    options.add_argument("--all-roots", action="store_true", help="compute the root of every checkpoint again")
    known = options.open_house(arguments, filled=True)
    return report(roots=known.roots, all_roots=known.all_roots)


def report(*, roots: Path | None = None, all_roots: bool = False) -> int:
    """Print what was found."""
    from django.apps import apps

    from anxin.core import timeline

    found = timeline.verify(roots=roots.read_text(encoding="ascii") if roots else "", all_roots=all_roots)
    for one in found:
        print(f"{one.code}: {one}")
    if not found:
        streams = apps.get_model("core.Stream").objects.count()
        print(f"timeline: {streams} streams hold, {timeline.Checkpoint.objects.count()} checkpoints")
    return 1 if found else 0
