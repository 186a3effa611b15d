"""Drops: files brought by hand. A small YAML says what their columns mean; docs/drops.md is the manual.

spec     the YAML as a record, and where drops are found
decode   CSV and JSON Lines into Parquet, every broken line kept as a refused row
zones    a local time zone as constant offsets, so that 18 million times need no calendar
compile  one drop into SELECT statements: markets, prices, outcomes, refused
store    drops as they lie in the lake
"""

from .compile import CompiledDrop, compile_drop
from .spec import DropSpec, FoundDrop, find_drops, load_spec, shipped_specs
from .store import Stored, compile_stored, store, stored

__all__ = [
    "CompiledDrop",
    "DropSpec",
    "FoundDrop",
    "Stored",
    "compile_drop",
    "compile_stored",
    "find_drops",
    "load_spec",
    "shipped_specs",
    "store",
    "stored",
]
