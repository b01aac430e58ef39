"""The workbench: the screens on which a clinic works. Pages ask the floors below and lay answers out; no arithmetic.

`create_app` makes the application over a store; `lentus serve` runs it.
"""

from __future__ import annotations
