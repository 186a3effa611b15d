"""Fitted models that come with Credence; docs/bands.md is their card."""
