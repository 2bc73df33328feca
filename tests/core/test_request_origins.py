"""One rule for unsafe requests, one for redirects, one for whom a proxy speaks."""

from typing import Any

import pytest

from webinar.core import http, limits, links
from webinar.core.http import TrustedProxies, safe_next

BASE = "http://localhost"


@pytest.mark.checklist(30)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("headers", "is_allowed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": BASE}, False),
        ({"Origin": BASE}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": BASE + ".evil.example"}, False),
        ({}, False),
        ({"form_time": "ours"}, True),
        ({"form_time": "old"}, True),
        ({"form_time": "ours", "Cookie": "session=stolen"}, False),
        ({"form_time": "1.made-up"}, False),
    ],
)
def test_where_an_unsafe_request_may_come_from(
    in_app: Any, headers: dict[str, str], is_allowed: bool
) -> None:
    data = {}
    sent = dict(headers)
    if form_time := sent.pop("form_time", None):
        old = f"1.{links.sign('form', '1')}"
        known = {"ours": limits.form_time(), "old": old}
        data[limits.FORM_TIME] = known.get(form_time, form_time)
    with in_app.test_request_context("/", method="POST", headers=sent, data=data):
        assert http.is_safe_origin() is is_allowed


@pytest.mark.checklist(34)
@pytest.mark.parametrize(
    "target",
    [
        "http://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "https:evil.example", "/%5Cevil.example", "%2F%2Fevil.example", "/%2Fevil.example",
        "http:///evil.example",
        "/\tevil", "/\r\nSet-Cookie: a=b", "/%0d%0aX: y", "javascript:alert(1)",
        "//user:pw@evil.example", "evil.example", "", None, "/\x00", "/%2f%2fevil.example",
        "///evil.example", "http:/evil.example", " //evil.example", "/.//evil.example",
        "//[", "https://[", "//[::1", "%2F%2F[",
    ],
)  # fmt: skip
def test_a_redirect_stays_on_the_site(target: str | None) -> None:
    assert safe_next(target, "/organize/") == "/organize/"


@pytest.mark.parametrize(
    "target", ["/", "/organize/journal/?kind=paper", "/webinars/a-b/", "/s?q=a%20b"]
)
def test_an_own_path_is_kept(target: str) -> None:
    assert safe_next(target, "/x") == target


@pytest.mark.checklist(69)
@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "believed"),
    [
        ((), "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (("10.0.0.0/8",), "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (("10.0.0.0/8",), "10.1.1.1", "203.0.113.9", "203.0.113.9"),
        (("10.0.0.0/8",), "10.1.1.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (("10.0.0.0/8",), "10.1.1.1", "203.0.113.9, 10.2.2.2", "203.0.113.9"),
        (("10.0.0.0/8",), "10.1.1.1", "", "10.1.1.1"),
    ],
)
def test_only_named_proxies_say_who_asks(
    trusted: tuple[str, ...], peer: str, forwarded: str, believed: str
) -> None:
    environ: dict[str, Any] = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": forwarded}
    TrustedProxies(lambda *_: None, trusted)(environ, lambda *_: None)
    assert environ["webinar.client_address"] == believed


@pytest.mark.checklist(23)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_of_ipv6_the_network_is_counted(in_app: Any, address: str, counted: str) -> None:
    with in_app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
        assert http.client_address() == counted
