# The Price of Thought. Two commands do everything: `make book` and `make test`. Both set up what they need in .venv.

VENV ?= .venv
PYTHON ?= python3
BIN = $(VENV)/bin
RUN = PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python
PIP = $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input install --no-warn-script-location
SITE = _build/html

.DEFAULT_GOAL = help
.PHONY: lite help book browser test check execute serve pdf oracle lock clean

help:
	@echo "make book     execute what changed and build the site under $(SITE)"
	@echo "make test     every check: library, chapters, site in a browser"
	@echo "make check    the fast checks, in about a minute"
	@echo "make execute  execute every chapter anew"
	@echo "make serve    show the built site in a browser on this machine"
	@echo "make pdf      the whole book as one PDF"
	@echo "make oracle   count every model anew by a transformer library (PyTorch, in an environment of its own)"
	@echo "make lite     the edition that runs in a browser, under $(SITE)/lite"
	@echo "make lock     compile requirements*.in to requirements*.txt"

book: $(VENV)/.book
	@echo "chapters:"
	@$(RUN) -m tools.execute
	@$(RUN) -m tools.build

browser: $(VENV)/.dev
	@$(RUN) -m tools.check_browser

test: $(VENV)/.dev browser book
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -m pytest --nbval --nbval-cell-timeout=300 -n 2 --dist loadfile chapters
	$(RUN) -m pytest -n 2 --dist loadgroup --durations=10

check: $(VENV)/.dev
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -m pytest -n 2 --dist loadgroup -m "not slow"

execute: $(VENV)/.book
	@$(RUN) -m tools.execute --force

serve: $(VENV)/.book
	@$(RUN) -m tools.serve

pdf: $(VENV)/.dev browser book
	@$(RUN) -m tools.pdf

oracle: $(VENV)-oracle/.done
	PYTHONPATH=pylib $(VENV)-oracle/bin/python -m oracles.record

lite: $(VENV)-lite/.done
	@$(VENV)-lite/bin/python -m tools.lite

lock: $(VENV)/.dev
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements-dev.txt requirements-dev.in
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements-lite.txt requirements-lite.in

clean:
	rm -rf _build

# The environment: pinned packages, and the library itself as an editable install.
$(VENV)/bin/python:
	@$(PYTHON) tools/check_python.py
	@echo "setting up $(VENV) (once, a minute or two)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.book: requirements.txt pyproject.toml pylib/priceofthought/pyproject.toml | $(VENV)/bin/python
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable . --editable pylib/priceofthought
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.book
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)-oracle/.done: requirements-oracle.txt
	@$(PYTHON) -m venv $(VENV)-oracle
	@$(VENV)-oracle/bin/python -m pip --quiet --disable-pip-version-check --no-input --retries 1 install -r requirements-oracle.txt
	@touch $@

# The edition that runs in a browser is built by tools of its own.
$(VENV)-lite/.done: requirements-lite.txt
	@$(PYTHON) -m venv $(VENV)-lite
	@$(VENV)-lite/bin/python -m pip --quiet --disable-pip-version-check --no-input install --require-hashes -r requirements-lite.txt
	@touch $@
