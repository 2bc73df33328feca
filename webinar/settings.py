"""Every setting, in one typed place, read from the environment or from a file.

A file named by `WEBINAR_ENV_FILE` may hold `NAME=value` lines; what stands in
the environment wins. `docs/settings.md` explains each; a test compares.
"""

import importlib.util
import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import idna

_SHORTEST_TOKEN = 16
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
#: scheme -> the port that is not written
_PORTS = {"http": 80, "https": 443}


#: the names that every program of S3 knows; a role of the machine needs none of them
_STORAGE_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION")


class WrongSetting(Exception):
    """A setting that the program cannot start with; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator decides. All paths are absolute, addresses without a final slash."""

    #: WEBINAR_DATA: folder for the database, uploads, mails and the secret
    data: Path
    #: WEBINAR_DATABASE_URL: `sqlite:///...` or `postgresql://...`
    database_url: str = ""
    #: WEBINAR_BASE_URL: the address people use; every link in mails and feeds starts with it
    base_url: str = ""
    #: WEBINAR_HOST: the address that `webinar serve` listens on
    host: str = "127.0.0.1"
    #: WEBINAR_PORT
    port: int = 8000
    #: WEBINAR_SMTP_URL: `smtp://user:password@host:587`, `smtps://`; empty keeps mails in a folder
    smtp_url: str = ""
    #: WEBINAR_TRUSTED_PROXIES: networks whose X-Forwarded-* headers are believed
    trusted_proxies: tuple[str, ...] = ()
    #: WEBINAR_FEED_COMPRESSION: calendar feeds travel compressed where a client asks for it
    feed_compression: bool = True
    #: WEBINAR_METRICS_TOKEN: who sends it may read /metrics; empty answers 404 to everybody
    metrics_token: str = field(default="", repr=False)
    #: WEBINAR_SCANNER: clamd's socket, a path or `host:port`; empty asks no scanner
    scanner: str = ""
    #: WEBINAR_STORAGE: `s3://bucket/prefix?endpoint=...&region=...&links=on`; empty keeps a folder
    storage: str = ""
    #: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and their kin, for that storage
    storage_keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    #: WEBINAR_CROSSREF_DEPOSITOR: `Name <mail>`, to whom Crossref answers; empty is the site itself
    crossref_depositor: str = ""
    #: WEBINAR_CROSSREF_REGISTRANT: whose DOIs they are; empty is the site's name
    crossref_registrant: str = ""
    #: WEBINAR_LOG_REQUESTS: `on` writes one line per request
    log_requests: bool = False
    #: signs personal links and sessions; kept in `<data>/secret`, never in the environment
    secret: str = field(default="", repr=False)
    #: secrets before that one, newest first: what they signed still opens, nothing new is signed
    former_secrets: tuple[str, ...] = field(default=(), repr=False)
    testing: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "data", self.data.expanduser().resolve())
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data / 'webinar.sqlite'}")
        # SQLAlchemy 2.1 reads "postgresql://" as psycopg 3; the old short form is still common.
        if self.database_url.startswith("postgres://"):
            object.__setattr__(
                self,
                "database_url",
                "postgresql://" + self.database_url.removeprefix("postgres://"),
            )
        if not self.base_url:
            if self.host not in LOOPBACK_NAMES:
                raise WrongSetting(
                    f"WEBINAR_HOST is {self.host}, so people elsewhere can reach this site, but"
                    " WEBINAR_BASE_URL is not set. Set it to the address they will use, for"
                    " example https://webinars.example.org."
                )
            host = f"[{self.host}]" if ":" in self.host else self.host
            object.__setattr__(self, "base_url", f"http://{host}:{self.port}")
        object.__setattr__(self, "base_url", _as_browsers_say(self.base_url))
        for network in self.trusted_proxies:
            try:
                ipaddress.ip_network(network, strict=False)
            except ValueError as error:
                raise WrongSetting(
                    f"WEBINAR_TRUSTED_PROXIES holds {network!r}, which is no address or network"
                    " (for example 10.0.0.5 or 10.0.0.0/24)."
                ) from error
        if self.smtp_url and urlsplit(self.smtp_url).scheme not in ("smtp", "smtps"):
            raise WrongSetting("WEBINAR_SMTP_URL must start with smtp:// or smtps://.")
        if self.scanner and not re.fullmatch(r"/.+|[^\s/]+:\d{1,5}", self.scanner):
            raise WrongSetting(
                "WEBINAR_SCANNER must be the path of clamd's socket, for example"
                " /run/clamav/clamd.ctl, or host:port."
            )
        _check_storage(self.storage)
        if self.metrics_token and len(self.metrics_token) < _SHORTEST_TOKEN:
            raise WrongSetting(
                f"WEBINAR_METRICS_TOKEN must have {_SHORTEST_TOKEN} characters or more, so that"
                " nobody guesses it: `openssl rand -hex 16` makes one."
            )

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_secure(self) -> bool:
        """People reach the site by https."""
        return self.base_url.startswith("https://")

    @property
    def trusted_hosts(self) -> frozenset[str]:
        """Host names a request may be addressed to; loopback always, for health checks."""
        return LOOPBACK_NAMES | {urlsplit(self.base_url).hostname or ""}

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str] | None = None, *, only_look: bool = False
    ) -> "Settings":
        """Read the environment, then the file it names.

        With `only_look` no folder and no secret are made; `secret` is "" where there is none.
        Raises WrongSetting with a sentence for the operator.
        """
        values = dict(os.environ if environ is None else environ)
        if file := values.get("WEBINAR_ENV_FILE"):
            values = {**_read_file(Path(file)), **values}
        data = Path(values.get("WEBINAR_DATA") or "data").expanduser().resolve()
        try:
            port = int(values.get("WEBINAR_PORT") or 8000)
        except ValueError as error:
            raise WrongSetting("WEBINAR_PORT must be a number, for example 8000.") from error
        proxies = values.get("WEBINAR_TRUSTED_PROXIES", "")
        secret, *former = (
            ("",) if only_look and not (data / "secret").is_file() else kept_secrets(data)
        )
        return cls(
            data=data,
            database_url=values.get("WEBINAR_DATABASE_URL", ""),
            base_url=values.get("WEBINAR_BASE_URL", ""),
            host=values.get("WEBINAR_HOST") or "127.0.0.1",
            port=port,
            smtp_url=values.get("WEBINAR_SMTP_URL", ""),
            trusted_proxies=tuple(part.strip() for part in proxies.split(",") if part.strip()),
            feed_compression=_is_on(values, "WEBINAR_FEED_COMPRESSION"),
            metrics_token=values.get("WEBINAR_METRICS_TOKEN", ""),
            scanner=values.get("WEBINAR_SCANNER", "").strip(),
            storage=values.get("WEBINAR_STORAGE", "").strip(),
            storage_keys={name: values[name] for name in _STORAGE_KEYS if values.get(name)},
            crossref_depositor=values.get("WEBINAR_CROSSREF_DEPOSITOR", "").strip(),
            crossref_registrant=values.get("WEBINAR_CROSSREF_REGISTRANT", "").strip(),
            log_requests=_is_on(values, "WEBINAR_LOG_REQUESTS", default="off"),
            secret=secret,
            former_secrets=tuple(former),
        )


def kept_secrets(data: Path) -> tuple[str, ...]:
    """The installation's secret, made on first use in `<data>/secret` with mode 0600.

    After it those that it replaced, newest first, one in each line of the file.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = data / "secret"
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        lines = [line.strip() for line in place.read_text().splitlines()]
        return tuple(line for line in lines if line) or ("",)
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret + "\n")
    return (secret,)


def renew_secret(data: Path, *, keep: int) -> int:
    """Put a new secret in place, all or nothing; how many former ones are left beside it.

    At most `keep` of those so far go on opening what they signed. A process that runs takes the
    new one when it is started again.
    """
    former = [one for one in kept_secrets(data) if one][:keep]
    fresh = data / f"secret.{secrets.token_hex(4)}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("\n".join([secrets.token_urlsafe(48), *former, ""]))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(data / "secret")
    return len(former)


def _as_browsers_say(address: str) -> str:
    """The base address as it stands in `Host` and `Origin`: IDNA, lower case, no default port."""
    try:
        parts = urlsplit(address.rstrip("/"))
        host, port = parts.hostname or "", parts.port
        if not host.isascii():
            # As browsers do (UTS 46); what is ASCII may also be a name that IDNA does not know.
            host = idna.encode(host, uts46=True).decode()
    except ValueError:
        host = ""
    if not host or parts.scheme not in _PORTS or parts.query or "@" in parts.netloc:
        raise WrongSetting(
            f"WEBINAR_BASE_URL is {address!r}; it must look like https://webinars.example.org."
        )
    if parts.path:
        raise WrongSetting(
            "WEBINAR_BASE_URL must not end in a path: webinar needs a host name of its own."
        )
    if ":" in host:
        host = f"[{host}]"
    return f"{parts.scheme}://{host}" + (
        f":{port}" if port not in (None, _PORTS[parts.scheme]) else ""
    )


def _check_storage(address: str) -> None:
    if not address:
        return
    try:
        parts = urlsplit(address)
        options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        parts, options = urlsplit(""), {}
    endpoint = urlsplit(options.get("endpoint", "https://s3.example"))
    good = (
        parts.scheme == "s3"
        and re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", parts.netloc)
        and options.keys() <= {"endpoint", "region", "links"}
        and options.get("links", "on") in ("on", "off")
        and endpoint.scheme in _PORTS
        and endpoint.hostname
    )
    if not good:
        # What was typed may hold a password in a wrong place: it is not repeated.
        raise WrongSetting(
            "WEBINAR_STORAGE must look like s3://bucket or"
            " s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-1&links=on; its keys"
            " stand in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    if importlib.util.find_spec("obstore") is None:
        raise WrongSetting("WEBINAR_STORAGE needs the extra for S3: pip install 'webinar[s3]'.")


def _is_on(values: Mapping[str, str], name: str, *, default: str = "on") -> bool:
    value = (values.get(name) or default).lower()
    if value not in ("on", "off"):
        raise WrongSetting(f"{name} must be on or off.")
    return value == "on"


def _read_file(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text().splitlines()
    except OSError as error:
        raise WrongSetting(f"WEBINAR_ENV_FILE cannot be read: {path}") from error
    found: dict[str, str] = {}
    for number, typed in enumerate(lines, start=1):
        line = typed.strip()
        if not line or line.startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign:
            raise WrongSetting(f"{path}, line {number}: expected NAME=value.")
        found[name.strip()] = value.strip().strip("\"'")
    return found
