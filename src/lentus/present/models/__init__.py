"""How the model of the body is shown: its numbers with their evidence, what it was held against, and its forecasts.

A model's figure is never shown as exact: three digits, "about", and where it comes from in reach.
"""

from __future__ import annotations
