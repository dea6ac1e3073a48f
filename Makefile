# Needs Python 3.11 or newer (with venv) and make; everything else is set up in .venv on first use.
#   make demo    the product on invented pages, in half a minute
#   make test    the test suite
#   make check   formatting, lint, types, import rules
#   make soak    the long-running tests
#   make clean   remove what these made

PYTHON = python3
VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check soak clean

demo: $(VENV)/.installed
	$(BIN)/clausewatch demo

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile -m "not soak"

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -m soak

# Made anew when what is asked for changed: nothing of an older set of packages stays behind.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "clausewatch needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV), about a minute ..." >&2
	@$(PYTHON) -m venv --clear $(VENV) || \
		{ echo "Python's venv module is missing: install it (Debian, Ubuntu: python3-venv)" >&2; exit 1; }
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Adding the tools for tests and checks ..." >&2
	@$(PIP) --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist clausewatch.egg-info clausewatch-demo
	rm -rf .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -path ./.git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
