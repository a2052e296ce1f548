# Each target works on a fresh machine with Python 3.11 or newer: it makes .venv and installs
# into it what the requirements file names, again only when that file has changed.

export PORT ?= 8000
BIN := .venv/bin

# The compiled catalogues, made from their .po by babel, so that no machine needs gettext for it.
CATALOGUES := locale/ru/LC_MESSAGES/django.mo locale/libraries/ru/LC_MESSAGES/django.mo

# What Python has compiled is kept, also where the shell says otherwise: to compile the tests with
# their assertions takes each process longer than many of them take to run.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run install test test-fast faults check bench catalogues format messages lock audit sbom rooms

# The register on http://127.0.0.1:8000 (or PORT), with the record loaded into an empty database.
# Gunicorn writes only warnings, so that the address and the account stay the last line. Its control
# socket, which nothing here uses, would lie in the home folder for all registers together.
run: install
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@$(BIN)/python manage.py bootstrap
	@exec $(BIN)/gunicorn config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 \
		--no-control-socket --log-level warning

# The packages and the catalogues: all that manage.py needs.
install: .venv/requirements.installed $(CATALOGUES)

# Every test on SQLite, then on PostgreSQL those that ask the database: that of TEST_DATABASE_URL,
# else one of its own.
PYTEST := $(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist worksteal
test: .venv/requirements-dev.installed $(CATALOGUES)
	env -u TEST_DATABASE_URL $(PYTEST)
	$(BIN)/python -m tests.postgres $(PYTEST) -m "not one_database"

# While one works: SQLite alone, no browser and no test that takes seconds.
test-fast: .venv/requirements-dev.installed $(CATALOGUES)
	env -u TEST_DATABASE_URL $(PYTEST) --ignore tests/browser -m "not slow"

# What happens when processes are killed, and database, disk or cache fail under load: minutes, on
# 127.0.0.1 alone. Mounts a small disk and starts Redis where this machine lets it.
faults: .venv/requirements-dev.installed $(CATALOGUES)
	env -u TEST_DATABASE_URL FAULTS=true $(BIN)/pytest tests/faults

# What can be known without running the register, under settings as in production.
check: export DEBUG := false
check: export SECRET_KEY = $(shell od -An -N40 -tx1 /dev/urandom | tr -d ' \n')
check: export ALLOWED_HOSTS := register.example.org
check: export BASE_URL := https://register.example.org
check: export DATABASE_URL := sqlite://:memory:
check: .venv/requirements-dev.installed $(CATALOGUES)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/djlint --check templates
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/pip check
	$(BIN)/pytest tests/test_dependencies.py tests/test_docs.py tests/test_translations.py

# The tables of docs/performance.md, measured here and now; PARTS="imports backups" for these alone.
bench: .venv/requirements-dev.installed $(CATALOGUES)
	$(BIN)/python -m bench $(PARTS)

format: .venv/requirements-dev.installed
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format
	$(BIN)/djlint --quiet --reformat templates || $(BIN)/djlint --check templates

catalogues: $(CATALOGUES)

%.mo: %.po | .venv/requirements.installed
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale ru

# The catalogue of Russian texts, from the sources; needs gettext.
messages: .venv/requirements-dev.installed $(CATALOGUES)
	$(BIN)/python manage.py makemessages --locale ru --no-location --no-wrap --no-obsolete \
		--ignore bench --ignore tests --ignore var
	$(MAKE) catalogues

# The picture in docs/architecture.md, from the imports as they are.
rooms: .venv/requirements-dev.installed
	$(BIN)/python -m docs.rooms

# The packages that requirements.in and requirements-dev.in name, with all that those need, pinned
# with hashes. Versions stay as they are unless a bound or UPGRADE=1 moves them.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)
lock: | .venv/requirements-dev.installed
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --constraint requirements.txt --output-file requirements-dev.txt requirements-dev.in

# Known vulnerabilities of what is pinned; asks the network, so it is not part of check.
audit: .venv/requirements-dev.installed
	@$(BIN)/python .ci/audit.py

# What the register consists of, as CycloneDX, in var/sbom.json; asks no network.
sbom: .venv/requirements-dev.installed
	$(BIN)/cyclonedx-py requirements --output-reproducible --output-file var/sbom.json \
		requirements.txt

.venv/requirements-dev.installed: requirements.txt
.venv/%.installed: %.txt | $(BIN)/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

$(BIN)/pip:
	@for python in python3.11 python3; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -m venv .venv; \
		fi; \
	done; \
	echo 'Python 3.11 or newer is needed. On Debian: apt install python3 python3-venv.' >&2; \
	exit 1
