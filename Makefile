# Everything a person runs. `make` alone lists the targets.

VENV     := .venv
BIN      := $(VENV)/bin
STAMP    := $(VENV)/.set-up
CHRONOS  := $(VENV)/.chronos
WORKERS  ?= 2
LOCKS    := requirements/uv.txt requirements/build.txt requirements/dev.txt requirements/node.txt
WEB      := web/node_modules/.set-up
PAGES    := src/credence/api/built/.vite/manifest.json
LOCK     := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header

export PATH := $(CURDIR)/$(BIN):$(PATH)

# Recorded data lies beside the project, never in it; tests that need it are skipped where it is missing.
RECORDED := $(or $(CREDENCE_RECORDED),$(if $(wildcard ../shared/data/.),$(abspath ../shared/data)))
ifneq ($(RECORDED),)
test torture bench: export CREDENCE_RECORDED := $(RECORDED)
endif

.DEFAULT_GOAL := help
.PHONY: help setup chronos web run test browser pictures pixels torture bench lint lock types clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(STAMP) ## make the environment from the locked packages (skipped when nothing changed)
	@:

$(STAMP): $(LOCKS) pyproject.toml tools/setup.sh tools/find-python.sh
	@sh tools/setup.sh $(VENV)
	@touch $@

chronos: $(CHRONOS) ## add torch and the Chronos models to the environment, about 1 GB (TORCH=... names the torch)
	@:

$(CHRONOS): $(STAMP) requirements/chronos.txt tools/setup-chronos.sh
	@sh tools/setup-chronos.sh $(VENV) $(TORCH)
	@touch $@

# elsewhere the tests of these models are skipped where they are not installed
ifneq ($(filter-out 0 false no,$(CI)),)
test: $(CHRONOS)
endif

web: $(PAGES) ## build the pages into the package (skipped when nothing changed)
	@:

$(WEB): $(STAMP) web/package.json web/package-lock.json web/.npmrc
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGES): $(WEB) $(shell find web -path web/node_modules -prune -o -path web/browser -prune -o -type f -print)
	@cd web && npm run --silent build
	@touch $@

types: $(WEB) ## write the pages' types anew from the API's document
	@cd web && npm run --silent types

run: setup web ## show everything on a made-up world: data, job, server, pages; needs no network
	@$(BIN)/credence up --demo

test: lint browser ## lint, the pages in a real browser, then every Python test but the long ones
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

browser: web ## the pages in a real browser (needs chromium), over a simulated lake
	@cd web && npm run --silent unit
	@cd web && npm run --silent browser

pictures: web ## draw the sheets of docs/pages.md anew, in a real browser
	@cd web && CREDENCE_BROWSER_FILE=pictures npm run --silent browser

pixels: web ## how soon the explorer of 500,000 markets shows a change of its filters, in a real browser
	@lake=$${CREDENCE_BROWSER_LAKE:-$$(mktemp -d)/lake}; \
	  [ -d "$$lake" ] || $(BIN)/python -m credence.lab.cube_lake "$$lake" 500000; \
	  cd web && CREDENCE_BROWSER_LAKE="$$lake" CREDENCE_BROWSER_FILE=large npm run --silent browser

torture: setup web pixels ## the long forms of the checks
	$(BIN)/python -m pytest -m torture

bench: setup ## run the benchmarks, one after another
	@set -e; found=; for case in benchmarks/[a-z]*.py; do \
	  [ -f "$$case" ] || continue; found=yes; echo "== $$case"; $(BIN)/python "$$case"; \
	done; [ -n "$$found" ] || echo "no benchmark is written yet"

lint: setup $(WEB) ## style, types, import directions
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-cache --no-logo
	cd web && npm run --silent check

lock: setup ## choose package versions anew and write requirements/*.txt
	@test -x $(BIN)/uv || { echo "make lock needs uv in $(VENV): $(BIN)/pip install uv" >&2; exit 1; }
	$(LOCK) --upgrade pyproject.toml --extra dev -o requirements/dev.txt
	$(LOCK) --upgrade pyproject.toml -c requirements/dev.txt -o requirements/core.txt
	$(LOCK) --upgrade requirements/chronos.in -c requirements/dev.txt \
	  --excludes requirements/chronos-without.in -o requirements/chronos.txt
	$(LOCK) --upgrade requirements/build.in -c requirements/dev.txt -o requirements/build.txt
	$(LOCK) --upgrade requirements/uv.in -o requirements/uv.txt
	$(LOCK) --upgrade requirements/node.in -o requirements/node.txt
	@if grep -nE '://|index-url|find-links' requirements/*.txt; then \
	  echo "a lock names a package host; it must not" >&2; exit 1; fi

clean: ## remove what can be made again: environment, caches, builds; data stays
	rm -rf $(VENV) web/node_modules src/credence/api/built dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +
