"""The guard that keeps tests on this machine."""

import contextlib
import socket

import pytest

from tests.support import network


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
        lambda: socket.getaddrinfo("example.org", 443),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"?", ("127.0.0.53", 53)),
        lambda: socket.socket(socket.AF_INET6).connect(("2001:db8::1", 80)),
    ],
    ids=["address", "name", "name server", "ipv6"],
)
def test_another_machine_is_refused_and_noted_even_when_the_error_is_swallowed(reach):
    with network.forbidden() as attempts:
        with contextlib.suppress(Exception):
            reach()
        noted = list(attempts)
        attempts.clear()
    assert len(noted) == 1


def test_this_machine_may_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname(), timeout=1):
            pass
        with socket.create_connection(("localhost", server.getsockname()[1]), timeout=1):
            pass
