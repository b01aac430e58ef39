"""The flat workspace of sixty-four patients in step: which quantity stands in which row of it."""

from __future__ import annotations

BLOCK = 64
"""Patients in step."""

X, TRY, GRAD, NEW = 0, 3, 6, 9  # three each: standing point, point tried, gradient there, gradient of the tried
H, NEWH = 12, 18  # six each: 11, 21, 22, 31, 32, 33
OBJ, NEWOBJ, DAMP, DONE, MOVE, COUNT = 24, 25, 26, 27, 28, 29
K, KA, SCALE, EK, EA, SK, SA, TK, TA, GAPPED = 30, 31, 32, 33, 34, 35, 36, 37, 38, 39
CL, V = 40, 41
SEEN, ON, TAKE = 43, 44, 45  # the observation at hand, its weight; whether the point tried is taken
LAST = 46  # six: the expected curvature at the standing point
KEPT = 52  # six: the curvature before a step that may not be taken
Y = 58  # observations from here on, then their weights
