.DELETE_ON_ERROR:
SHELL := /bin/sh
PY ?= python3
V := .venv
BIN := $(V)/bin
SYNC := $(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest
export ORION_SHARED ?= ../shared
# What was compiled is kept, whatever the machine says: pytest's share of it alone is half of finding the tests.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo run test qa beside lint types imports migrations unit browser wirecheck clients openapi tables matrix bench prove lock clean
help: ; @sed -n 's/^## //p' Makefile

## make demo       everything, with sandboxes and a demo store, until Ctrl-C
demo: $(V)/.ready ; @exec $(MANAGE) demo
## make run        web, worker and beat on your own data
run: $(V)/.ready ; @exec $(MANAGE) up
## make test       lint, types, import rules, migrations and all tests (make qa is the same)
test qa: lint imports beside

# Setting up --------------------------------------------------------------------------------------------------------
$(BIN)/uv: uv.txt
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Orion needs Python 3.11 or newer; $(PY) is $$($(PY) -V). Try: make PY=python3.12"; exit 1; }
	@$(PY) -m venv $(V) || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r uv.txt
	@touch $@

$(V)/.ready: requirements.txt $(BIN)/uv
	@echo "Installing what Orion needs ..."
	@$(SYNC) requirements.txt uv.txt
	@rm -f $(V)/.ready-dev; touch $@
$(V)/.ready-dev: requirements-dev.txt requirements.txt $(BIN)/uv
	@echo "Installing what Orion and its tests need ..."
	@$(SYNC) requirements-dev.txt uv.txt
	@touch $(V)/.ready $@

## make browser    the chromium of the browser tests: Debian's as root, else playwright's own
browser: $(V)/.ready-dev ; @sh .ci/browser $(BIN)/python

# Checking ----------------------------------------------------------------------------------------------------------
lint: $(V)/.ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
types: $(V)/.ready-dev ; @$(BIN)/mypy .
imports: $(V)/.ready-dev ; @$(BIN)/lint-imports
migrations: $(V)/.ready-dev ; @$(MANAGE) makemigrations --check --dry-run
# Types are judged while the tests begin: apart, one of two cores would only wait.
beside: $(V)/.ready-dev browser ; @$(MAKE) --no-print-directory -j 2 types migrations unit
# Three, also where there are two cores: of the seconds of a test more than half are spent waiting for another process.
unit: $(V)/.ready-dev browser ; @$(PYTEST) -n 3 --dist loadfile
## make wirecheck  every connector against its sandbox through the wire checker, ending in its report
wirecheck: $(V)/.ready-dev ; @$(BIN)/python -m tests.contract.wire
## make clients    clients that others wrote, each against its practice marketplace, ending in the table of docs/clients.md
clients: $(V)/.ready .venv-clients/.ready
	@ORION_PYTHON=$(BIN)/python CLIENTS_PAGE=docs/clients.md .venv-clients/bin/python -m pytest -c tests/clients/pytest.ini --confcutdir=tests/clients tests/clients
.venv-clients/.ready: requirements-clients.txt $(BIN)/uv
	@$(PY) -m venv .venv-clients
	@$(BIN)/uv pip sync --quiet --python .venv-clients/bin/python --require-hashes requirements-clients.txt
	@touch $@
## make openapi    writes api/openapi.yaml and the example of docs/api.md; a test fails when it was forgotten
openapi: $(V)/.ready-dev ; @$(MANAGE) spectacular --file api/openapi.yaml --validate --fail-on-warn && $(BIN)/python -m api.example
## make tables     config/first_tables.sql anew, from which a new database starts instead of from the first migration
tables: $(V)/.ready-dev ; @$(MANAGE) tables
## make matrix     docs/matrix.md anew from what the connectors declare
matrix: $(V)/.ready-dev ; @$(MANAGE) matrix > docs/matrix.md
## make bench      the headline jobs as ratios against their physical limits
bench: $(V)/.ready-dev ; @$(BIN)/python -m benchmarks
## make prove      the full length of every long proof (kill matrices, races, a day of faults)
prove: $(V)/.ready-dev ; @$(PYTEST) -m prove -s --timeout 3600
## make prove-X    one of them: three_ways, kills, day_of_faults, crash, split_there, one_refresh, stock, keys, drift
prove-%: $(V)/.ready-dev ; @$(PYTEST) $(wildcard tests/proofs/test_$*.py tests/proofs/test_$*_*.py) -m "prove or not prove" -s --timeout 3600

## make lock       pins requirements*.in again, with hashes
lock: $(BIN)/uv
	@for name in requirements requirements-sqs requirements-dev requirements-clients; do $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header \
	  --no-emit-index-url --python-version 3.11 $$name.in -o $$name.txt; done
## make clean      removes caches and the tests' database; keeps .venv and your data
clean:
	@rm -rf "$$(readlink -f var/test-postgres)" .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache var/test-postgres var/test-postgres.*
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
