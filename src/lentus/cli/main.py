"""The entry point: whatever goes wrong ends as one sentence and an exit status (`status`), never as a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from lentus.cli.status import BAD_INPUT, BROKEN_PIPE, FINE, INTERRUPTED, OUR_FAULT, STANDS

__all__ = ["BAD_INPUT", "BROKEN_PIPE", "FINE", "INTERRUPTED", "OUR_FAULT", "STANDS", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _never_fail_to_encode()
    try:
        status = _run(given)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_standard_output()
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the last line of defense: no user should meet a traceback
        return _unexpected(error)
    return status


def _run(given: list[str]) -> int:
    from lentus.cli.quick import quick
    from lentus.errors import LentusError, MonographError, UnknownFactError

    try:
        status = quick(given)
        return _by_typer(given) if status is None else status
    except LentusError as error:
        if isinstance(error, MonographError) and not isinstance(error, UnknownFactError):
            # The files that came with Lentus are broken: nothing that was typed can mend them.
            _say(f"{error}. Lentus's own knowledge cannot be read, so nothing was decided; install it anew.")
            return OUR_FAULT
        _say(str(error))
        return BAD_INPUT


def _by_typer(given: list[str]) -> int:
    import typer

    from lentus.cli.app import app

    try:
        status = app(given, prog_name="lentus", standalone_mode=False)
    except typer.TyperException as error:
        return _bad_usage(error)
    return status if isinstance(status, int) else FINE


def _bad_usage(error: Exception) -> int:
    describe = getattr(error, "format_message", lambda: str(error))
    command = getattr(getattr(error, "ctx", None), "command_path", "lentus")
    sentence = str(describe()).strip().rstrip(".")
    _say(f"{sentence[:1].lower()}{sentence[1:]}: see {command} --help")
    return BAD_INPUT


def _unexpected(error: Exception) -> int:
    if os.environ.get("LENTUS_DEBUG"):
        traceback.print_exception(error)
    _say(
        f"a fault in Lentus itself ({type(error).__name__}: {error}). Nothing was decided. Please report it with the "
        "command you typed; LENTUS_DEBUG=1 shows where it happened. Leave patient data out of the report."
    )
    return OUR_FAULT


def _say(text: str) -> None:
    for line in text.splitlines():
        print(f"lentus: {line}", file=sys.stderr)  # noqa: T201 - the one place that speaks on standard error


def _never_fail_to_encode() -> None:
    # A terminal without the no-break space must still get its dose: what it lacks is escaped, not dropped.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _forget_standard_output() -> None:
    # The reader has gone. Python would complain once more when it flushes at exit.
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
