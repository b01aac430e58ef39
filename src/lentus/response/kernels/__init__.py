"""Loops compiled by Numba, over blocks of patients: the same answers as the exact engine, a thousand times sooner.

They take plain arrays, check nothing, and are called through `lentus.response.fast` only. mypy cannot see through
Numba's decorators, so these modules alone are exempt from two of its rules (pyproject.toml).
"""
