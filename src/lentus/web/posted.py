"""What a form brought, as text. `Posted` is a parameter of a page: a plain `def` page needs no await for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData


class Fields:
    """A form's fields. A field that was not sent is an empty text, so that a page can judge what is missing."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def __getitem__(self, name: str) -> str:
        return next((value for key, value in self.pairs if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of a field that may be repeated."""
        return [value for key, value in self.pairs if key == name]

    def as_dict(self) -> dict[str, str]:
        """Names and first values."""
        return {key: self[key] for key, _ in self.pairs}


async def posted(request: Request) -> Fields:
    """The fields of this request's form; files are not taken, nor NUL, which nobody types and no database keeps."""
    form: FormData = await request.form()
    texts = ((name, value) for name, value in form.multi_items() if isinstance(value, str))
    return Fields([(name, value.replace("\x00", "").strip()) for name, value in texts])


Posted = Annotated[Fields, Depends(posted)]
