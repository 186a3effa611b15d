"""Drops: files brought by hand. A small YAML says what their columns mean; docs/drops.md is the manual.

spec      the YAML as a record, and where drops are found
store     drops as they lie in the lake
compile   one drop into SELECT statements: markets, prices, outcomes, refused

On the way there, one file at a time:

decode    CSV and JSON Lines into Parquet, every broken line kept as a refused row
opened    a file as a relation: its columns and their types
columns   one mapped column as SQL: text, id, number, list, time
zones     a local time zone as constant offsets, so that 18 million times need no calendar
prices    the price of a row, its outcome and its time
status    how a market ended, as a row tells it
problems  what refuses a row
rows      all of that together: the rows under our names, counted
doubles   rows that repeat a key
entities  one row per market, with its scheduled end and event
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
