# Two commands: `make run` starts the bot, `make test` runs every test.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint lock texts clean

run: .venv/.installed
	$(BIN)/agreement-bot run

test: .venv/.installed-dev lint
	$(BIN)/pytest -n 3 --dist worksteal

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	touch $@

# Pins for a new version of a dependency: edit pyproject.toml, then `make lock`.
lock: .venv/bin/python
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

# What the bot says: collects the messages of the code into the catalogues, and compiles them.
texts: .venv/.installed-dev
	mkdir -p build
	$(BIN)/pybabel -q extract --no-location --sort-output --width 110 --output build/bot.pot handlers bot
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 110 --domain bot --input-file build/bot.pot --output-dir bot/locale
	$(BIN)/pybabel -q compile --domain bot --directory bot/locale

clean:
	rm -rf .venv build dist *.egg-info
