"""Lentus: open software that plans, checks, records and rehearses baclofen therapy."""

__version__ = "0.1.0"
