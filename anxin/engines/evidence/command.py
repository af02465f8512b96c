"""`anxin evidence …`: examine, index, label, clarity, capture, paper; one JSON line a picture."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from anxin.engines.evidence import asking, indexing, options
from anxin.engines.evidence.errors import EvidenceError

Action = Callable[[argparse.Namespace], int]


class Wrong(Exception):
    """Wrong options; the message says which, what was expected and what came."""


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise Wrong(f"{self.prog}: {message}")


def run(arguments: list[str]) -> int:
    """Run `anxin evidence` and return its exit status: 0 answered, 2 wrong options or paths."""
    try:
        asked = parser().parse_args(arguments)
        _check_paths(asked)
        action: Action = asked.action
        return action(asked)
    except (Wrong, EvidenceError) as error:
        print(str(error).replace("\n", " "), file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """Describe the options."""
    top = _Parser(prog="anxin evidence", description="Read labels, find re-use, compare with the seller's pictures.")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    _examine(verbs)
    _index(verbs)
    mark = verbs.add_parser("label", help="write the propagation label into a copy")
    mark.add_argument("picture")
    mark.add_argument("--says", required=True, choices=["generated", "possibly", "suspected"])
    mark.add_argument("--propagator", default="", help="27-character code or name of the platform")
    mark.add_argument("--propagate-id", default="")
    mark.add_argument("-o", "--output", required=True)
    mark.set_defaults(action=asking.mark, paths=["picture"])
    clear = verbs.add_parser("clarity", help="say whether pictures are clear enough")
    clear.add_argument("pictures", nargs="+")
    clear.add_argument("--json", action="store_true")
    clear.set_defaults(action=asking.clear, paths=["pictures"])
    capture = verbs.add_parser("capture", help="check a capture session's record")
    capture.add_argument("session")
    capture.add_argument("--json", action="store_true")
    capture.set_defaults(action=asking.capture, paths=["session"])
    paper = verbs.add_parser("paper", help="read the six-character code on paper beside the thing")
    paper.add_argument("pictures", nargs="+")
    paper.add_argument("--expect", default="", help="the code that was asked for")
    paper.add_argument("--json", action="store_true")
    paper.set_defaults(action=asking.paper, paths=["pictures"])
    return top


def _examine(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    look = verbs.add_parser("examine", help="examine pictures")
    look.add_argument("pictures", nargs="+", metavar="PICTURE")
    look.add_argument("--reference", action="append", default=[], metavar="FILE[@TIME|@unknown]")
    look.add_argument("--claimed", metavar="TIME")
    look.add_argument("--index", metavar="DIR")
    _keys(look)
    look.add_argument("--together", action="store_true")
    look.add_argument("--region", metavar="X,Y,W,H")
    look.add_argument("--heatmap", metavar="OUT.png")
    look.add_argument("--html", metavar="OUT")
    look.add_argument("--trust-list", default="", metavar="FILE", help="PEM file of C2PA authorities you trust")
    look.add_argument("--timing", action="store_true")
    look.add_argument("--no-ocr", action="store_true", help="don't read visible marks")
    look.add_argument("--json", action="store_true")
    look.set_defaults(action=asking.examine, paths=["pictures"])


def _keys(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--copy-model", default="", metavar="FILE", help="your own ONNX model of copies (none is shipped)"
    )
    for name in ("owner", "order", "party"):
        verb.add_argument(f"--{name}", default="", metavar="KEY")


def _index(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    index = verbs.add_parser("index", help="keep and search earlier pictures")
    actions = index.add_subparsers(dest="act", required=True, metavar="ACTION")
    add = actions.add_parser("add")
    add.add_argument("folder", metavar="DIR")
    add.add_argument("pictures", nargs="+", metavar="PICTURE")
    add.add_argument("--id", default="")
    _keys(add)
    add.set_defaults(action=indexing.add, paths=["pictures"])
    find = actions.add_parser("search")
    find.add_argument("folder", metavar="DIR")
    find.add_argument("pictures", nargs="+", metavar="PICTURE")
    _keys(find)
    find.set_defaults(action=indexing.find, paths=["pictures"])
    remove = actions.add_parser("remove")
    remove.add_argument("folder", metavar="DIR")
    remove.add_argument("names", nargs="+", metavar="ID")
    remove.set_defaults(action=indexing.remove, paths=[])
    for name, action in (("stats", indexing.stats), ("rebuild", indexing.rebuild)):
        verb = actions.add_parser(name)
        verb.add_argument("folder", metavar="DIR")
        verb.set_defaults(action=action, paths=[])
    for verb in actions.choices.values():
        verb.add_argument("--json", action="store_true")


def _check_paths(asked: argparse.Namespace) -> None:
    """Refuse paths that can't be opened before anything is read."""
    for name in asked.paths:
        value = getattr(asked, name)
        for path in [value] if isinstance(value, str) else value:
            options.readable(path, name)
