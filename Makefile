# Every target does its own set-up: a clean clone and Python 3.11 or newer are enough.
#
#   make chat    build the index from corpus/ and serve the page on http://127.0.0.1:7860
#   make test    the whole test suite, as CI runs it
#   make check   format, lint and types, then make test
#   make eval    all shipped question suites on the bundled corpus: two to three minutes
#   make gate    what CI asks of every change, on an index of its own; report in build/artefacts/eval
#   make bench   speed, memory and disk at growing numbers of paragraphs; SIZES="1000 100000"
#   make load    many questions at once to a running service, then thousands; needs an index
#   make docs    write docs/reference.md and the tables of README.md and docs/evaluation.md again
#   make clean   remove the environment and everything that can be made again

VENV := .venv
STAMP := $(VENV)/installed
PACKAGES := $(VENV)/packages
BEGUN := $(VENV)/incomplete
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --quiet --disable-pip-version-check
# The first interpreter that is new enough and can make an environment; `make PYTHON=... chat` names another.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3,$(shell \
	$(name) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))

# An environment that was copied or moved with its folder points to the old place: install again.
ifneq ($(shell cat $(STAMP) 2>/dev/null),$(CURDIR))
$(shell rm -f $(STAMP))
endif

SIZES := 1000 10000
ARTEFACTS := build/artefacts

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help chat index test check eval gate bench load docs install clean

help:
	@sed -n 's/^#   \(make .*\)/\1/p' Makefile

chat: index
	@$(VENV)/bin/coopbot serve || [ $$? -eq 130 ] # stopped from the keyboard

index: $(STAMP)
	@$(VENV)/bin/coopbot ingest

# The browser tests run by themselves: their driver keeps an event loop in the process.
test: $(STAMP)
	$(RUN) -m pytest --numprocesses auto --dist loadscope -m 'not model and not browser'
	$(RUN) -m pytest -m 'browser and not model' --numprocesses auto --dist loadscope

check: $(STAMP)
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(MAKE) test

eval: index
	$(RUN) -m evals run --report evals/reports

# An index and results of its own: neither a served index nor results held in the repository change.
gate: $(STAMP)
	@rm -rf $(ARTEFACTS)/eval && mkdir -p $(ARTEFACTS)/eval
	@$(VENV)/bin/coopbot ingest --index $(ARTEFACTS)/eval/index
	$(RUN) -m evals gate evals/ci.yaml --index $(ARTEFACTS)/eval/index --out $(ARTEFACTS)/eval \
		--report $(ARTEFACTS)/eval

load: index
	$(RUN) -m evals.load

bench: $(STAMP)
	$(RUN) -m evals.bench $(foreach size,$(SIZES),--size $(size))

docs: index
	$(RUN) -m docs.generated
	$(RUN) -m evals table --into README.md --into docs/evaluation.md

install: $(STAMP)

$(STAMP): $(PACKAGES) pyproject.toml
	@$(PIP) install --no-build-isolation --no-deps -e .
	@echo "$(CURDIR)" > $@

# The mark stands in the environment while packages are written: an installation that was cut off is
# thrown away and done again, because half of a package can look like a whole one to pip.
$(PACKAGES): requirements.lock
	@if [ -e $(BEGUN) ] || ! $(RUN) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		rm -rf $(VENV); \
	fi
	@if [ ! -d $(VENV) ]; then \
		if [ -z "$(PYTHON)" ]; then \
			echo "No Python of version 3.11 or newer with its venv module was found; install one (on Debian: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3" >&2; \
			exit 1; \
		fi; \
		mkdir -p $(VENV) && touch $(BEGUN) && $(PYTHON) -m venv $(VENV); \
	fi
	@touch $(BEGUN)
	@echo "Installing $$(grep -c == requirements.lock) packages into $(VENV); this takes some minutes the first time."
	@$(PIP) install -r requirements.lock
	@rm -f $(BEGUN)
	@touch $@

clean:
	rm -rf $(VENV) index var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis test-artefacts
