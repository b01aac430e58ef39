"""The command line: reads arguments and files, prints what the floors below say. No arithmetic, no opinion.

Every command starts with as little as it needs: `lentus products` never imports the rules.
"""

from __future__ import annotations
