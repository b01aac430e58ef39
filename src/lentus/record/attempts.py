"""Back-off on failed sign-ins, by account and by origin.

A few slips cost nothing; after them each failure doubles the wait, up to a minute. Longer would let a stranger lock a
nurse out in an emergency, and a minute a guess is long enough against passwords of twelve characters. Every try is
counted before its password is looked at, so that many at once are no way around. Names and origins are kept as hashes:
people type passwords into the wrong field. Whether a name exists makes no difference here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, insert, select, update

from lentus.errors import SignInRefused
from lentus.record import moments
from lentus.record.store import Store
from lentus.record.tables import ATTEMPTS
from lentus.record.writing import Writing


@dataclass(frozen=True, slots=True)
class BackOff:
    """How many failures are free, the first wait after them, the longest one, and how long failures are remembered."""

    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta = timedelta(hours=1)

    def wait(self, failures: int) -> timedelta:
        """How long after the last of so many failures the next try has to wait."""
        if failures < self.free:
            return timedelta(0)
        doublings = min(failures - self.free, 20)
        return min(self.first * int(2**doublings), self.longest)


BY_ACCOUNT = BackOff(free=4, first=timedelta(seconds=5), longest=timedelta(minutes=1))
BY_ORIGIN = BackOff(free=20, first=timedelta(seconds=5), longest=timedelta(minutes=1))
"""More are free here: a whole ward may come through one address."""


def count_try(store: Store, name: str, origin: str) -> None:
    """Count one try as failed until `forget` says otherwise. SignInRefused, saying how long to wait, where too soon.

    A try that comes too soon is not counted: waiting always helps.
    """
    now = store.now()
    with store.transaction() as writing:
        writing.execute(delete(ATTEMPTS).where(ATTEMPTS.c.last_failed < moments.written(now - BY_ORIGIN.forgotten)))
        kept = [(_key("account", name), BY_ACCOUNT), (_key("origin", origin), BY_ORIGIN)]
        counts = [(who, _failures(writing, who, back_off, now)) for who, back_off in kept]
        for who, failures in counts:
            _count(writing, who, failures + 1, now)


def _failures(writing: Writing, who: str, back_off: BackOff, now: datetime) -> int:
    row = writing.execute(select(ATTEMPTS).where(ATTEMPTS.c.who == who)).one_or_none()
    if row is None:
        return 0
    last = moments.read(row.last_failed)
    if last > now:
        # The clock was set back: nobody waits for a time that has been.
        return int(row.failures)
    left = last + back_off.wait(row.failures) - now
    if left > timedelta(0):
        seconds = int(left.total_seconds()) + 1
        raise SignInRefused(f"Too many tries. Wait {seconds} s, then try again.")
    return int(row.failures)


def _count(writing: Writing, who: str, failures: int, now: datetime) -> None:
    values = {"failures": failures, "last_failed": moments.written(now)}
    if failures == 1:
        writing.execute(insert(ATTEMPTS).values(who=who, **values))
    else:
        writing.execute(update(ATTEMPTS).where(ATTEMPTS.c.who == who).values(**values))


def forget(writing: Writing, name: str, origin: str) -> None:
    """A try succeeded: the account starts afresh; the origin only gets this one try back.

    Whoever holds one good account must not be able to wipe out what their address has been guessing at others.
    """
    writing.execute(delete(ATTEMPTS).where(ATTEMPTS.c.who == _key("account", name)))
    who = _key("origin", origin)
    writing.execute(delete(ATTEMPTS).where(ATTEMPTS.c.who == who, ATTEMPTS.c.failures <= 1))
    writing.execute(update(ATTEMPTS).where(ATTEMPTS.c.who == who).values(failures=ATTEMPTS.c.failures - 1))


def _key(kind: str, text: str) -> str:
    return sha256(f"{kind}\n{text}".encode()).hexdigest()
