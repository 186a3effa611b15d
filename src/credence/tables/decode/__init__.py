"""From kept answers to columns: one file per upstream. The only place that knows their field names."""
