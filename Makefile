# Two commands: `make run` serves the site, `make test` tests it. Each target is what it says.

PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --no-input --quiet
# Lets tests be chosen: make test ARGS="tests/webinars -k move"
ARGS ?=

.PHONY: run test bench faults test-deps lint format lock sbom clean

# Serves on WEBINAR_HOST and WEBINAR_PORT; an empty database gets the example programme.
run: $(VENV)/.installed
	@$(BIN)/webinar serve --with-examples

# Everything, on both databases, with browser journeys.
test: $(VENV)/.installed-test
	@scripts/test-deps --if-allowed
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

# One table of measurements beside floors taken in the same run; needs Debian's wrk.
bench: $(VENV)/.installed
	$(BIN)/python -m bench $(ARGS)

# Breaks things for real (docs/running.md): make faults ARGS="disk_full killed". As root, with
# Debian's postgresql, nginx, libfaketime; what is missing is not tried, and the table says so.
faults: $(VENV)/.installed
	$(BIN)/python -m bench.faults $(ARGS)

# Debian's Chromium, PostgreSQL, Java (for the HTML checker), libical and npm's ical.js (readers of
# calendars), installed if missing.
test-deps:
	@scripts/test-deps

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Writes the locks anew from pyproject.toml; needs uv.
lock:
	scripts/lock

# What an installation consists of (CycloneDX), from the lock; written to dist/.
sbom: $(VENV)/.installed
	@$(BIN)/python scripts/sbom.py

clean:
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)

# pip runs again only when what it would install has changed.
$(VENV)/.installed: $(BIN)/pip requirements.lock pyproject.toml
	@echo "Installing what the lock names (about a minute the first time) ..."
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes --requirement requirements-test.lock
	@touch $@
