"""The server: one process on loopback, until interrupted."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from ..errors import InputError
from .printing import say

if TYPE_CHECKING:
    from ..lake import Lake

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def listen(host: str, port: int) -> socket.socket:
    """A socket at this address; taken before any work is done, so that a port in use is noticed at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio switches TCP_NODELAY on for such sockets only; else answers take 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
        return listener
    except OSError as error:
        listener.close()
        failure = InputError("--port", port, f"a free port on {host} ({error.strerror or error})")
        failure.next_step = "choose another with --port; 0 picks a free one"
        raise failure from None


def serve(lake: Lake, listener: socket.socket) -> None:
    """Serve the API of a lake until SIGINT or SIGTERM."""
    import uvicorn

    from ..api import create_app

    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        create_app(lake), log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
    )
    if lake.simulated:
        say("simulated: everything that is served is made up")
    if host not in LOOPBACK:
        say(f"anyone who can reach {host} can read this lake; there is no password")
    print(f"serving http://{shown}:{port}/", flush=True)
    uvicorn.Server(config).run(sockets=[listener])
