# Two commands for a newcomer: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
UV_VERSION := 0.13.9

.DEFAULT_GOAL := help
.PHONY: help demo test test-postgres lint bench docs lock system clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found on PATH."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is older. Set PYTHON=/path/to/python3.11."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

demo: $(INSTALLED) ## load the bundled evidence and open the platform
	$(BIN)/twinbay demo

system: ## install Chromium and a Chinese font for the browser tests (Debian, as root)
	@sh scripts/install_system_packages.sh

test: $(INSTALLED) system lint ## run linters, type checks and all tests
	$(BIN)/pytest -n 2 --dist loadfile --max-worker-restart 0

test-postgres: $(INSTALLED) system ## run the platform's tests on a PostgreSQL of their own (the engines know no database)
	$(BIN)/python scripts/with_postgres.py $(BIN)/pytest -n 2 --dist loadfile tests/web tests/cli

lint: $(INSTALLED) ## run ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(INSTALLED) ## run the benchmarks; each prints its ratio against a named alternative
	$(BIN)/python -m benchmarks

docs: $(INSTALLED) ## renew the command reference, the translations and the screenshots
	$(BIN)/python scripts/make_command_reference.py
	$(BIN)/python scripts/translations.py
	$(BIN)/python scripts/make_screenshots.py

lock: $(INSTALLED) ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --universal \
		--python-version 3.11 --no-header --no-annotate --output-file requirements.lock

clean: ## remove the environment and caches, not your data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
