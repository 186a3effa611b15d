"""Tests talk to this machine only: the guard in tests/conftest.py holds."""

import asyncio
import socket

import pytest

ELSEWHERE = "192.0.2.1"  # kept for documentation by RFC 5737: nobody is there


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection((ELSEWHERE, 80), timeout=1),
        lambda: socket.socket().connect((ELSEWHERE, 80)),
        lambda: socket.socket().connect_ex((ELSEWHERE, 80)),
        lambda: socket.getaddrinfo("example.org", 80),
        lambda: asyncio.run(asyncio.open_connection(ELSEWHERE, 80)),
    ],
)
def test_nothing_outside_is_reached(reach):
    with pytest.raises(RuntimeError, match="loopback only"):
        reach()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_reached(host):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((host, port)) as client:
            assert client.getpeername() == ("127.0.0.1", port)
