"""All settings in one file. What differs between machines comes from the environment: docs/configuration.md."""

import gettext
import importlib.util
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

import django
import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy

T = TypeVar("T")

BASE_DIR = Path(__file__).resolve().parent.parent


# --- How the environment is read: with a type, a default, and one sentence when a value cannot be read -----


def _(message: str) -> str:
    """Translate before there are settings that Django's own gettext could ask."""
    languages = [os.environ.get("LANGUAGE_CODE") or "de"]
    catalogue = gettext.translation("django", BASE_DIR / "startalking/locale", languages, fallback=True)
    return catalogue.gettext(message)


def stop(sentence: str) -> NoReturn:
    """End the start: the sentence goes to stderr, the exit code is 1, there is no traceback."""
    raise SystemExit(sentence)


def read(
    name: str,
    kind: Callable[[str], T],
    default: T,
    *,
    expected: str,
    secret: bool = False,
) -> T:
    """Read a variable; an empty one counts as not set. What `kind` refuses stops the start."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        return kind(text)
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        found = {"name": name, "text": text, "expected": expected}
    if secret:
        stop(_("%(name)s cannot be read. Expected: %(expected)s.") % found)
    stop(_("%(name)s cannot be read. Expected: %(expected)s; given: “%(text)s”.") % found)


def switch(text: str) -> bool:
    if text.lower() not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ValueError(text)
    return text.lower() in {"1", "true", "yes", "on"}


def port(text: str) -> int:
    if int(text) not in range(1, 65536):
        raise ValueError(text)
    return int(text)


def size(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def milliseconds(text: str) -> int:
    if int(text) < 0:
        raise ValueError(text)
    return int(text)


def token(text: str) -> str:
    if len(text) < 20 or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError(text)
    return text


def headers(text: str) -> dict[str, str]:
    """`Name: value`, several separated by semicolons."""
    pairs = [part.partition(":") for part in text.split(";") if part.strip()]
    if any(not name.strip() or not colon for name, colon, _value in pairs):
        raise ValueError(text)
    return {name.strip(): value.strip() for name, _colon, value in pairs}


def hosts(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if any("/" in name or " " in name for name in names):
        raise ValueError(text)
    return names


def site_address(text: str) -> str:
    parts = urlsplit(text)
    beyond_host = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in {"http", "https"} or not parts.hostname or beyond_host or (parts.port == 0):
        raise ValueError(text)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(address: str) -> str:
    """The host as addresses name it: `127.0.0.1`, `blog.example.com`, `[::1]`."""
    host = urlsplit(address).hostname or ""
    return f"[{host}]" if ":" in host else host


def database(text: str) -> dict[str, Any]:
    if urlsplit(text).scheme not in {"postgres", "postgresql", "sqlite"}:
        raise ValueError(text)
    return dict(environ.Env.db_url_config(text))


def replica(text: str) -> dict[str, Any]:
    if urlsplit(text).scheme not in {"postgres", "postgresql"}:
        raise ValueError(text)
    return database(text)


def bucket(text: str) -> dict[str, str]:
    """What `s3://bucket/folder?endpoint=https://s3.example.com&region=eu-central-1` names; the bucket has to be."""
    parts = urlsplit(text)
    options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    if parts.scheme != "s3" or not parts.hostname or parts.port or options.keys() - {"endpoint", "region"}:
        raise ValueError(text)
    if "endpoint" in options:
        site_address(options["endpoint"])
    return {
        "bucket": parts.hostname,
        "folder": parts.path.strip("/"),
        "endpoint": options.get("endpoint", ""),
        "region": options.get("region", ""),
    }


def redis(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"redis", "rediss", "unix"} or not (parts.hostname or parts.path):
        raise ValueError(text)
    return text


def patient(url: str) -> str:
    """The same Redis, for somebody who can be told how long to wait only there."""
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(REDIS_WAITS)}"


def report_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not parts.username or not parts.path.strip("/"):
        raise ValueError(text)
    return text


def mail(text: str) -> dict[str, Any]:
    """EMAIL_* settings; smtps:// means TLS from the first byte, smtp+tls:// means STARTTLS."""
    return dict(environ.Env.email_url_config(text.replace("smtps://", "smtp+ssl://", 1)))


def allowed_peers(text: str) -> frozenset[tuple[str, int]]:
    """`127.0.0.1:8080,[::1]:9000` as hosts and ports."""
    peers = [urlsplit(f"//{peer.strip()}") for peer in text.split(",") if peer.strip()]
    if any(not peer.hostname or not peer.port or peer.path for peer in peers):
        raise ValueError(text)
    return frozenset((str(peer.hostname), int(peer.port or 0)) for peer in peers)


def one_of(*choices: str) -> Callable[[str], str]:
    def chosen(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return chosen


def zone(text: str) -> str:
    return ZoneInfo(text).key


def folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def needs(package: str, name: str, module: str) -> None:
    """A setting that wants a package which is not installed stops the start."""
    if importlib.util.find_spec(module) is None:
        stop(
            _("%(name)s is set, but the package %(package)s is missing. Install it: pip install %(package)s")
            % {"name": name, "package": package}
        )


def writable(name: str, path: Path) -> Path:
    """Make the folder if need be; a folder nothing can be written to stops the start."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(path)
    except OSError:
        facts = {"name": name, "path": path}
        stop(_("%(name)s cannot be used: nothing can be written to the folder “%(path)s”.") % facts)
    return path


def publishable(path: Path) -> Path:
    """Without this a web server could go on serving from there what the site can no longer take away."""
    link = writable("PUBLISH_DIR", path) / "current"
    if link.exists() and not link.is_symlink():
        facts = {"path": link}
        stop(_("PUBLISH_DIR cannot be used: “%(path)s” is in the way of the link that the site makes.") % facts)
    return path


def kept_secret(path: Path) -> str:
    """The secret key of this site, made once. Two processes that start at once end up with the same one."""
    try:
        if not path.exists():
            with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secret_key.") as fresh:  # mode 600
                fresh.write(secrets.token_urlsafe(50))
                fresh.flush()
                with suppress(FileExistsError):
                    os.link(fresh.name, path)
        return path.read_text().strip()
    except OSError as error:
        facts = {"path": path, "reason": error.strerror}
    stop(_("This user cannot use “%(path)s”: %(reason)s.") % facts)


def default_address(host: str, number: int) -> str:
    """Where a browser on this machine finds the site when nobody says more."""
    here = {"0.0.0.0": "127.0.0.1", "::": "127.0.0.1"}.get(host, host)  # noqa: S104 (compared, not bound)
    return f"http://{f'[{here}]' if ':' in here else here}:{number}"


# --- What is read -------------------------------------------------------------------------------------------

YES_OR_NO = _("yes or no")
MEGABYTES = _("a number of megabytes, at least 1")

DEBUG = read("DEBUG", switch, False, expected=YES_OR_NO)
HOST = read("HOST", str, "127.0.0.1", expected=_("an IP address or a name of this machine"))
PORT = read("PORT", port, 8000, expected=_("a number from 1 to 65535"))
SITE_URL = read(
    "SITE_URL",
    site_address,
    default_address(HOST, PORT),
    expected=_("the address of the site, such as https://blog.example.com"),
)
IS_HTTPS = SITE_URL.startswith("https://")
TRUST_PROXY = read("TRUST_PROXY", switch, False, expected=YES_OR_NO)
DATA_DIR = writable("DATA_DIR", read("DATA_DIR", folder, BASE_DIR / "var", expected=_("the path of a folder")))
REDIS_URL = read(
    "REDIS_URL",
    redis,
    "",
    expected=_("an address such as redis://127.0.0.1:6379/0"),
    secret=True,
)


# --- Security -----------------------------------------------------------------------------------------------

SECRET_KEY = read("SECRET_KEY", str, "", expected=_("a long random text"), secret=True) or kept_secret(
    DATA_DIR / "secret_key"
)

# What every name in Redis begins with: of two sites with one Redis, none finds the other's pages, counts and tasks.
REDIS_PREFIX = f"startalking.{sha256(f'{SITE_URL} {SECRET_KEY}'.encode()).hexdigest()[:16]}"

# Seconds. Without them, who puts a task into the queue of a Redis that hangs would hang as well. Huey itself waits one
# second for its next task; the pages' own questions are more impatient (core/redis_client.py).
REDIS_WAITS = {"socket_timeout": 3, "socket_connect_timeout": 2}

ALLOWED_HOSTS = read(
    "ALLOWED_HOSTS",
    hosts,
    [host_of(SITE_URL), "localhost", "127.0.0.1", "[::1]"],
    expected=_("host names, separated by commas"),
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = IS_HTTPS and TRUST_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"  # trackbacks and statistics elsewhere see our host
# A blog does not decide for the other names of its domain: no HSTS for subdomains, no preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [
            SELF,
            NONCE,
        ],  # the nonce appears only where one is asked for: the editor in the admin
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Hosts with ports that may be fetched from although they are not public. For tests; docs/configuration.md warns.
FETCH_ALLOW: frozenset[tuple[str, int]] = read(
    "FETCH_ALLOW",
    allowed_peers,
    frozenset[tuple[str, int]](),
    expected=_("hosts with ports, separated by commas, such as 127.0.0.1:8080"),
)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]


# --- What it is made of -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "startalking",
    "startalking.core",
    "blog",
    "knowledgebase",
    "comments",
    "linkbacks",
    "widgets",
    "mptt",
    "taggit",
    "js_asset",
    "django_prose_editor",
    "django_tasks",
    "startalking.apps.DeskConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "startalking.probes.probes",
    "startalking.middleware.costs_are_counted",
    "startalking.middleware.no_null_characters",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "startalking.middleware.nobody_keeps_what_an_editor_sees",
    "startalking.policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "startalking.core.databases.Readers",
    "blog.middleware.current_site",
    "linkbacks.middleware.doors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "startalking.middleware.MediaNonce",
]

ROOT_URLCONF = "startalking.urls"
WSGI_APPLICATION = "startalking.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "startalking.core.drawing.Templates",
        "NAME": "django",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # Django caches compiled templates by itself when these are its loaders
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blog.context.site",
            ]
        },
    }
]

TAGGIT_CASE_INSENSITIVE = True
if django.VERSION < (6,):
    FORMS_URLFIELD_ASSUME_HTTPS = True  # as Django 6 does it anyway


# --- Where things are kept ----------------------------------------------------------------------------------

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": read("SQLITE_SYNCHRONOUS", one_of("FULL", "NORMAL"), "FULL", expected=_("FULL or NORMAL")),
    "mmap_size": 128 * 1024 * 1024,
    "temp_store": "MEMORY",
}
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # without it 205 of 320 parallel inserts failed with "database is locked"
    "timeout": 20,
    "init_command": "".join(f"PRAGMA {name}={value};" for name, value in SQLITE_PRAGMAS.items()),
}
# A worker process answers in eight threads and draws pages anew in others; each process has a pool of its own.
DATABASE_POOL = read("DATABASE_POOL", size, 10, expected=_("a number of connections, at least 1"))
POSTGRES_OPTIONS: dict[str, Any] = {"pool": {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 10}}
# A replica that does not answer is not waited for long: there is another database that can.
REPLICA_OPTIONS: dict[str, Any] = {
    "pool": {"min_size": 1, "max_size": DATABASE_POOL, "timeout": 2},
    "connect_timeout": 2,
    "tcp_user_timeout": 3000,
}

DATABASES: dict[str, dict[str, Any]] = {
    "default": read(
        "DATABASE_URL",
        database,
        {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "startalking.sqlite3",
        },
        expected=_("an address such as postgres://user:password@host:5432/name"),
        secret=True,
    )
}
DATABASES["default"]["OPTIONS"] = {
    **(SQLITE_OPTIONS if DATABASES["default"]["ENGINE"].endswith("sqlite3") else POSTGRES_OPTIONS),
    **DATABASES["default"].get("OPTIONS", {}),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Opening the file costs as much as four questions; after a minute a file that took its place is noticed.
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # what a pool holds may have ended with a restart of PostgreSQL

# What anonymous readers ask may be asked of a copy: docs/scaling.md says when, and what it promises.
DATABASE_REPLICA = read(
    "DATABASE_REPLICA_URL",
    replica,
    dict[str, Any](),
    expected=_("the address of a PostgreSQL standby, such as postgres://user:password@replica:5432/name"),
    secret=True,
)
if DATABASE_REPLICA:
    if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
        stop(_("DATABASE_REPLICA_URL needs DATABASE_URL to be a PostgreSQL server as well: SQLite has no replicas."))
    DATABASES["replica"] = DATABASE_REPLICA | {
        "OPTIONS": {**REPLICA_OPTIONS, **DATABASE_REPLICA.get("OPTIONS", {})},
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"MIRROR": "default"},
    }
    DATABASE_ROUTERS = ["startalking.core.databases.Router"]

# Files, not memory, where there is no Redis: the web worker and the background tasks are two processes.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX,
        "OPTIONS": REDIS_WAITS,
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
    }
}

# What limits count lies in memory that all processes of this machine share; a disk is the second choice.
MEMORY = Path("/dev/shm")  # noqa: S108 (the name is ours alone, see core/counters/machine.py)
COUNTERS_FILE = (MEMORY if os.access(MEMORY, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())) / (
    f"startalking-{os.geteuid()}-{sha256(bytes(DATA_DIR)).hexdigest()[:16]}"
)

# --- Pages that are kept for anonymous readers: docs/pages.md ------------------------------------------------

PAGES_DIR = str(DATA_DIR / "pages")  # a text: it is looked at for each page
PAGE_CACHE = read("PAGE_CACHE", switch, not DEBUG, expected=YES_OR_NO)
PAGE_CACHE_MEMORY = read("PAGE_CACHE_MEMORY", size, 64, expected=MEGABYTES) * 1_000_000
PAGE_CACHE_DISK = read("PAGE_CACHE_DISK", size, 512, expected=MEGABYTES) * 1_000_000
PUBLISH_DIR = read("PUBLISH_DIR", folder, None, expected=_("the path of a folder"))
if PUBLISH_DIR:
    publishable(PUBLISH_DIR)

# A CDN or a cache of the operator's, which is told what to forget; only then may it keep pages for itself.
PURGE_URL = read("PURGE_URL", str, "", expected=_("an address"), secret=True)
PURGE_HEADERS = read(
    "PURGE_HEADERS",
    headers,
    dict[str, str](),
    expected=_("headers such as Name: value, separated by semicolons"),
    secret=True,
)
PAGE_CACHE_CONTROL = (
    "public, max-age=0, s-maxage=600, stale-while-revalidate=60" if PURGE_URL else "public, max-age=0, must-revalidate"
)


# --- Files --------------------------------------------------------------------------------------------------

MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000  # a text that is far too long is given back with a sentence, not thrown away

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_STORAGE = read(
    "MEDIA_STORAGE",
    bucket,
    dict[str, str](),
    expected=_("an address such as s3://bucket?endpoint=https://s3.example.com&region=eu-central-1"),
)
if MEDIA_STORAGE:
    needs("boto3", "MEDIA_STORAGE", "boto3")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "startalking.core.bucket.Bucket", "OPTIONS": MEDIA_STORAGE}
    if MEDIA_STORAGE
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "startalking.core.stylesheets.OneSheetStorage"
    },
}


# --- Work in the background, and mail -----------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "startalking.core.tasks.HueyBackend"}}
HUEY: dict[str, Any] = {"name": "startalking", "results": False, "immediate": False}
HUEY |= (
    {"huey_class": "huey.RedisHuey", "url": patient(REDIS_URL), "name": REDIS_PREFIX}
    if REDIS_URL
    else {"huey_class": "huey.SqliteHuey", "filename": str(DATA_DIR / "tasks.sqlite3")}
)

globals().update(
    read(
        "EMAIL_URL",
        mail,
        {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
        expected=_("an address such as smtp+tls://user:password@mail.example.com:587"),
        secret=True,
    )
)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read(
    "DEFAULT_FROM_EMAIL",
    str,
    f"noreply@{host_of(SITE_URL)}",
    expected=_("an e-mail address"),
)


# --- Language and time --------------------------------------------------------------------------------------

LANGUAGE_CODE = read("LANGUAGE_CODE", one_of("de", "en"), "de", expected=_("de or en"))
LANGUAGES = [("de", gettext_lazy("German")), ("en", gettext_lazy("English"))]
LOCALE_PATHS = [BASE_DIR / "startalking/locale"]
FORMAT_MODULE_PATH = "startalking.formats"
TIME_ZONE = read("TIME_ZONE", zone, "Europe/Berlin", expected=_("a time zone such as Europe/Berlin"))
USE_TZ = True


# --- What an operator sees ----------------------------------------------------------------------------------

LOG_FORMAT = read("LOG_FORMAT", one_of("line", "json"), "line", expected=_("line or json"))
SLOW_PAGE = read("SLOW_PAGE", milliseconds, 1000, expected=_("a number of milliseconds, or 0 for never"))
SLOW_QUERY = read("SLOW_QUERY", milliseconds, 500, expected=_("a number of milliseconds, or 0 for never"))
HEARTBEAT_FILE = DATA_DIR / "heartbeat"
METRICS_DIR = DATA_DIR / "metrics"
METRICS_TOKEN = read(
    "METRICS_TOKEN",
    token,
    "",
    expected=_("at least 20 characters, such as `openssl rand -hex 20` prints them"),
    secret=True,
)
SENTRY_DSN = read(
    "SENTRY_DSN",
    report_address,
    "",
    expected=_("an address such as https://key@sentry.example.com/1"),
    secret=True,
)
if METRICS_TOKEN:
    needs("prometheus-client", "METRICS_TOKEN", "prometheus_client")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)  # the library asks nobody else
if SENTRY_DSN:
    needs("sentry-sdk", "SENTRY_DSN", "sentry_sdk")

# Everything goes to the console, and nothing in it says who was here: core/logs.py.
HANDLERS = ["console", "sentry"] if SENTRY_DSN else ["console"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "startalking.core.logs.Line", "plain": DEBUG},
        "json": {"()": "startalking.core.logs.Json", "plain": DEBUG},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}}
    | (
        {
            "sentry": {
                "()": "startalking.reporting.Sentry",
                "dsn": SENTRY_DSN,
                "environment": "development" if DEBUG else "production",
            }
        }
        if SENTRY_DSN
        else {}
    ),
    "root": {"handlers": HANDLERS, "level": "INFO"},
    "loggers": {
        "_granian": {"handlers": HANDLERS, "level": "ERROR", "propagate": False},
        "django": {"handlers": HANDLERS, "level": "INFO", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # every robot that tries an IP address
        "django.server": {"level": "INFO"},
        "urllib3": {"level": "ERROR"},  # each try of its own
        "huey": {"level": "WARNING"},  # its INFO lines name the tasks' arguments
        "psycopg.pool": {"level": "ERROR"},  # who asked is told; the pool would repeat it for every try of its own
    },
}
