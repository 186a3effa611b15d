"""Where it lies: raw files, Delta tables, DuckDB over them, state in SQLite. The only room that knows paths and engines."""

from .lake import Lake, open_lake

__all__ = ["Lake", "open_lake"]
