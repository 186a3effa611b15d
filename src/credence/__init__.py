"""Credence: how far can a prediction market's price be believed?"""

__version__ = "0.1.0"
