"""A server that keeps the contract of tollama to the letter, for tests and benchmarks. It has no weights, and says so.

A second reading of the contract: it shares no code with `forecasts`, so that one mistake is not made on both sides.

contract.py  what may be asked and what is answered       faults.py  what goes wrong on demand
models.py    the two models, and what can be pulled       server.py  the server and its counters
"""

from .server import ContractServer, serve

__all__ = ["ContractServer", "serve"]
