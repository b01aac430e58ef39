"""Closed loops compiled by Numba: a patient's body and the rule that doses it, in one pass."""
