"""The replayed exchange: a folder of recorded payloads, served on loopback as Polymarket's Gamma, CLOB and Data API.

A second reading of the protocol: it shares no code with `sources`, so that one mistake is not made on both sides.

folder.py     reads the recordings           objects.py  the fields it looks at
catalogue.py  keeps every version            view.py     what was known at a moment
derive.py     makes what was not recorded    wire.py     requests, answers, pages
routes.py, gamma.py, clob.py, data_api.py    the routes of each house
faults.py     what goes wrong on demand      server.py   the server and the laboratory's knobs
"""

from .server import Exchange, run

__all__ = ["Exchange", "run"]
