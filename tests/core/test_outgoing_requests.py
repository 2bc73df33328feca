"""Requests to other sites reach public addresses only, and end in time."""

import ipaddress
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from webinar.core.outgoing import OutgoingFailed, OutgoingRefused, fetch, is_public

pytestmark = pytest.mark.checklist(70)

PRIVATE = [
    *("127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1"),  # noqa: S104 - addresses to refuse
    *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
    *("64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "2001:db8::1", "fec0::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_name_that_resolves_to_a_private_address_is_refused(address):
    with pytest.raises(OutgoingRefused):
        fetch("https://inner.example/", resolver=lambda host, port: ["93.184.216.34", address])


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://a.example/", "file:///etc/passwd", "//a.example", "a.example", "", "http://"),
        *("http://0x7f.1/", "http://2130706433/", "http://0177.0.0.1/", "http://127.1/"),
        *("http://u:p@a.example/", "http://a.example\\@b/", "http://a.example/ x", "http://a:22/"),
        *("http://[::1/", "http://a.example/\r\nX: y", "http://[fe80::1%25eth0]/"),
    ],
)
def test_odd_addresses_are_refused_before_any_lookup(url):
    def resolver(host, port):
        raise AssertionError("was looked up")

    with pytest.raises(OutgoingRefused):
        fetch(url, resolver=resolver)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://localhost/"])
def test_the_real_resolver_is_judged_too(url):
    with pytest.raises(OutgoingRefused):
        fetch(url)


class Handler(BaseHTTPRequestHandler):
    seen: list = []

    def do_GET(self):
        self.seen.append((self.path, self.headers["Host"], self.headers.get("X-Key")))
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                try:
                    self.wfile.write(b".")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.1)
        elif self.path.startswith("/to"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to?"))
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(b"x" * (5000 if self.path == "/large" else 5))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Handler.seen = []
    yield f"http://site.example:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


LOCAL = {"site.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}


def ask(url, **options):
    def resolver(host, port):
        return LOCAL.get(host, ["10.0.0.1"])

    def permitted(address):
        return address == ipaddress.ip_address("127.0.0.1")

    return fetch(url, resolver=resolver, permitted=permitted, **options)


def test_answer_arrives_under_the_name_that_was_asked(site):
    answer = ask(site + "/a?b=c")
    assert (answer.status, answer.body) == (200, b"xxxxx")
    assert answer.headers["content-type"] == "text/plain"
    assert Handler.seen == [("/a?b=c", site.removeprefix("http://"), None)]


def test_body_is_posted(site):
    assert ask(site, method="POST", body=b"hello").body == b"hello"


def test_the_checked_address_is_the_one_connected_to(site, monkeypatch):
    def system(*args, **kwargs):
        if args[0] == "site.example":
            raise AssertionError("asked a second time")
        return real(*args, **kwargs)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", system)
    assert ask(site).status == 200


def test_name_that_changes_its_address_is_judged_at_each_hop(site):
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with pytest.raises(OutgoingRefused):
        fetch(
            site + "/to?/a",
            resolver=lambda host, port: next(answers),
            permitted=lambda address: str(address) == "127.0.0.1",
        )


def test_redirects_are_followed_three_times_at_most(site):
    assert ask(site + "/to?/to?/to?/a").url == site + "/a"
    with pytest.raises(OutgoingFailed):
        ask(site + "/to?/to?/to?/to?/a")


@pytest.mark.parametrize(
    "target", ["http://inner.example/", "file:///etc/passwd", "http://0x7f.1/"]
)
def test_redirect_to_a_forbidden_place_is_refused(site, target):
    with pytest.raises(OutgoingRefused):
        ask(f"{site}/to?{target}")


def test_headers_for_one_site_are_not_told_to_another(site):
    port = site.rsplit(":", 1)[1]
    ask(f"{site}/to?http://other.example:{port}/a", headers={"X-Key": "secret"})
    assert [key for _, _, key in Handler.seen] == ["secret", None]


def test_large_answer_is_refused(site):
    assert len(ask(site + "/large", max_bytes=5000).body) == 5000
    with pytest.raises(OutgoingFailed):
        ask(site + "/large", max_bytes=4999)


def test_dripping_answer_ends_in_time(site):
    began = time.monotonic()
    with pytest.raises(OutgoingFailed):
        ask(site + "/slow", seconds=0.5)
    assert time.monotonic() - began < 3


def test_nobody_there_is_a_failure():
    with pytest.raises(OutgoingFailed):
        ask("http://site.example:1025/", seconds=2)
    with pytest.raises(OutgoingFailed):
        fetch("http://missing.example/", resolver=lambda host, port: [])
