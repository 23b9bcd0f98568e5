# One command per intention. `make start` opens the course, `make test` proves it.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
NODE := node_modules/.package-lock.json

.PHONY: help start demo test types suite school quick hub mutants dist lock oldest newest pythons bench pictures format check scripts browser engines firefox-and-webkit screen-reader server clean

help:
	@echo "make start   open the course in JupyterLab"
	@echo "make demo    take a fictional class through a whole cycle"
	@echo "make test    everything that must hold: style, types, content, tests in a real browser"
	@echo "make quick   what needs no browser, no server and no course of its own, in about a minute"
	@echo "make firefox-and-webkit  pages of students and of Kantoor in two other browsers; part of make test"
	@echo "make screen-reader  what Orca says in a lesson and an assignment"
	@echo "make school  one walk through a school on this machine, as root; part of make test"
	@echo "make hub     set up a school on this machine, as root, and try it (minutes)"
	@echo "make mutants how many small faults the tests find in what gives points, keeps work or erases it (hours);"
	@echo "             make mutants ENTRY=logbook for one entry of benchmarks/mutants.toml (minutes)"
	@echo "make bench   grading speed against nbgrader, as ratios in one run (about ten minutes)"
	@echo "make pictures  make the pictures of the guides again, from the real thing"
	@echo "make format  write code and notebooks in their normal form"
	@echo "make check   house rules for the course's content"
	@echo "make scripts check, type and test the JavaScript (needs Node)"
	@echo "make lock    take the newest versions of what we build on (constraints.txt)"
	@echo "make oldest  test with the oldest versions that are allowed; make newest with the newest"
	@echo "make pythons test with every Python from 3.11 on that this machine has"
	@echo "make dist    make a release in dist/, of this commit"
	@echo "make clean   forget the environment"

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group test
	touch $@

# The versions that everybody gets, for every system; the bounds in pyproject.toml are proved by the two below.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet uv
	.venv-lock/bin/uv pip compile pyproject.toml --group test --all-extras --universal --python-version 3.11 \
	--no-annotate --quiet --upgrade --custom-compile-command "make lock" --output-file constraints.txt
	.venv-lock/bin/uv pip compile pyproject.toml --extra hub --universal --python-version 3.11 --generate-hashes \
	--no-annotate --quiet --upgrade --constraint constraints.txt --custom-compile-command "make lock" \
	--output-file deploy/requirements.txt
	.venv-lock/bin/uv pip compile pyproject.toml --extra dask --extra postgresql --universal --python-version 3.11 --generate-hashes \
	--no-annotate --quiet --upgrade --constraint constraints.txt --custom-compile-command "make lock" \
	--output-file release/requirements.txt

# What students and lecturers install, the pages, and what vouches for them: the same files from any clone of a commit.
dist: $(READY)
	$(BIN)/python release

# The same tests without browsers, on the oldest and on the newest versions that pyproject.toml allows.
oldest: RESOLUTION = lowest-direct
newest: RESOLUTION = highest
oldest newest:
	$(PYTHON) -m venv .venv-$@
	.venv-$@/bin/python -m pip install --quiet uv
	.venv-$@/bin/uv pip install --quiet --upgrade --python .venv-$@/bin/python --resolution $(RESOLUTION) --editable . --group test
	.venv-$@/bin/python -m pytest --numprocesses 2 --ignore tests/browser --ignore tests/hub $(TESTS)

# And on every Python that is here, with the versions of the lock. TESTS=tests/test_check.py narrows these three.
pythons:
	@for version in 3.11 3.12 3.13 3.14; do \
	    python$$version -V >/dev/null 2>&1 || continue; \
	    echo "== Python $$version"; \
	    python$$version -m venv .venv-$$version && .venv-$$version/bin/python -m pip install --quiet --upgrade "pip>=25.1" \
	    && .venv-$$version/bin/python -m pip install --quiet --constraint constraints.txt --editable . --group test \
	    && .venv-$$version/bin/python -m pytest --numprocesses 2 --ignore tests/browser --ignore tests/hub $(TESTS) || exit 1; \
	done

mutants: $(READY)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group mutants
	nice $(BIN)/python benchmarks/mutants.py $(ENTRY)

start: $(READY)
	$(BIN)/sowcourse start

demo: $(READY)
	$(BIN)/sowcourse demo

# The extension and its settings are copied at installation, so a test run installs them afresh. Hundreds of programs
# are started: compiled once, each begins in half the time, also where writing compiled files is switched off.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY) scripts browser server engines
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m compileall -q src
	$(MAKE) --no-print-directory --jobs 2 types suite school
	$(MAKE) --no-print-directory firefox-and-webkit

types: $(READY)
	$(BIN)/mypy

suite: $(READY)
	$(BIN)/python -m pytest --numprocesses 4 --ignore tests/hub --ignore tests/browser/test_engines.py --ignore tests/browser/test_office_engines.py \
	    --ignore tests/browser/test_screen_reader.py

# An assignment on its way through two classes of a school on this machine; all of what a hub does is in `make hub`.
school: $(READY) server types
	@if [ "$$(id -u)" = 0 ]; then $(BIN)/python -m pytest -n0 tests/hub/test_cycle.py; \
	else echo "Not root: a school needs accounts of its own, so its walk was not made. 'sudo make school' makes it."; fi

# The same pages in Firefox and WebKitGTK: after the rest and by itself, as WebKitGTK draws slowly beside other work.
firefox-and-webkit: $(READY) engines
	$(BIN)/python -m pytest -n0 tests/browser/test_engines.py tests/browser/test_office_engines.py

# What somebody hears who does not see: by itself, as speech comes late on a busy machine.
screen-reader: $(READY)
	@{ command -v orca && command -v firefox-esr && command -v Xvfb && command -v xdotool; } >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	&& apt-get install -y -qq --no-install-recommends orca firefox-esr xvfb xdotool at-spi2-core speech-dispatcher >/dev/null; } \
	|| echo "No Orca or Firefox found and they could not be installed: their tests will fail and say so."
	$(BIN)/python -m pytest -n0 tests/browser/test_screen_reader.py

# A whole school on this machine, as root: accounts, hub, proxy and PostgreSQL of its own, all gone afterwards. It
# installs the locked packages anew, as a school does, and takes minutes.
hub: $(READY) server
	$(BIN)/python -m pytest tests/hub

# What the marks `browser`, `program`, `room` and `class` leave; tests/conftest.py says which test gets which.
quick: $(READY)
	$(BIN)/python -m pytest --numprocesses 2 -m "not (browser or program or room or class)" --ignore tests/browser --ignore tests/hub

bench: $(READY)
	$(BIN)/python -W ignore benchmarks/grading.py
	$(BIN)/python -W ignore benchmarks/budget.py
	$(BIN)/python -W ignore benchmarks/report.py
	$(BIN)/python -W ignore benchmarks/size.py

pictures: $(READY)
	$(BIN)/python docs/pictures

format: $(READY) $(NODE)
	$(BIN)/ruff format
	node_modules/.bin/biome format --write
	$(BIN)/sowcourse format

check: $(READY)
	$(BIN)/sowcourse check

# The scripts are JavaScript without a build: form and habits, then types (in their comments), then what they compute.
scripts: $(NODE)
	node_modules/.bin/biome check --error-on-warnings
	node_modules/.bin/tsc
	node --import ./tests/scripts/shared.js --test --test-reporter spec tests/scripts/*.test.js

$(NODE): package.json package-lock.json
	@command -v npm >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq nodejs npm >/dev/null; } \
	|| { echo "No Node found and none could be installed, so the scripts cannot be checked. Install Node 20 or newer."; exit 1; }
	npm ci --silent --no-audit --no-fund
	touch $@

# Debian's Chromium without windows when root, else the system's Chromium, else Playwright's own download.
# With none of them the browser tests fail and say so.
browser: $(READY)
	@command -v chromium-headless-shell >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium-headless-shell >/dev/null; } \
	|| command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| $(BIN)/playwright install chromium \
	|| echo "No Chromium found and none could be installed: the browser tests will fail and say so."

# Firefox and WebKitGTK, for the pages that students open in them; WebKitGTK draws on a display that nobody sees.
engines:
	@{ command -v firefox-esr && command -v WebKitWebDriver && command -v Xvfb; } >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	&& apt-get install -y -qq --no-install-recommends firefox-esr webkit2gtk-driver xvfb >/dev/null; } \
	|| echo "No Firefox or WebKitGTK found and they could not be installed: their tests will fail and say so."

# A PostgreSQL server to test against: the one that is there, else Debian's package when root.
server:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; } \
	|| echo "No PostgreSQL found and none could be installed: its tests will fail and say so."

clean:
	rm -rf .venv .venv-* .mutants node_modules dist
