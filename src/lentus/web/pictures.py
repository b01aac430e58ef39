"""A drawing inside a page. The policy forbids styles in HTML, so what a drawing styles becomes plain attributes."""

from __future__ import annotations

import re

from markupsafe import Markup

from lentus.present.pictures.drawing import Drawing

_STYLE = re.compile(r'\sstyle="([^"]*)"')
_SHEET = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_EVERY = re.compile(r"\*\s*\{([^}]*)\}")
_PATH = re.compile(r'\bd="[^"]*"')
_FINE = re.compile(r"(\.\d\d)\d+")
_ID = re.compile(r'\bid="|href="#|url\(#')


def picture_html(drawing: Drawing, name: str) -> Markup:
    """The drawing as SVG for a page; `name` keeps its ids apart from those of the page's other drawings."""
    return svg_html(drawing.svg().decode(), name)


def svg_html(svg: str, name: str) -> Markup:
    """SVG text for a page: without prolog and style sheets, styles as attributes, ids under `name`."""
    inside = svg[svg.index("<svg") :]
    sheet = _SHEET.search(inside)
    inside = _SHEET.sub("", inside)
    inside = _STYLE.sub(lambda found: _attributes(found[1]), inside)
    # A hundredth of a point is finer than any screen, and half of a curve's bytes.
    inside = _PATH.sub(lambda found: _FINE.sub(r"\1", found[0]), inside)
    inside = _ID.sub(lambda found: f"{found[0]}{name}-", inside)
    if sheet and (every := _EVERY.search(sheet[1])):
        inside = inside.replace("<svg", f"<svg{_attributes(every[1])}", 1)
    return Markup(inside)


def _attributes(style: str) -> str:
    pairs = (rule.partition(":")[::2] for rule in style.split(";") if rule.strip())
    return "".join(f' {name.strip()}="{value.strip()}"' for name, value in pairs)
