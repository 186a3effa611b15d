"""python -m credence.lab.tollama: serve until SIGTERM or SIGINT; the first line on stdout says where, once it is ready."""

import argparse

from ...errors import InputError
from .faults import FAULTS
from .server import serve


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m credence.lab.tollama", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 picks one")
    parser.add_argument("--latency-ms", type=float, default=0.0, help="wait before every answer")
    parser.add_argument("--fault", choices=list(FAULTS), help="what goes wrong with every answer")
    parser.add_argument("--key", help="refuse whoever does not send it")
    asked = parser.parse_args()
    try:
        serve(asked.port, latency_ms=asked.latency_ms, fault=asked.fault, key=asked.key)
    except InputError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
