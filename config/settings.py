"""Settings of the register: one file, read from top to bottom.

Every value that differs between a laptop and a ministry's server comes from the environment,
is read once, here, and is checked here: a wrong or missing value stops the start with a
sentence that says what to set.
"""

import re
import tomllib
from datetime import timedelta
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.private_files import SecretsFromFiles, keep_private, make_private
from config.secret_key import local_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
_project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSION = _project["version"]
# A secret may stand in a file instead, which SECRET_KEY_FILE, DATABASE_URL_FILE and so on name.
env = SecretsFromFiles()

# Off unless asked for, so that a forgotten variable never shows a traceback to the public.
_debug = env("DEBUG", default="").strip().lower()
_switch = {"true": True, "yes": True, "on": True, "1": True}
_switch |= {"false": False, "no": False, "off": False, "0": False, "": False}
if _debug not in _switch:
    raise ImproperlyConfigured(f"DEBUG is {_debug!r}. Set it to true or false.")
DEBUG = _switch[_debug]

# The port on which `make run` serves, so that links follow it.
PORT = env("PORT", default="8000").strip()
if not (re.fullmatch("[0-9]{1,5}", PORT) and 0 < int(PORT) < 65_536):
    raise ImproperlyConfigured(f"PORT is {PORT!r}. Set it to a number from 1 to 65535.")

# Where the public reaches the register: links in feeds, files and e-mails start with it.
BASE_URL = env("BASE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
if not re.match(r"https?://[^/]", BASE_URL):
    raise ImproperlyConfigured(
        f"BASE_URL is {BASE_URL!r}. Set it to the public address with its scheme, "
        "such as https://register.example.org."
    )
# On the way to any other machine, passwords and names would be readable.
_local = re.match(r"http://(127(\.\d+){3}|localhost)(:\d+)?(/|$)", BASE_URL)
_allow_http = env("ALLOW_HTTP", default="").strip().lower()
if _allow_http not in _switch:
    raise ImproperlyConfigured(f"ALLOW_HTTP is {_allow_http!r}. Set it to true or false.")
if BASE_URL.startswith("http:") and not _local and not _switch[_allow_http]:
    raise ImproperlyConfigured(
        f"BASE_URL is {BASE_URL!r}, and without https anybody on the way can read passwords. Set "
        "it to an https address; set ALLOW_HTTP=true where the network itself is protected."
    )

ALLOWED_HOSTS = env("ALLOWED_HOSTS", default="127.0.0.1,localhost").replace(" ", "").split(",")
# A name with a scheme, port or path fits no request: every page would answer 400.
if not all(re.fullmatch(r"[\w.*-]+|\[[\da-fA-F:.]+\]", host) for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        f"ALLOWED_HOSTS is {','.join(ALLOWED_HOSTS)!r}. Set it to the names by which the register "
        "is reached, without scheme or port and divided by commas, such as register.example.org."
    )

# --- Applications ---------------------------------------------------------------------------
# modeltranslation comes first: its translated fields must stand before the admin and before
# our apps register their history.
INSTALLED_APPS = [
    "modeltranslation",
    "config.apps.RegisterAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "csp",
    "axes",
    # Beside modelsearch, for its index on PostgreSQL.
    "django.contrib.postgres",
    "modelsearch",
    "core",
    "participants",
    "topics",
    "events",
    "website",
]

MIDDLEWARE = [
    "config.logs.request_log",
    "config.private_links.private_links",
    "django.middleware.security.SecurityMiddleware",
    # Before static files and the page for a busy register, so that these have the policy too.
    "csp.middleware.CSPMiddleware",
    "config.busy.AnswerWhenBusy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.open_data.open_data",
    "config.middleware.language_of_the_path",
    "config.middleware.refuse_nul_bytes",
    "django.middleware.common.CommonMiddleware",
    "config.caching.public_pages",
    "config.sessions.AnswerAnyway",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.sessions.session_ends",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------
(BASE_DIR / "var").mkdir(exist_ok=True)
DATABASE_URL = env("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'register.sqlite3'}")
_engines = {
    "sqlite": "django.db.backends.sqlite3",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
}
_database_help = (
    "Set it to sqlite:////folder/register.sqlite3 or postgres://user:password@host:5432/name."
)
if DATABASE_URL.split(":", 1)[0] not in _engines:
    # The value is not repeated here: it may hold a password.
    raise ImproperlyConfigured(f"DATABASE_URL names no database we know. {_database_help}")
try:
    _database = environ.Env.db_url_config(DATABASE_URL)
except ValueError:
    # Not chained: the first error would repeat a part of the value.
    raise ImproperlyConfigured(f"DATABASE_URL cannot be read. {_database_help}") from None
if not _database.get("NAME"):
    raise ImproperlyConfigured(f"DATABASE_URL names no database file or name. {_database_help}")
_database["ENGINE"] = _engines[DATABASE_URL.split(":", 1)[0]]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    if not (_folder := Path(_database["NAME"]).parent).is_dir():
        raise ImproperlyConfigured(
            f"DATABASE_URL names a file in {_folder}, and there is no such folder. "
            "Make it, or set DATABASE_URL to another file."
        )
    if _database["NAME"] != ":memory:":
        make_private(Path(_database["NAME"]), "DATABASE_URL")
    _database["OPTIONS"] = {
        # Writers queue at BEGIN instead of failing half-way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        # Seconds; a page then says that the register is busy (config.busy). Long work waits longer:
        # `core.bulk.patient`.
        "timeout": 1.2,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            # What is erased is overwritten in the file, too.
            "PRAGMA secure_delete=ON;"
        ),
    }
else:
    # A server that is away is known to be so within seconds, not after the system's two minutes.
    # A lock is waited for as long as SQLite waits.
    _database["OPTIONS"] = {
        "connect_timeout": 5,
        "options": "-c lock_timeout=1200ms",
    } | _database.get("OPTIONS", {})
# A connection is kept: opening one takes longer than answering from memory. The server of
# developers makes a thread for each request, which nothing could use that connection after.
_database["CONN_MAX_AGE"] = 0 if DEBUG else 60
_database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Secret key -----------------------------------------------------------------------------
# It signs sessions and forms. Read as it stands: env() takes a value that begins with $ for the
# name of another variable.
SECRET_KEY = env.ENVIRON.get("SECRET_KEY", "")
if not SECRET_KEY:
    # Processes on several machines need the same key, so a server of its own has to be given one.
    if _database["ENGINE"] != "django.db.backends.sqlite3" or BASE_URL.startswith("https://"):
        raise ImproperlyConfigured(
            "SECRET_KEY is not set, and this register has a PostgreSQL database or an https "
            "address. Set it to a long random text that only this server knows."
        )
    SECRET_KEY = local_secret_key(BASE_DIR / "var" / "secret-key")
# Former keys, divided by commas: what they signed stays valid until they are taken out.
SECRET_KEY_FALLBACKS = list(filter(None, env.ENVIRON.get("SECRET_KEY_FALLBACKS", "").split(",")))
if any(len(key) < 50 for key in (SECRET_KEY, *SECRET_KEY_FALLBACKS)):
    raise ImproperlyConfigured(
        "SECRET_KEY or one of SECRET_KEY_FALLBACKS has fewer than 50 characters. Set it to a long "
        "random text, such as python3 -c 'import secrets; print(secrets.token_urlsafe(64))' prints."
    )

# --- Cache ----------------------------------------------------------------------------------
# Memory of the process by default; redis://host:6379/0 where several processes serve.
CACHE_URL = env("CACHE_URL", default="locmemcache://")
if not CACHE_URL.startswith(("locmemcache://", "redis://", "rediss://")):
    # Not repeated here either.
    raise ImproperlyConfigured(
        "CACHE_URL names no cache we know. Set it to redis://host:6379/0, or leave it unset."
    )
_cache = environ.Env.cache_url_config(CACHE_URL)
if CACHE_URL.startswith("redis"):
    # The register works without a cache: see `core.cache`.
    _cache["BACKEND"] = "core.cache.OptionalRedisCache"
    _cache["OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}


def _part_of_cache(name: str, **options) -> dict:
    """A cache apart from the others: of one's own keys in Redis, of its own in a process."""
    if CACHE_URL.startswith("redis"):
        return {**_cache, "KEY_PREFIX": name}
    return {**_cache, "LOCATION": name, "OPTIONS": options}


CACHES = {
    "default": _part_of_cache("default"),
    # Public pages, some 10 kB each; the oldest give way. Addresses with a query are apart: there is
    # no end to them, and they push out none of the others.
    "pages": _part_of_cache("pages", MAX_ENTRIES=2_000),
    "pages_with_query": _part_of_cache("pages_with_query", MAX_ENTRIES=1_000),
    # Public lists as files, up to 2 MB each; likewise.
    "files": _part_of_cache("files", MAX_ENTRIES=40),
    "files_with_query": _part_of_cache("files_with_query", MAX_ENTRIES=10),
    # How often somebody has asked or failed; a flood of addresses pushes out no page.
    "counters": _part_of_cache("counters", MAX_ENTRIES=100_000),
}

# --- Proxies --------------------------------------------------------------------------------
# Whose X-Forwarded-For is believed: addresses or networks, divided by commas, such as
# 127.0.0.1,10.0.0.0/8. A proxy on a socket of this machine is believed where any is named.
try:
    TRUSTED_PROXIES = [
        ip_network(each.strip()) for each in env("TRUSTED_PROXIES", default="").split(",") if each
    ]
except ValueError as error:
    raise ImproperlyConfigured(
        f"TRUSTED_PROXIES cannot be read: {error}. Set it to the addresses or networks of your "
        "web server, divided by commas, such as 127.0.0.1,10.0.0.0/8."
    ) from None
# The path alone routes a request; no header moves it elsewhere.
FORCE_SCRIPT_NAME = ""

# --- Languages ------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
FORMAT_MODULE_PATH = ["config.formats"]
# The second says in Russian what libraries say to staff, where they do not or do it badly.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
for _catalogue in (folder / "ru" / "LC_MESSAGES" / "django.mo" for folder in LOCALE_PATHS):
    # Without it every Russian page would be in English, and nothing would say why.
    if not _catalogue.exists():
        raise ImproperlyConfigured(
            f"{_catalogue.relative_to(BASE_DIR)} is missing. Run: make catalogues"
        )
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en", "ru")}
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = BASE_DIR / "var" / "media"
MEDIA_URL = "/media/"
keep_private(MEDIA_ROOT, "uploads")
# What one document may have: a scanned report of some hundred pages.
DOCUMENT_MAX_BYTES = 50 * 1024 * 1024
# Who may read them: the register's own account, nobody else.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Where a ClamAV daemon listens. Where it is set, no file is taken without its answer.
CLAMD_URL = env("CLAMD_URL", default="")
if CLAMD_URL and not re.match(r"tcp://[^/]|unix:///.", CLAMD_URL):
    raise ImproperlyConfigured(
        f"CLAMD_URL is {CLAMD_URL!r}. Set it to tcp://host:3310 or unix:///run/clamav/clamd.ctl."
    )
# XML is read as UTF-8 whatever it says of itself.
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # Not for the static files, which a web server may read.
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
        # These anybody may read, also a web server of another account.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}

# --- E-mail -----------------------------------------------------------------------------------
# Read as it stands, like the secret key: a password may begin with $.
EMAIL_URL = env.ENVIRON.get("EMAIL_URL", "") or ("consolemail://" if DEBUG else "")
_email_help = "Set it to smtp+tls://user:password@mail.example.org:587."
_ports = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
if not EMAIL_URL:
    EMAIL_BACKEND = "config.mail.NoMailServer"
elif EMAIL_URL.split("://", 1)[0] not in (*_ports, "consolemail"):
    # The value is not repeated here either.
    raise ImproperlyConfigured(f"EMAIL_URL names no mail server. {_email_help}")
else:
    try:
        _email = environ.Env.email_url_config(EMAIL_URL)
    except ValueError:
        raise ImproperlyConfigured(f"EMAIL_URL cannot be read. {_email_help}") from None
    if not _email["EMAIL_HOST"] and EMAIL_URL.startswith("smtp"):
        raise ImproperlyConfigured(f"EMAIL_URL names no mail server. {_email_help}")
    EMAIL_BACKEND = _email["EMAIL_BACKEND"]
    EMAIL_HOST = _email["EMAIL_HOST"]
    EMAIL_PORT = _email["EMAIL_PORT"] or _ports.get(EMAIL_URL.split("://", 1)[0])
    EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
    EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
# A mail server that is away is known to be so before a server of pages gives up on the request.
EMAIL_TIMEOUT = 10
# Whom e-mails are from.
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"register@{re.split('[/:]+', BASE_URL)[1]}")
if not re.fullmatch(r"[^\s@]+@[^\s@]+", parseaddr(DEFAULT_FROM_EMAIL)[1]):
    raise ImproperlyConfigured(
        f"DEFAULT_FROM_EMAIL is {DEFAULT_FROM_EMAIL!r}. Set it to the address that e-mails come "
        "from, such as register@example.org."
    )

# --- API --------------------------------------------------------------------------------------
# Answers that have to be made for one client, in a minute. A register of 10,000 events is read in
# 50 requests, and five a second of them take a tenth of one processor. What is kept, or has not
# changed, is not counted.
API_RATE = "300/min"
REST_FRAMEWORK = {
    # Nobody signs in: an answer is the same for everyone, and sets no cookie.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "website.api.rules.JsonAlone",
    "DEFAULT_PAGINATION_CLASS": "website.api.rules.RecordPagination",
    "DEFAULT_THROTTLE_CLASSES": ["website.api.rules.PerClient"],
    "EXCEPTION_HANDLER": "website.api.urls.answer_error",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Migration Dialogue Register",
    "DESCRIPTION": (
        "What the public pages show, as data: read-only, in English and Russian side by side; of "
        "delegates only their number. Lists take the filters of their pages, by the same names. "
        "Every answer has an `ETag`: send it back as `If-None-Match`, and until something changes "
        "the answer is an empty 304. Examples: /data/"
    ),
    "VERSION": VERSION,
    "SERVERS": [{"url": BASE_URL}],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "website.api.urls.complete_schema",
    ],
    # So that codes of the same name are told apart.
    "ENUM_NAME_OVERRIDES": {
        "DelegationRole": "events.models.Delegation.Role",
        "DelegationSection": "events.models.Delegation.Section",
        "ContributionKind": "events.models.Contribution.Kind",
        "DocumentKind": "events.models.Document.Kind",
        "DocumentLanguage": "events.models.Document.Language",
        "DocumentStanding": "events.models.Document.Standing",
        "EventFormat": "events.models.Event.Format",
        "EventKind": "events.models.Event.Kind",
        "EventStatus": "events.models.Event.Status",
        "FigureIndicator": "participants.models.MigrationFigure.Indicator",
        "FigureNote": "participants.models.MigrationFigure.Note",
        "FigureUnit": "participants.models.MigrationFigure.Unit",
        "MembershipRole": "participants.models.Membership.Role",
        "OrganisationKind": "participants.models.Organisation.Kind",
        "ProgrammeKind": "topics.models.Programme.Kind",
    },
}

# --- Who runs it ----------------------------------------------------------------------------
# What its pages call those who answer for the register; read as it stands, for it is a name.
OPERATOR = env.ENVIRON.get("OPERATOR", "").strip()
# Whom its pages tell people to write to.
CONTACT_EMAIL = env("CONTACT_EMAIL", default=f"register@{re.split('[/:]+', BASE_URL)[1]}")
if not re.fullmatch(r"[\w.+-]+@[\w.-]+", CONTACT_EMAIL):
    raise ImproperlyConfigured(
        f"CONTACT_EMAIL is {CONTACT_EMAIL!r}. Set it to the address that the public writes to, "
        "without a name, such as register@example.org."
    )
# How long after an event contact data and the names of those who may not be named are kept.
_years = env("RETENTION_YEARS", default="5").strip()
if not re.fullmatch("[1-9][0-9]?", _years):
    raise ImproperlyConfigured(
        f"RETENTION_YEARS is {_years!r}. Set it to a whole number of years from 1 to 99, such as 5."
    )
RETENTION_YEARS = int(_years)

# --- Signing in -----------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
AUTH_PASSWORD_VALIDATORS += [{"NAME": "config.passwords.FamiliarPasswordValidator"}]
# From the sign-in: a working day. The time without a request is in config.sessions.
SESSION_COOKIE_AGE = 12 * 60 * 60
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# Guesses are counted, and refused beyond a number: see config.sign_in.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_HANDLER = "config.sign_in.SignInCounters"
AXES_CACHE = "counters"
# Wrong passwords for one account from one client, and how long it waits then.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Whoever tries in the meantime does not wait longer, and the right password does not either.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "core.throttling.client_key"
AXES_LOCKOUT_CALLABLE = "config.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
# What the log says of a client is a key, and the name of the account is masked.
AXES_VERBOSE = False

# A delegation of 200 delegates is one form of some 2,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- What a browser may do ------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
_https = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = _https
# A program that sends http is told so (config.open_data), since it would go on sending it.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^api/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
# Browsers ask for https alone from then on: of this name, or where the operator says so of all
# names below it, which may serve something else. Lists built into browsers ("preload") are left
# by nobody within months.
_hsts = env("HSTS", default="host").strip()
if _hsts not in ("host", "subdomains", "preload"):
    raise ImproperlyConfigured(f"HSTS is {_hsts!r}. Set it to host, subdomains or preload.")
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _hsts != "host"
SECURE_HSTS_PRELOAD = _hsts == "preload"
# W005 and W021 ask for both.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if _https:
    # A browser takes them from this host alone: no neighbour under the same domain can set them.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
# What is said to staff after an action can hold names; a cookie could be read.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Log ------------------------------------------------------------------------------------
# `line` for people, `json` for programs.
LOG_FORMAT = env("LOG_FORMAT", default="line").strip()
if LOG_FORMAT not in ("line", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}. Set it to line or json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "chosen": (
            {"()": "config.json_log.JsonLines"}
            if LOG_FORMAT == "json"
            else {"()": "config.logs.PlainLines"}
        )
    },
    "filters": {
        "no_traceback": {"()": "config.logs.NoTraceback"},
        "no_tokens": {"()": "config.private_links.CutTokens"},
        "who_asked": {"()": "config.logs.WhoAsked"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "chosen",
            "filters": ["no_traceback", "no_tokens", "who_asked"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would tell addresses under /nominate/ as they stand.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
