# start:talking. `make run` serves the site, `make test` checks everything; both need Python 3.11+ and make, no more.

# The first Python that is new enough; PYTHON=... chooses another one.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
SCRATCH := $(VENV)/scratch
GERMAN := startalking/locale/de/LC_MESSAGES/django.po

.DEFAULT_GOAL := help
.PHONY: help run test lint deployment unit browser validate lighthouse peers bench lock words clean python

help:
	@echo "make run    serve the site (HOST, PORT, DATA_DIR and others from the environment: docs/configuration.md);"
	@echo "            DEMO=no begins without the demo's texts, for a blog of your own"
	@echo "make test   style, types, floors, deployment check, tests, browser tests, valid HTML, Lighthouse"
	@echo "make lint   only style, types and floors"
	@echo "make peers  linkbacks to and from WordPress, Pelican, Pushl and others, as far as they can be installed"
	@echo "make bench  measure everything and write the results to bench/; takes hours, QUICK=yes minutes and keeps nothing"
	@echo "make lock   renew uv.lock and the requirements with their hashes"
	@echo "make words  collect texts for the German catalogue and compile it (needs gettext)"
	@echo "make clean  remove the environment and caches, never var/ where the data is"

# DEMO=no begins with an empty site: for a blog that is meant to stay.
run: $(VENV)/run.stamp
	@exec $(BIN)/python manage.py serve --prepare $(if $(filter no,$(DEMO)),--no-demo)

# The cheap first, so that a slip is told within seconds.
test: lint deployment unit browser validate lighthouse

# djlint checks templates but does not format them: it breaks lines inside running text, where a space can be seen.
lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

deployment: $(VENV)/dev.stamp
	DATA_DIR=$(SCRATCH) SITE_URL=https://blog.example.com TRUST_PROXY=yes \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	DATA_DIR=$(SCRATCH) $(BIN)/python manage.py makemigrations --check --dry-run

unit: $(VENV)/dev.stamp
	@gettext=$$(.ci/gettext) || echo "LEFT OUT: whether the German catalogue has every text ($$gettext)"
	DATA_DIR=$(SCRATCH) $(BIN)/pytest --numprocesses auto --dist loadfile

browser: $(VENV)/dev.stamp
	@[ "$$(date +%s)" -lt "$${BROWSER_UNTIL:-99999999999}" ] || { \
		echo "LEFT OUT: the browser tests (this machine is too slow for them in time); make browser runs them"; exit 0; }; \
		chromium=$$(.ci/chromium) || { echo "LEFT OUT: the browser tests ($$chromium)"; exit 0; }; \
		echo "Browser tests with $$chromium"; \
		CHROMIUM=$$chromium DATA_DIR=$(SCRATCH) $(BIN)/pytest -m browser --numprocesses 2 --dist loadgroup

validate: $(VENV)/dev.stamp
	@validator=$$(.ci/validator) || { echo "LEFT OUT: the HTML validator ($$validator)"; exit 0; }; \
		VALIDATOR=$$validator DATA_DIR=$(SCRATCH) $(BIN)/pytest -m validator

# One page after the other: two at once would take each other's processor.
lighthouse: $(VENV)/dev.stamp
	@lighthouse=$$(.ci/lighthouse) || { echo "LEFT OUT: Lighthouse ($$lighthouse)"; exit 0; }; \
		LIGHTHOUSE=$$lighthouse CHROMIUM=$$(.ci/chromium) DATA_DIR=$(SCRATCH) $(BIN)/pytest -m lighthouse

# What is missing is installed first, and said where it cannot be: docs/peers.md.
peers: $(VENV)/dev.stamp
	@.ci/peers
	DATA_DIR=$(SCRATCH) $(BIN)/pytest -m peers -rs tests/peers

bench: $(VENV)/dev.stamp
	$(BIN)/python bench/run.py $(if $(filter yes,$(QUICK)),--quick)

lock: $(VENV)/dev.stamp
	$(PIP) install uv
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --no-dev --extra postgres --extra redis --no-emit-project --output-file requirements.txt
	$(BIN)/uv export --quiet --all-extras --no-emit-project --output-file requirements-dev.txt

# Without the date of the run: what changes in the catalogue is its texts.
words: $(VENV)/dev.stamp
	@.ci/gettext
	DATA_DIR=$(SCRATCH) $(BIN)/python manage.py makemessages --locale de --add-location file --no-obsolete \
		$(foreach folder,$(VENV) bench build dist docs static tests typings var,--ignore $(folder))
	grep -v '^"POT-Creation-Date' $(GERMAN) >$(GERMAN).new && mv $(GERMAN).new $(GERMAN)
	DATA_DIR=$(SCRATCH) $(BIN)/python manage.py compilemessages --locale de --ignore $(VENV)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# The stamps: what is installed stays as it is until the requirements change.

$(VENV)/run.stamp: requirements.txt
	@$(MAKE) --no-print-directory python
	@echo "Installing what is needed (once, about half a minute) ..."
	@$(PIP) install --require-hashes --requirement requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt
	@$(MAKE) --no-print-directory python
	@echo "Installing what the checks need (once, about a minute) ..."
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "start:talking braucht Python 3.11 oder neuer (needs Python 3.11 or newer): make run PYTHON=/path/to/python" >&2; \
		exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
