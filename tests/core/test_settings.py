"""Settings: documented, refused in words, the secret readable by its owner only."""

import re
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from webinar.settings import Settings, WrongSetting

ROOT = Path(__file__).parents[2]


def names_in(text: str) -> set[str]:
    return set(re.findall(r"WEBINAR_[A-Z_]+", text))


def test_every_setting_is_documented_and_nothing_else() -> None:
    source = (ROOT / "webinar/settings.py").read_text()
    assert names_in((ROOT / "docs/settings.md").read_text()) == names_in(source)


def test_the_base_address_defaults_to_the_loopback(tmp_path: Path) -> None:
    settings = Settings.from_environment({"WEBINAR_DATA": str(tmp_path), "WEBINAR_PORT": "8123"})
    assert settings.base_url == "http://127.0.0.1:8123"
    assert settings.trusted_proxies == ()


def test_listening_elsewhere_needs_a_base_address(tmp_path: Path) -> None:
    environ = {"WEBINAR_DATA": str(tmp_path), "WEBINAR_HOST": "0.0.0.0"}  # noqa: S104
    with pytest.raises(WrongSetting, match="WEBINAR_BASE_URL"):
        Settings.from_environment(environ)
    environ["WEBINAR_BASE_URL"] = "https://talks.example.org/"
    assert Settings.from_environment(environ).base_url == "https://talks.example.org"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("https://büro.example/", "https://xn--bro-hoa.example"),
        ("https://straße.example:8443", "https://xn--strae-oqa.example:8443"),
        ("http://网络.example", "http://xn--io0a7i.example"),
        ("https://Talks.Example.org:443", "https://talks.example.org"),
        ("http://[2001:DB8::1]:8000", "http://[2001:db8::1]:8000"),
        ("http://web_1:8000", "http://web_1:8000"),
    ],
)
def test_the_base_address_is_written_as_browsers_send_it(
    tmp_path: Path, typed: str, said: str
) -> None:
    """Else no request's host, and no form's origin, would be the site's."""
    environ = {"WEBINAR_DATA": str(tmp_path), "WEBINAR_BASE_URL": typed}
    settings = Settings.from_environment(environ)
    assert settings.base_url == said
    assert urlsplit(said).hostname in settings.trusted_hosts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEBINAR_PORT", "eighty"),
        ("WEBINAR_BASE_URL", "talks.example.org"),
        ("WEBINAR_BASE_URL", "https://example.org/talks"),
        ("WEBINAR_BASE_URL", "https://☃☃.-.example"),
        ("WEBINAR_BASE_URL", "https://example.org:web"),
        ("WEBINAR_BASE_URL", "https://[::1"),
        ("WEBINAR_BASE_URL", "https://ada:secret@example.org"),
        ("WEBINAR_TRUSTED_PROXIES", "the-proxy"),
        ("WEBINAR_SMTP_URL", "mail.example.org"),
        ("WEBINAR_FEED_COMPRESSION", "maybe"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        Settings.from_environment({"WEBINAR_DATA": str(tmp_path), name: value})


@pytest.mark.checklist(71)
def test_the_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    first = Settings.from_environment({"WEBINAR_DATA": str(tmp_path)}).secret
    assert len(first) >= 40
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert Settings.from_environment({"WEBINAR_DATA": str(tmp_path)}).secret == first
    assert first not in repr(Settings.from_environment({"WEBINAR_DATA": str(tmp_path)}))


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "site.env"
    file.write_text('# our site\nWEBINAR_PORT=9000\nWEBINAR_BASE_URL="https://a.example"\n')
    environ = {
        "WEBINAR_ENV_FILE": str(file),
        "WEBINAR_DATA": str(tmp_path),
        "WEBINAR_PORT": "9001",
    }
    settings = Settings.from_environment(environ)
    assert (settings.port, settings.base_url) == (9001, "https://a.example")
