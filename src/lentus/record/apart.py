"""Prove or copy a record in a process of its own: reading a large one takes minutes, and nobody should wait for it.

A thread would hold up every page, since one interpreter runs one thread at a time. So another interpreter opens the
same record, reads what is asked on standard input and answers on standard output, each as one JSON object. What goes
wrong there ends there, and is told.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lentus.errors import LentusError, RecordError
from lentus.record.backup import Copied, backup
from lentus.record.opening import open_store
from lentus.record.store import Store
from lentus.record.tracing import Fault
from lentus.record.verify import Verified, verified

GENTLY = 10
"""How far the process stands back behind those that answer people."""

COMMAND = (sys.executable, "-m", "lentus.record.apart")


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended: what was found, or the copy that was made, or one sentence on why there is neither."""

    proof: Verified | None = None
    copy: Copied | None = None
    refused: str = ""


class Apart:
    """One run in another process. `wait` gives its end; `stop` ends it early, and leaves no half copy."""

    def __init__(self, store: Store, *, copy_to: Path | None = None, command: tuple[str, ...] = COMMAND) -> None:
        where = str(store.file or store.engine.url.render_as_string(hide_password=False))
        self._asked = json.dumps({"where": where, "copy_to": str(copy_to) if copy_to else None})
        self._stopped = threading.Event()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def wait(self) -> Ended:
        """How it ended; never raises."""
        answer, _ = self._process.communicate(self._asked)
        code = self._process.returncode
        if self._stopped.is_set():
            return Ended(refused="It was stopped before its end: Lentus was shut down. Nothing was changed.")
        try:
            return _read(json.loads(answer))
        except (ValueError, KeyError, TypeError):
            how = f"by signal {-code}" if code < 0 else f"with code {code}"
            return Ended(refused=f"It ended {how} before its answer, so it says nothing about the record: try again.")

    def stop(self) -> None:
        """End it now."""
        self._stopped.set()
        self._process.terminate()


def _read(answer: dict[str, Any]) -> Ended:
    if answer["refused"]:
        return Ended(refused=answer["refused"])
    if answer["copy"] is not None:
        return Ended(copy=Copied(**answer["copy"]))
    proof = answer["proof"]
    return Ended(Verified(proof["entries"], proof["head"], tuple(Fault(**one) for one in proof["found"])))


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        # Nothing is entered into the record from here: a loss is noted by the process that serves it.
        store = open_store(asked["where"], create=False, witnessed=False)
        try:
            if asked["copy_to"]:
                return {"refused": "", "copy": asdict(backup(store, Path(asked["copy_to"]))), "proof": None}
            return {"refused": "", "copy": None, "proof": asdict(verified(store))}
        finally:
            store.close()
    except LentusError as error:
        return {"refused": str(error)}
    except OSError as error:
        return {"refused": str(RecordError(f"The record cannot be read: {error.strerror or error}."))}


def main() -> None:
    """Answer one question."""
    # An end from outside unwinds as any other, so that half a copy is taken away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(GENTLY)
    json.dump(_answer(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
