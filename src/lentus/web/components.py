"""The accessible form components, as one function for templates: `ui("input", name=..., label=...)`.

They come from nhsuk-frontend-jinja, whose macros want forgiving undefined values. Our own templates get a strict
environment, in which a name that is missing is a fault; hence two of them.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, Template
from markupsafe import Markup


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"), undefined=ChainableUndefined, autoescape=True, trim_blocks=True
    )


@functools.cache
def _component(name: str) -> Template:
    folder = re.sub(r"(?<!^)([A-Z])", lambda found: f"-{found[1].lower()}", name)
    return _environment().from_string(
        f'{{% from "nhsuk/components/{folder}/macro.jinja" import {name} %}}{{{{ {name}(params) }}}}'
    )


def ui(component: str, **params: Any) -> Markup:
    """One component, such as `input`, `radios`, `errorSummary`, with the parameters that its library documents."""
    # The environment escapes; what comes out is markup.
    return Markup(_component(component).render(params=params))
