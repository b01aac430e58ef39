"""`lentus fhir`: prove, read and write messages of FHIR R4."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from lentus.cli.commands.record_stores import store_named
from lentus.cli.reading import STANDARD_INPUT, course_named
from lentus.cli.status import BAD_INPUT, FINE, STANDS
from lentus.cli.terminal import show_json
from lentus.course import Course
from lentus.errors import ExchangeError
from lentus.exchange.fhir.audits import audit_bundle, is_audit, read_audit_bundle
from lentus.exchange.fhir.bundle import bundle_to_course, course_to_bundle, is_ours
from lentus.exchange.fhir.catalog import catalog as catalog_bundle
from lentus.exchange.fhir.foreign import take_in as read_foreign
from lentus.exchange.fhir.message import message_from
from lentus.exchange.fhir.plain import plain
from lentus.exchange.fhir.plans import protocol_bundle
from lentus.exchange.fhir.reviewed import with_findings
from lentus.exchange.fhir.validate import faults
from lentus.record.access import STREAM

LARGEST_MESSAGE = 50_000_000


def validate(name: str, *, as_json: bool) -> int:
    """Print everything that is wrong with a message."""
    found = faults(_message(name))
    if as_json:
        show_json({"valid": not found, "faults": [{"where": one.where, "says": one.says} for one in found]})
    elif found:
        sys.stdout.write("".join(f"{one.where}: {one.says}\n" for one in found))
    else:
        sys.stdout.write("Nothing is wrong: shape, required codes, units and members hold.\n")
    return STANDS if found else FINE


def take_in(name: str, *, zone: str, author: str, out: str) -> int:
    """Write the course of a Bundle; 2 where the message has faults that make it unreadable."""
    bundle = _message(name)
    if is_audit(bundle):
        return _write({"entries": read_audit_bundle(bundle)}, out)
    if is_ours(bundle):
        return _write(_course_data(bundle_to_course(bundle)), out)
    if not zone or not author:
        sys.stderr.write(
            "lentus: this Bundle was not written by Lentus: give --zone, the sender's time zone, and --author\n"
        )
        return BAD_INPUT
    taken = read_foreign(bundle, zone, author)
    for one in taken.unread:
        sys.stderr.write(f"lentus: {one.where}: {one.why.says}\n")
    read = taken.read
    sys.stderr.write(f"lentus: {read} {'event' if read == 1 else 'events'} read, {len(taken.unread)} not read\n")
    return _write(_course_data(taken.course), out)


def audit(data: str, store: str, out: str) -> int:
    """Write who opened which patient of a record and who signed in, as AuditEvents."""
    with store_named(data, store) as opened:
        return _write(audit_bundle(opened.entries(STREAM)), out)


def export(name: str, *, catalog: bool, protocols: bool, findings: bool, out: str) -> int:
    """Write a Bundle: of a course, of the products, or of the protocols."""
    if sum((bool(name), catalog, protocols)) != 1:
        raise ExchangeError("name a course, or give --catalog, --protocols or --audit: one of the four")
    if catalog:
        return _write(catalog_bundle(), out)
    if protocols:
        return _write(protocol_bundle(), out)
    course = course_named(name)
    return _write(with_findings(course) if findings else course_to_bundle(course), out)


def _course_data(course: Course) -> dict[str, Any]:
    return plain(course)


def _write(data: dict[str, Any], out: str) -> int:
    if out == STANDARD_INPUT:
        show_json(data)
        return FINE
    try:
        Path(out).write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ExchangeError(f"{out}: cannot be written: {error.strerror or error}") from error
    sys.stdout.write(f"{out}\n")
    return FINE


def _message(name: str) -> Any:
    try:
        text = _text(name)
    except OSError as error:
        raise ExchangeError(f"{name}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ExchangeError(f"{name}: is not UTF-8 text, which FHIR's JSON is: save it as UTF-8") from error
    if len(text) > LARGEST_MESSAGE:
        raise ExchangeError(f"{name}: larger than {LARGEST_MESSAGE} characters: split the Bundle")
    return message_from(text, name)


def _text(name: str) -> str:
    """The text of a file, or of standard input, one character more than may be there at most."""
    if name == STANDARD_INPUT:
        return sys.stdin.read(LARGEST_MESSAGE + 1)
    with Path(name).open(encoding="utf-8") as file:
        return file.read(LARGEST_MESSAGE + 1)
