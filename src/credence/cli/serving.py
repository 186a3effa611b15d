"""The server: one process on loopback, until interrupted."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from ..errors import InputError
from .printing import say

if TYPE_CHECKING:
    from types import FrameType

    from ..forecasts.service import ForecastService
    from ..lake import Lake
    from ..settings import Settings


def listen(host: str, port: int, config: Settings) -> socket.socket:
    """A socket at this address; taken before any work is done, so that a port in use is noticed at once.

    Raises InputError for a port that is taken, and for an address that others can reach without a token.
    """
    from ..api.access import check_binding

    check_binding(host, config)
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


def serve(lake: Lake, listener: socket.socket, forecasts: ForecastService | None = None) -> None:
    """Serve the API of a lake until SIGINT or SIGTERM. `forecasts`: the service, else as the settings have it."""
    import uvicorn

    from ..api import create_app, stream
    from ..api.access import is_loopback

    app = create_app(lake, forecasts, warm=True)

    class Server(uvicorn.Server):
        """Ends the streams first: they would have it wait for listeners that never go."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            stream.stop(app)
            super().handle_exit(sig, frame)

    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3
    )
    if lake.simulated:
        say("simulated: everything that is served is made up")
    if not is_loopback(host):
        say(f"anyone who can reach {host} can read this lake; what costs needs the token")
    print(f"serving http://{shown}:{port}/", flush=True)
    Server(config).run(sockets=[listener])
