#!/bin/sh
# Compile the three locks together into the folder given, on top of the locks that lie there.
set -eu
export UV_PYTHON_DOWNLOADS=never
uv=.boot/bin/uv
[ -x "$uv" ] || uv=.venv/bin/uv
compile() { "$uv" pip compile --quiet pyproject.toml --universal --generate-hashes --no-header --no-annotate --python-version 3.13 "$@"; }
compile --group dev --all-extras -o "$1/dev.txt"
compile --group build --all-extras -c "$1/dev.txt" -o "$1/all.txt"
compile --group build -c "$1/dev.txt" -o "$1/base.txt"
