# make demo   the whole job on this machine, nothing to configure
# make test   sets everything up and runs the tests
# make check  format, lint, types, layers, tests: what a change must pass

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: setup dev system demo test check format lint types layers bench clean

INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable

setup: $(VENV)/ready
dev: $(VENV)/ready-for-development

$(VENV)/ready: pyproject.toml .ci/constraints.txt
	@.ci/virtual-environment $(PYTHON) $(VENV)
	$(INSTALL) '.[demo,postgres]'
	@touch $@

$(VENV)/ready-for-development: $(VENV)/ready
	$(INSTALL) '.[dev]'
	@touch $@

system:
	@.ci/system-packages

demo: setup
	$(BIN)/openhour demo $(ARGS)

test: system setup dev
	$(BIN)/python -m pytest $(ARGS)

check: format lint types layers test

format lint types layers: dev
	@$($@) || { echo "make check: the $@ gate failed" >&2; exit 1; }

format = $(BIN)/ruff format --check --quiet .
lint = $(BIN)/ruff check --quiet .
types = $(BIN)/mypy --no-error-summary
layers = $(BIN)/lint-imports

bench: system dev
	@for bench in tests/bench/bench_*.py; do echo "== $$bench"; $(BIN)/python $$bench $(ARGS) || exit 1; done

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
