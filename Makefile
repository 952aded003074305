# Works with GNU make and sh; the environment is made by tools/bootstrap.py, with nothing but python3.
#   make demo    the whole chain, on an example company
#   make test    the tests, with branch coverage
#   make ci      everything that must hold before a change is taken

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
BENCH = $(VENV)-bench
PEERS = sqlalchemy eventsourcing
BOOTSTRAP = $(PYTHON) tools/bootstrap.py --venv $(VENV)

.NOTPARALLEL:
.PHONY: help demo test lint format types house bench ci clean

help:
	@sed -n '2,4s/^# *//p' Makefile

demo:
	@$(BOOTSTRAP)
	@$(BIN)/playbook demo demo

test:
	@$(BOOTSTRAP) --extras test
	$(BIN)/python -m pytest -n auto --cov --cov-report= $(ARGS)

lint:
	@$(BOOTSTRAP) --extras test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format:
	@$(BOOTSTRAP) --extras test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types:
	@$(BOOTSTRAP) --extras test
	$(BIN)/mypy

house:
	@$(BOOTSTRAP) --extras test
	$(BIN)/lint-imports


# In an environment of its own: what is measured beside us is no business of the tests. All run, whatever one says.
bench:
	@$(PYTHON) tools/bootstrap.py --venv $(BENCH) --extras test --installer pip
	@$(BENCH)/bin/python -m pip install -qq --disable-pip-version-check $(PEERS) || echo "measured without: $(PEERS)"
	@failed=0; for name in startup scale append render sync waves why; do \
	  echo "== $$name"; $(BENCH)/bin/python benchmarks/$$name.py || failed=1; done; exit $$failed

ci:
	bash .ci/run

clean:
	rm -rf .venv .venv-* demo build dist *.egg-info .coverage .coverage.* htmlcov
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
