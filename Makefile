# Works with GNU make and sh; the environment is made by tools/bootstrap.py, with nothing but python3.
#   make demo    the whole chain, on an example company
#   make test    the tests, with branch coverage
#   make ci      everything that must hold before a change is taken

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
BOOTSTRAP = $(PYTHON) tools/bootstrap.py --venv $(VENV)

.NOTPARALLEL:
.PHONY: help demo test lint format types house faults bench ci clean

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

faults:
	@$(BOOTSTRAP) --extras test
	$(BIN)/python -m pytest tests/faults $(ARGS)

bench:
	@$(BOOTSTRAP) --extras test
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python "$$file" || exit 1; done

ci:
	bash .ci/run

clean:
	rm -rf .venv .venv-* demo build dist *.egg-info .coverage .coverage.* htmlcov
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
