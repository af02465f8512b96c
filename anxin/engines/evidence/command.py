"""`anxin evidence …`: examine, index, label, clarity, capture, paper; one JSON line a picture."""

import argparse
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from anxin.engines.evidence import index_commands, options, picture_commands
from anxin.engines.evidence.errors import EvidenceError

Action = Callable[[argparse.Namespace], int]


ABOUT = "Read labels, find re-use, compare with the seller's pictures: without a database."
RAW = argparse.RawDescriptionHelpFormatter
EXAMPLES = {
    "examine": "examine claim.jpg --reference listing.jpg --claimed 2026-11-24T10:00+08:00 --json",
    "index": "index add earlier/ claim.jpg --order 3001 --party buyer-7",
    "add": "index add earlier/ claim.jpg --order 3001 --party buyer-7",
    "search": "index search earlier/ claim.jpg --order 3002",
    "remove": "index remove earlier/ claim.jpg",
    "stats": "index stats earlier/",
    "rebuild": "index rebuild earlier/",
    "label": "label claim.jpg --says suspected -o labelled.jpg",
    "clarity": "clarity claim.jpg --json",
    "capture": "capture session.json --json",
    "paper": "paper code.jpg --expect K7M2QX --json",
}


class Wrong(Exception):
    """Wrong options; the message says which, what was expected and what came."""


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        _of, lacking, names = message.partition("the following arguments are required: ")
        raise Wrong(f"{self.prog}: {f'expected {names}, got none' if lacking else message}")


def run(arguments: list[str]) -> int:
    """Run `anxin evidence` and return its exit status: 0 answered, 2 wrong options or paths."""
    try:
        asked = parser().parse_args(arguments)
        _check_paths(asked)
        action: Action = asked.action
        return action(asked)
    except (Wrong, EvidenceError) as error:
        said = str(error).replace("\n", " ")
        print(said if said.startswith("anxin evidence") else f"anxin evidence: {said}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """Describe the options."""
    top = _Parser(
        prog="anxin evidence",
        description=ABOUT,
        formatter_class=RAW,
        epilog=f"example: anxin evidence {EXAMPLES['examine']}",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="examine|index|label|clarity|capture|paper")
    _examine(commands)
    _index(commands)
    mark = commands.add_parser("label", help="write the propagation label into a copy")
    mark.add_argument("picture", help="file to label; it stays as it is")
    mark.add_argument(
        "--says", required=True, choices=["generated", "possibly", "suspected"], help="what the label says"
    )
    mark.add_argument("--propagator", default="", help="27-character code or name of the platform")
    mark.add_argument("--propagate-id", default="", help="the platform's own number for it")
    mark.add_argument("-o", "--output", required=True, help="new file with the label")
    mark.set_defaults(action=picture_commands.mark, paths=["picture"])
    clear = commands.add_parser("clarity", help="say whether pictures are clear enough")
    clear.add_argument("pictures", nargs="+", help="picture files")
    clear.add_argument("--json", action="store_true", help="JSON lines, as always")
    clear.set_defaults(action=picture_commands.clear, paths=["pictures"])
    capture = commands.add_parser("capture", help="check a capture session's record")
    capture.add_argument("session", help="JSON file of the session; its pictures lie beside it")
    capture.add_argument("--json", action="store_true", help="JSON lines, as always")
    capture.set_defaults(action=picture_commands.capture, paths=["session"])
    paper = commands.add_parser("paper", help="read the six-character code on paper beside the thing")
    paper.add_argument("pictures", nargs="+", help="picture files")
    paper.add_argument("--expect", default="", help="the code that was asked for")
    paper.add_argument("--json", action="store_true", help="JSON lines, as always")
    paper.set_defaults(action=picture_commands.paper, paths=["pictures"])
    for name, command in commands.choices.items():
        command.epilog, command.formatter_class = f"example: anxin evidence {EXAMPLES[name]}", RAW
    return top


def _examine(commands: "argparse._SubParsersAction[_Parser]") -> None:
    look = commands.add_parser("examine", help="examine pictures")
    look.add_argument("pictures", nargs="+", metavar="PICTURE", help="picture or video files to examine")
    look.add_argument(
        "--reference",
        action="append",
        default=[],
        metavar="FILE[@TIME|@unknown]",
        help="a picture of the seller, and when it was sealed; may be repeated",
    )
    look.add_argument("--claimed", metavar="TIME", help="when the claim was made (ISO 8601)")
    look.add_argument("--index", metavar="DIR", help="index of earlier pictures to search")
    _keys(look)
    look.add_argument("--together", action="store_true", help="compare the pictures as views of one thing")
    look.add_argument("--region", metavar="X,Y,W,H", help="the place to look for in the other views")
    look.add_argument("--heatmap", metavar="OUT.png", help="write where the picture differs from the reference")
    look.add_argument("--html", metavar="OUT", help="write a page for people")
    look.add_argument("--trust-list", default="", metavar="FILE", help="PEM file of C2PA authorities you trust")
    look.add_argument("--timing", action="store_true", help="add the wall times")
    look.add_argument("--no-ocr", action="store_true", help="don't read visible marks")
    look.add_argument("--json", action="store_true", help="JSON lines, as always")
    look.set_defaults(action=picture_commands.examine, paths=["pictures"])


def _keys(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--copy-model", default="", metavar="FILE", help="your own ONNX model of copies (none is shipped)"
    )
    for name in ("owner", "order", "party"):
        command.add_argument(f"--{name}", default="", metavar="KEY", help=f"whose: the {name}'s key")


def _index(commands: "argparse._SubParsersAction[_Parser]") -> None:
    index = commands.add_parser("index", help="keep and search earlier pictures")
    actions = index.add_subparsers(dest="act", required=True, metavar="add|search|remove|stats|rebuild")
    add = actions.add_parser("add", help="keep pictures")
    add.add_argument("folder", metavar="DIR", help="folder of the index; made where there is none")
    add.add_argument("pictures", nargs="+", metavar="PICTURE", help="pictures to keep")
    add.add_argument("--id", default="", help="name of the entry (default: the path)")
    _keys(add)
    add.set_defaults(action=index_commands.add, paths=["pictures"])
    find = actions.add_parser("search", help="find where pictures were used before")
    find.add_argument("folder", metavar="DIR", help="folder of the index")
    find.add_argument("pictures", nargs="+", metavar="PICTURE", help="pictures to search for")
    _keys(find)
    find.set_defaults(action=index_commands.find, paths=["pictures"])
    remove = actions.add_parser("remove", help="forget entries")
    remove.add_argument("folder", metavar="DIR", help="folder of the index")
    remove.add_argument("names", nargs="+", metavar="ID", help="entries as they were named")
    remove.set_defaults(action=index_commands.remove, paths=[])
    told = {"stats": "count the table against the files", "rebuild": "write the files anew from the table"}
    for name, action in (("stats", index_commands.stats), ("rebuild", index_commands.rebuild)):
        command = actions.add_parser(name, help=told[name])
        command.add_argument("folder", metavar="DIR", help="folder of the index")
        command.set_defaults(action=action, paths=[])
    for name, command in actions.choices.items():
        command.epilog, command.formatter_class = f"example: anxin evidence {EXAMPLES[name]}", RAW
        command.add_argument("--json", action="store_true", help="JSON lines, as always")


def _check_paths(asked: argparse.Namespace) -> None:
    """Refuse paths that can't be opened before anything is read."""
    for name in asked.paths:
        value = getattr(asked, name)
        for path in [value] if isinstance(value, str) else value:
            options.readable(path, name)
