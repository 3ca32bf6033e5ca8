# Dateline. `make run` does everything from nothing; `make help` says what else there is.
# Everything lands in .venv/ and .dateline/; `make clean` removes both.

PYTHON ?= python3
BIN := .venv/bin
LOCKS := requirements/requirements.txt requirements/dev.txt requirements/uv.txt
STAMP := .venv/.ready
RUN_OPTIONS := $(if $(FEEDS),--feeds "$(FEEDS)") $(if $(REPLAY),--replay "$(REPLAY)") $(if $(SEED),--seed "$(SEED)") \
	$(if $(EXIT_AFTER_LOAD),--exit-after-load)

.DEFAULT_GOAL := help
.PHONY: help setup run test lint quality bench fuzz stop clean lock topology

help: ## Say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18
	@echo
	@echo "  make run FEEDS=seeds/feeds.csv   follow real feeds instead of the sample newsroom"
	@echo "  make run REPLAY=pages.jsonl.gz   let the newsroom replay recorded pages"

setup: $(STAMP) ## Install everything that Dateline needs into .venv (pinned, with hashes)

$(STAMP): $(LOCKS) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Dateline needs Python 3.11 or newer; name one with PYTHON=python3.12 make ..." >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "making .venv"; $(PYTHON) -m venv --clear .venv || \
		{ echo "this Python cannot make a venv (Debian: install python3-venv)" >&2; exit 1; }; }
	@echo "installing pinned packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements/uv.txt requirements/requirements.txt requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q pipeline  # with the packages' bytecode: where Python may write none, each process would compile all
	@touch $(STAMP)

run: setup ## Start Postgres, the newsroom and Airflow; show the first articles; Ctrl-C stops all
	@$(BIN)/dateline run $(RUN_OPTIONS)

stop: ## Stop every process that a run started, also after a crash
	@if test -x $(BIN)/dateline; then $(BIN)/dateline stop; else echo "nothing is installed, nothing runs"; fi

test: setup ## Run all tests: unit, postgres, airflow, e2e
	@$(BIN)/python -m pytest -n 2 --dist loadfile tests/unit tests/postgres tests/airflow $(ARGS)
	@$(BIN)/python -m pytest tests/e2e $(ARGS)

lint: setup ## Check style and types: ruff, mypy --strict, sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict pipeline
	@$(BIN)/sqlfluff lint --disable-progress-bar --processes 2 sql

quality: setup ## Score the JSON-lines commands on ../shared/gold beside their baselines
	@$(BIN)/python -m tests.quality $(ARGS)

bench: setup ## Measure speed as ratios to named baselines
	@$(BIN)/python -m tests.bench $(ARGS)

fuzz: setup ## Feed strange input to whatever reads strangers' bytes, ten minutes
	@$(BIN)/python -m tests.fuzz $(ARGS)

topology: setup ## Prove the Celery topology with plain processes (needs redis-server)
	@$(BIN)/python scripts/prove_topology.py

lock: setup ## Make the pinned requirements anew from pyproject.toml
	@$(BIN)/python scripts/lock.py

clean: ## Stop what runs, remove .venv and .dateline
	@if test -x $(BIN)/dateline; then $(BIN)/dateline stop || \
		{ echo "not cleaned: what runs could not be stopped (see above); mend that, or remove .venv and .dateline by hand" >&2; exit 1; }; fi
	rm -rf .venv .dateline
