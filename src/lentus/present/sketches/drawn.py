"""Text of an SVG: elements with escaped attributes and texts, and no style of their own."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

Number = float | int


def element(name: str, inner: str = "", **attributes: Number | str) -> str:
    """One element; `class_` is written as class, an underscore as a hyphen."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}" for key, value in attributes.items()
    )
    return f"<{name}{told}>{inner}</{name}>" if inner else f"<{name}{told}/>"


def words(text: str, x: Number, y: Number, *, anchor: str = "start", class_: str = "sketch-text") -> str:
    """A text at a place."""
    return element("text", escape(text), x=x, y=y, text_anchor=anchor, class_=class_)


def picture(title: str, width: int, height: int, inner: str) -> str:
    """The whole picture; its title is what a screen reader says of it."""
    return (
        f'<svg class="sketch" viewBox="0 0 {width} {height}" role="img" aria-label={quoteattr(title)} '
        f'focusable="false">{inner}</svg>'
    )


def _plain(value: Number | str) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _key(name: str) -> str:
    return name.rstrip("_").replace("_", "-")
