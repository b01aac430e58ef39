"""`lentus parameters` and `lentus validate`: the model's numbers, and what it was held against."""

from __future__ import annotations

from lentus.cli.status import FINE
from lentus.cli.terminal import show_json, show_pieces
from lentus.present.models.evidence import (
    parameters_data,
    parameters_pieces,
    validation_data,
    validation_pieces,
)


def parameters(*, as_json: bool) -> int:
    """Every parameter of the model of the body."""
    if as_json:
        show_json(parameters_data())
    else:
        show_pieces(parameters_pieces())
    return FINE


def validate(*, as_json: bool) -> int:
    """The model beside published findings."""
    if as_json:
        show_json(validation_data())
    else:
        show_pieces(validation_pieces())
    return FINE
