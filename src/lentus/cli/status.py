"""How a command ends: the exit statuses, told apart so that a script need not read words."""

from __future__ import annotations

FINE = 0
"""Nothing stands against it."""

STANDS = 1
"""A stop or an override without its owner stands, or a case fails."""

BAD_INPUT = 2
"""What was typed or given cannot be read."""

OUR_FAULT = 70
"""A fault of Lentus itself."""

INTERRUPTED = 130
BROKEN_PIPE = 141
