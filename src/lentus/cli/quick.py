"""Look-ups without waiting.

Plain words and known flags need no command-line library, whose import takes longer than the answer. Whatever is not
that plain goes the usual way, and a test holds both ways equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

FLAGS = {"products": {"--json"}, "monograph": {"--json", "--seed"}, "version": {"--json"}, "emergency": {"--json"}}


def quick(given: Sequence[str]) -> int | None:
    """Answer a plain look-up and give its status; None where it is not plain."""
    if not given or given[0] not in FLAGS:
        return None
    flags = [one for one in given[1:] if one in FLAGS[given[0]]]
    words = [one for one in given[1:] if one not in flags]
    if any(one.startswith("-") for one in words) or len(set(flags)) < len(flags):
        return None
    return _WORK[given[0]](words, set(flags))


def _products(words: list[str], flags: set[str]) -> int:
    from lentus.cli.commands import products

    return products.run(" ".join(words), as_json="--json" in flags)


def _monograph(words: list[str], flags: set[str]) -> int:
    from lentus.cli.commands import monograph

    return monograph.run(" ".join(words), seed="--seed" in flags, as_json="--json" in flags)


def _version(words: list[str], flags: set[str]) -> int | None:
    from lentus.cli.commands import version

    return None if words else version.run(as_json="--json" in flags)


def _emergency(words: list[str], flags: set[str]) -> int | None:
    from lentus.cli.commands import emergency

    return emergency.run(words[0], "", as_json="--json" in flags) if len(words) == 1 else None


_WORK: dict[str, Callable[[list[str], set[str]], int | None]] = {
    "products": _products,
    "monograph": _monograph,
    "version": _version,
    "emergency": _emergency,
}
