# Two commands matter: `make demo` runs the product with its cast, `make test` passes the whole suite.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: catalogue collected help setup demo test test-sqlite test-postgresql check lint types layers migrations deployment format soak system screenshots docs docs-pictures monday theme messages locks wheel wheel-check
PORT ?= 8000
DATA ?=
WORKERS ?= 3
export UV_PYTHON_DOWNLOADS := never
# Compiled code is kept: an environment that forbids it makes every process of the house start twice as slowly.
unexport PYTHONDONTWRITEBYTECODE

PYTHON := $(shell for p in python3.13 /usr/bin/python3.13 /usr/bin/python3 python3; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PYTEST := env -u DJANGO_SETTINGS_MODULE $(BIN)/pytest -q --dist loadfile --no-loadscope-reorder
ON_POSTGRESQL := --database=postgresql -m "not soak and not sqlite and (not browser or smoke)" tests/core tests/domain tests/attacks tests/running tests/faces/api tests/faces/public/test_nation_pages.py tests/faces/test_walk.py tests/faces/test_growth.py tests/faces/test_plans.py tests/faces/test_plans_beside.py
# A tag that opens or closes under a condition is more than the formatter reads.
DJANGOFMT := --profile django --line-length 120 --indent-width 2

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.boot/bin/uv:
	@test -n "$(PYTHON)" || { echo "Anxin needs CPython 3.13: found none of python3.13, python3 (3.13). On Debian: apt-get install python3.13 python3.13-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. On Debian: apt-get install python3.13-venv"; exit 1; }
	$(PYTHON) -m venv .boot
	.boot/bin/pip install --quiet --disable-pip-version-check "$$(sed -n 's/^ *"\(uv==[0-9.]*\)",$$/\1/p' pyproject.toml)"

define install
	@test -x $(BIN)/python || .boot/bin/uv venv --quiet --python $(PYTHON) .venv
	.boot/bin/uv pip sync --quiet --python $(BIN)/python requirements/$(1).txt
	.boot/bin/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
endef

.venv/.all: requirements/all.txt pyproject.toml | .boot/bin/uv
	$(call install,all)
	@touch $@

.venv/.dev: requirements/dev.txt pyproject.toml | .boot/bin/uv
	$(call install,dev)
	@touch $@ .venv/.all

# The dispatch kernels take about a minute to compile; nobody waits for them later.
.venv/.warm: $(wildcard anxin/engines/dispatch/kernel/*.py) | .venv/.all
	@NUMBA_NUM_THREADS=1 $(BIN)/anxin dispatch warm >/dev/null
	@touch $@

setup: .venv/.dev .venv/.warm ## everything a developer needs, in .venv; the demo's story is told
	@$(BIN)/anxin demo --prepare

demo: .venv/.all .venv/.warm ## run the product with its demo cast [PORT=8000] [DATA=folder]
	@exec $(BIN)/anxin demo --port $(PORT) $(if $(DATA),--data $(DATA))

system: ## find or install what tests need beyond packages: Chromium and a CJK font
	@sh tests/system.sh

test: .venv/.dev ## the whole suite: checks, SQLite with the browser, PostgreSQL
	@$(MAKE) --no-print-directory -j2 .venv/.warm system check collected
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-postgresql

# The tests are compiled once: each worker of the runs below would do it for itself at the same time.
collected: .venv/.dev
	@$(PYTEST) --collect-only --database=sqlite -m "not soak" > .venv/collected.txt || { cat .venv/collected.txt; exit 1; }

# SQLite's run notes which statements each test asks for; PostgreSQL's has the fewest tests ask for all of them.
test-sqlite: .venv/.dev
	$(PYTEST) -n $(WORKERS) --database=sqlite --statements=.venv/statements -m "not soak"

test-postgresql: .venv/.dev
	$(PYTEST) -n $(WORKERS) --statements=.venv/statements $(ON_POSTGRESQL)

check: lint types layers migrations deployment ## lint, types, layers, migrations, what deploy/ names

types: .venv/.dev
	$(BIN)/mypy

layers: .venv/.dev
	$(BIN)/lint-imports --no-cache

# It runs Django's checks first.
migrations: .venv/.dev
	ANXIN_DATA=.venv/var/check DJANGO_SETTINGS_MODULE=anxin.config.settings $(BIN)/python -m django makemigrations --check --dry-run

# Every command, setting and figure that deploy/ names is one of the product's.
deployment: .venv/.dev
	$(BIN)/python -m tests.house.deployment

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt $(DJANGOFMT) --check anxin tools

format: .venv/.dev ## format Python and templates
	$(BIN)/ruff format .
	$(BIN)/djangofmt $(DJANGOFMT) anxin tools

soak: .venv/.dev system ## the long runs: 1,000 walks a machine, 50 kills, the narrowest window, on both databases; every test on PostgreSQL
	env -u DJANGO_SETTINGS_MODULE $(BIN)/pytest -q -n $(WORKERS) --maxschedchunk=1 --timeout=3600 --database=sqlite -m soak
	env -u DJANGO_SETTINGS_MODULE $(BIN)/pytest -q -n $(WORKERS) --maxschedchunk=1 --timeout=3600 --database=postgresql -m "soak and not sqlite"
	$(PYTEST) -n $(WORKERS) $(ON_POSTGRESQL)

bench-%: .venv/.dev ## bench-address, bench-dispatch, bench-evidence, bench-web: measure beside peers; bench-growth: 300,000 cases; bench-nation: a nation's volume, copied from walked cases; bench-serials: numbers by many processes; bench-live: 5,000 open pages; bench-backups: row by row and by pages; bench-checkpoints: the hour's root over 300,000 streams; bench-public: ten public pages
	$(BIN)/python bench/$*.py $(ARGS)

monday: .venv/.dev system ## a company opens on an empty folder and serves its first customers, in a browser, counted
	$(BIN)/python bench/monday.py $(ARGS)

screenshots: .venv/.dev system ## every page at phone and desk size, into var/screenshots
	$(BIN)/python bench/screenshots.py $(ARGS)

docs: .venv/.dev ## the documentation as a folder of pages in Chinese and English, into var/docs
	@$(BIN)/python -m tools.docs

docs-pictures: .venv/.dev system ## take the tutorials' pictures anew from a demo, in both languages
	$(BIN)/python bench/tutorials.py $(ARGS)

catalogue: .venv/.dev ## show every part of a page in every state [PORT=8000]
	@exec $(BIN)/python -m tools.catalogue $(PORT)

theme: .venv/.dev ## rebuild the style sheet from anxin/faces/theme
	$(BIN)/tailwindcss -i anxin/faces/theme/input.css -o anxin/faces/static/anxin/app.css --minify

messages: .venv/.dev ## collect the sentences, list those without Chinese, compile the catalogue
	$(BIN)/python tests/house/messages.py

locks: .boot/bin/uv ## compile requirements/*.txt anew, on top of the committed ones, and the list of parts
	sh requirements/compile.sh requirements
	@$(MAKE) --no-print-directory .venv/.dev
	$(BIN)/python -m tools.sbom

wheel: .venv/.dev ## build the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel -d dist

wheel-check: .venv/.dev ## install the wheel with plain pip into an empty environment, and serve from it
	env -u DJANGO_SETTINGS_MODULE $(BIN)/pytest -q --timeout=1200 --database=sqlite tests/running/test_wheel.py
