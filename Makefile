# Two commands: `make` sets up and makes all papers from data/, `make test` sets up and tests the program. They need GNU make, Python 3.11 or
# newer and a network; everything else goes into .venv, and on Debian and Ubuntu a few system packages are installed where they are missing.

PYTHON   = python3
VENV     = .venv
BIN      = $(VENV)/bin
# What WeasyPrint loads. Without libharfbuzz-subset0 it still runs, but writes other bytes on every run.
SYSTEM   = libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
# In which the Übergabeblatt is tested: one of these, else Debian's chromium is installed where that may be done; without one those tests are skipped.
BROWSERS = chromium chromium-browser google-chrome google-chrome-stable microsoft-edge
# for make test and make bench, as in: make test ARGS="-k fristen", make bench ARGS="word --small"
ARGS     =

SHELL         = /bin/sh
.DEFAULT_GOAL = papiere
.SUFFIXES:
.DELETE_ON_ERROR:
# System packages and .venv are there once: one thing after the other.
.NOTPARALLEL:
.PHONY: papiere test bench lint format katalog clean help

papiere: $(VENV)/.stamp-run ## Einrichten und alle Papiere aus data/ erzeugen (auch nur: make)
	@$(BIN)/vorlagen erzeugen

test: $(VENV)/.stamp-dev ## Einrichten und das Programm prüfen
	@$(BIN)/pytest $(ARGS)

bench: $(VENV)/.stamp-dev ## Messen, wie schnell es ist, neben docxtpl, docxtemplater, WeasyPrint, LibreOffice und Typst (etwa eine Stunde)
	@$(BIN)/pip install --quiet --no-input --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python tests/benchmarks $(ARGS)

lint: $(VENV)/.stamp-dev ## Form und Typen des Programms prüfen
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict generator

format: $(VENV)/.stamp-dev ## Das Programm in Form bringen, soweit das von selbst geht
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

katalog: $(VENV)/.stamp-dev ## Die deutschen Meldungen der Befehlszeile neu übersetzen (messages.po nach messages.mo)
	@$(BIN)/pybabel --quiet compile --directory generator/locale

clean: ## Alles Eingerichtete entfernen; output/ bleibt
	@rm -rf $(VENV) build *.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache
	@find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## Diese Übersicht
	@sed -n 's/^\([a-z]*\):.* ## \(.*\)/\1\t\2/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

# Each stamp is newer than pyproject.toml once what it asks for is installed, so a second make costs nothing.
$(VENV)/.stamp-run: pyproject.toml
	@$(system)
	@$(venv)
	@$(BIN)/pip install --quiet --no-input --disable-pip-version-check --editable .
	@$(libraries)
	@touch $@

$(VENV)/.stamp-dev: pyproject.toml
	@$(system)
	@$(venv)
	@$(BIN)/pip install --quiet --no-input --disable-pip-version-check --editable '.[dev]'
	@$(libraries)
	@$(browser)
	@touch $(VENV)/.stamp-run $@

# Python, and the system packages: installed where they are missing and we may; else a sentence with the command to type.
# Looking needs no rights. Elsewhere than on Debian and its kin `libraries` looks whether they can be loaded.
define system
set -eu; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
    echo "Es braucht Python 3.11 oder neuer als $(PYTHON); gefunden: $$($(PYTHON) --version 2>&1 || echo keines). Ein anderes nennt »make PYTHON=python3.12«." >&2; exit 1; }; \
command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1 || exit 0; \
missing=; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing=python3-venv; \
for package in $(SYSTEM); do \
    dpkg-query -W -f '$${db:Status-Status} ' "$$package" 2>/dev/null | grep -qw installed || missing="$$missing $$package"; \
done; \
missing=$${missing# }; \
test -n "$$missing" || exit 0; \
if test "$$(id -u)" = 0; then as=; \
elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || test -t 0; }; then as=sudo; \
else echo "Es fehlen Pakete des Systems; bitte mit Verwalterrechten eingeben: apt-get update && apt-get install $$missing" >&2; exit 1; fi; \
echo "Es fehlen Pakete des Systems, sie werden nun installiert: $$missing"; \
apt() { $$as env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -qq "$$@" </dev/null; }; \
apt install -y --no-install-recommends $$missing >/dev/null 2>&1 || { apt update && apt install -y --no-install-recommends $$missing >/dev/null; } || { \
    echo "Das ist nicht gelungen; bitte mit Verwalterrechten eingeben: apt-get update && apt-get install $$missing" >&2; exit 1; }
endef

# An environment whose Python is gone (after an upgrade of the system) is made anew.
define venv
$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }
endef

define libraries
$(BIN)/python -c 'import sys; from weasyprint.text import ffi; sys.exit(ffi.harfbuzz_subset is None)' >/dev/null 2>&1 || { \
    echo "Die Bibliotheken Pango, PangoFT2 und HarfBuzz-Subset lassen sich nicht laden; bitte installieren (Fedora: dnf install pango harfbuzz; macOS: brew install pango)." >&2; exit 1; }
endef

# A browser is no condition: where none is and none can be had the other tests run all the same. Ubuntu's package is an empty shell around a snap.
define browser
test -z "$$VORLAGEN_BROWSER" || exit 0; \
for name in $(BROWSERS); do command -v $$name >/dev/null 2>&1 && exit 0; done; \
say() { echo "Es ist kein Browser da (gesucht: $(BROWSERS)); die Prüfungen des Übergabeblattes im Browser entfallen. Debian: apt-get install chromium" >&2; exit 0; }; \
command -v apt-get >/dev/null 2>&1 && grep -qx 'ID=debian' /etc/os-release 2>/dev/null || say; \
if test "$$(id -u)" = 0; then as=; elif sudo -n true 2>/dev/null; then as=sudo; else say; fi; \
echo "Ein Browser für die Prüfungen wird installiert: chromium"; \
apt() { $$as env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -qq "$$@" </dev/null >/dev/null 2>&1; }; \
apt install -y --no-install-recommends chromium || { apt update && apt install -y --no-install-recommends chromium; } || say
endef
