"""Plays the order entry of a hospital's record against a running Lentus, call by call, and says what came back.

    python scripts/cds_order_entry.py                             # a demo clinic of its own, calls signed, then removed
    python scripts/cds_order_entry.py --url http://127.0.0.1:8000 # the demo clinic that ./run serves, calls unsigned

It ends with status 1 at the first answer that is not as it should be. Every patient in it is generated.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

sys.path.insert(0, __file__.rpartition("/scripts/")[0] or ".")

from scripts.cds_pretend_record import NUMBERS, PretendRecord

Message = dict[str, Any]
UCUM, RXNORM = "http://unitsofmeasure.org", "http://www.nlm.nih.gov/research/umls/rxnorm"
LOINC = "http://loinc.org"
SERVICES = ("patient-view", "order-select", "order-sign", "encounter-discharge")
NUMBER, BORN = "GEN-01005", "1968-10-15"
"""A patient of the demo clinic who takes baclofen by mouth, steadily."""


class Unexpected(Exception):
    """An answer that is not as it should be."""


@dataclass
class Play:
    """One order entry. `record` signs the calls where there is one; `told` is what happened, line by line."""

    url: str
    number: str = NUMBER
    born: str = BORN
    record: PretendRecord | None = None
    told: list[str] = field(default_factory=list)
    comment: str = field(default_factory=lambda: f"trial {uuid4().hex[:8]}")

    @property
    def patient(self) -> Message:
        """The patient as the record sends it."""
        return {
            "resourceType": "Patient",
            "id": "trial-patient",
            "identifier": [{"system": NUMBERS, "value": self.number}],
            "birthDate": self.born,
        }

    def say(self, text: str) -> None:
        """One line of what happened."""
        self.told.append(text)
        sys.stdout.write(f"{text}\n")

    def send(self, path: str, body: Message | None = None) -> Any:
        """One request, signed where there is a record; its JSON. Unexpected where it is refused."""
        headers = {"content-type": "application/json"}
        if self.record is not None and body is not None:
            headers["authorization"] = self.record.bearer(f"{self.url}{path}")
        data = None if body is None else json.dumps(body).encode()
        try:
            with build_opener().open(Request(f"{self.url}{path}", data, headers), timeout=30) as answer:
                return json.loads(answer.read())
        except HTTPError as error:
            raise Unexpected(f"{path}: {error.code} {error.read().decode()}") from error

    def call(
        self, hook: str, *drafts: Message, instance: str = "", without: bool = False, sent: Message | None = None
    ) -> list[Message]:
        """The cards of one call; `without` leaves the patient to be fetched from the record's FHIR server.

        `sent` is the prefetch in place of the patient alone.
        """
        context: Message = {"userId": "Practitioner/trial", "patientId": self.patient["id"], "encounterId": "trial"}
        if hook.startswith("order"):
            entries = [{"resource": one} for one in drafts]
            context["draftOrders"] = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        if hook == "order-select":
            context["selections"] = [f"MedicationRequest/{one['id']}" for one in drafts]
        body: Message = {"hook": hook, "hookInstance": instance or str(uuid4()), "context": context}
        if without and self.record is not None:
            body["fhirServer"] = self.record.fhir
            body["fhirAuthorization"] = {"access_token": self.record.token, "token_type": "Bearer", "expires_in": 120}
        else:
            body["prefetch"] = {"patient": self.patient} if sent is None else sent
        cards: list[Message] = self.send(f"/cds-services/{hook}", body)["cards"]
        self.say(f"{hook}: {len(cards)} {'card' if len(cards) == 1 else 'cards'}")
        for one in cards:
            self.say(f"  {one['indicator']}: {one['summary']}")
        return cards

    def answer(self, hook: str, card: Message, outcome: str, **more: Any) -> None:
        """Tell Lentus what a person did with a card."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        item = {"card": card["uuid"], "outcome": outcome, "outcomeTimestamp": now, **more}
        for _ in range(2):  # a record that lost the answer sends it again; it is kept once
            self.send(f"/cds-services/{hook}/feedback", {"feedback": [item]})
        self.say(f"feedback: {outcome}")


def draft(*dosage: Message, medicine: Message | None = None) -> Message:
    """A draft order as it stands at some moment of being written."""
    made: Message = {"resourceType": "MedicationRequest", "id": "trial-order", "status": "draft", "intent": "order"}
    made["subject"] = {"reference": "Patient/trial-patient"}
    if medicine is not None:
        made["medicationCodeableConcept"] = medicine
    return {**made, "dosageInstruction": list(dosage)} if dosage else made


def dosage(quantity: Message, times: int) -> Message:
    """So much, so many times a day, by mouth."""
    return {
        "timing": {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}},
        "route": {"text": "Oral"},
        "doseAndRate": [{"doseQuantity": quantity}],
    }


BACLOFEN = {"text": "baclofen"}
TABLET = {"coding": [{"system": RXNORM, "code": "197392", "display": "baclofen 20 MG Oral Tablet"}]}
PILLS = {"value": 2, "code": "{pill}", "system": UCUM}
MG = {"value": 40, "unit": "mg", "code": "mg", "system": UCUM}


def expect(held: object, sentence: str) -> None:
    """Go on only where something holds."""
    if not held:
        raise Unexpected(sentence)


def play(entry: Play) -> None:
    """The whole order entry, from the discovery to the stored feedback."""
    found = [one["id"] for one in entry.send("/cds-services")["services"]]
    expect(tuple(found) == SERVICES, f"the services are {found}")
    entry.say(f"discovery: {', '.join(found)}")
    entry.call("patient-view")
    _while_chosen(entry)
    cards = _at_signature(entry)
    _accept(entry, cards)
    _override(entry)
    _stranger(entry)
    if entry.record is not None:
        _fetched(entry, cards)
    _read_back(entry)


def _while_chosen(entry: Play) -> None:
    """No drug, then a drug, then tablets of no known strength, then tablets of a known one, then milligrams."""
    expect(entry.call("order-select", draft()) == [], "a draft without a drug gets no card while it is chosen")
    named = entry.call("order-select", draft(medicine=BACLOFEN))
    expect([one["indicator"] for one in named] == ["info"], "a drug without a dose is told, and is no alarm")
    unknown = entry.call("order-select", draft(dosage(PILLS, 4), medicine=BACLOFEN))
    expect("not assessed" in unknown[0]["summary"], "pills of no known strength are not assessed")
    pills = entry.call("order-select", draft(dosage(PILLS, 4), medicine=TABLET))
    milligrams = entry.call("order-select", draft(dosage(MG, 4), medicine=TABLET))
    expect(pills[0]["indicator"] == "critical", "two tablets of 20 mg four times a day are too much")
    same = [one["summary"] for one in pills] == [one["summary"] for one in milligrams]
    expect(same, "tablets and milligrams of one dose get the same cards")


def _at_signature(entry: Play) -> list[Message]:
    instance = str(uuid4())
    order = draft(dosage(MG, 4), medicine=TABLET)
    cards = entry.call("order-sign", order, instance=instance)
    again = entry.call("order-sign", order, instance=instance)
    expect(cards == again, "the same call gets the same cards with the same ids")
    return cards


def _accept(entry: Play, cards: list[Message]) -> None:
    """Take what a card offers, put it into the draft, and ask again."""
    offered = [(one, each) for one in cards for each in one.get("suggestions", ())]
    expect(offered, "a patient of the clinic is offered something")
    card, suggestion = max(offered, key=lambda pair: pair[1]["actions"][0]["type"] == "update")
    entry.say(f"accepted: {suggestion['label']}")
    entry.answer("order-sign", card, "accepted", acceptedSuggestions=[{"id": suggestion["uuid"]}])
    for action in suggestion["actions"]:
        if action["type"] == "update":
            after = entry.call("order-sign", action["resource"])
            expect(all(one["indicator"] != "critical" for one in after), "what was offered is not refused")


def _override(entry: Play) -> None:
    """Go on against a card, with one of the reasons that it offers."""
    cards = entry.call("order-sign", draft(dosage(MG, 4), medicine=TABLET))
    card = next((one for one in cards if one.get("overrideReasons")), None)
    expect(card is not None, "one card can be overridden with a reason")
    assert card is not None
    reason = {"reason": card["overrideReasons"][0], "userComment": entry.comment}
    entry.answer("order-sign", card, "overridden", overrideReason=reason)


def _stranger(entry: Play) -> None:
    """Somebody whom the clinic does not know: what the record sends along is judged, and no dose is offered."""
    unknown = {**entry.patient, "identifier": [{"system": NUMBERS, "value": "nobody-of-the-clinic"}]}
    kidneys = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": "98979-8"}], "text": "eGFR"},
        "effectiveDateTime": datetime.now(UTC).date().isoformat(),
        "valueQuantity": {"value": 20, "unit": "mL/min/1.73 m2", "code": "mL/min/{1.73_m2}", "system": UCUM},
    }
    opioid = {**draft(medicine={"text": "oxycodone 5 MG Oral Tablet"}), "id": "trial-other", "status": "active"}
    order = draft(dosage({**MG, "value": 10}, 3), medicine=TABLET)
    bare = entry.call("order-sign", order, sent={"patient": unknown})
    told = entry.call("order-sign", order, sent={"patient": unknown, "kidneys": kidneys, "medications": opioid})
    rules = [
        {rule for one in cards for rule in re.findall(r"Rule `([a-z.-]+)`", one["detail"])} for cards in (bare, told)
    ]
    expect({"renal.unknown", "interactions.list-not-reviewed"} <= rules[0], "what was not sent is told to be missing")
    expect({"renal.below-thirty", "interactions.opioids"} <= rules[1], "what was sent is judged")
    expect(not any("suggestions" in one for one in (*bare, *told)), "a stranger is offered no dose")


def _fetched(entry: Play, sent: list[Message]) -> None:
    """The same call without its patient: Lentus asks the record's FHIR server, and answers the same."""
    cards = entry.call("order-sign", draft(dosage(MG, 4), medicine=TABLET), without=True)
    expect([one["summary"] for one in cards] == [one["summary"] for one in sent], "what was not sent is fetched")
    expect(entry.record and f"/fhir/Patient/{entry.patient['id']}" in entry.record.asked, "the FHIR server was asked")
    entry.say("the patient was fetched from the record's FHIR server")


def _read_back(entry: Play) -> None:
    """What was stored, as the demo clinic's administrator sees it."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    sign_in = opener.open(f"{entry.url}/sign-in", timeout=30).read().decode()
    token = re.search(r'name="csrf" value="([^"]+)"', sign_in)
    expect(token, "this is no demo clinic: its administrator finds the answers under Administration, Cards")
    assert token is not None
    form = urlencode({"csrf": token[1], "person": "administrator", "back": "/admin"}).encode()
    opener.open(Request(f"{entry.url}/sign-in/demo", form, {"origin": entry.url}), timeout=30).read()
    page = opener.open(f"{entry.url}/admin/cards", timeout=30).read().decode()
    expect(page.count(entry.comment) == 1, "the override is kept, once, with its comment")
    expect("<td>accepted</td>" in page, "the acceptance is kept")
    entry.say("stored: one acceptance and one override, as Administration, Cards shows them")


def main() -> int:
    """Play, and say where it went wrong."""
    parser = argparse.ArgumentParser(description="Plays a record's order entry against a running Lentus.")
    parser.add_argument("--url", help="A demo clinic that is being served; without it, one is served for this trial.")
    parser.add_argument("--number", default=NUMBER, help="The patient's number, as the chart shows it.")
    parser.add_argument("--born", default=BORN, help="The patient's date of birth.")
    asked = parser.parse_args()
    try:
        if asked.url:
            play(Play(asked.url.rstrip("/"), asked.number, asked.born))
        else:
            from scripts.cds_served import served

            with served(Play("", asked.number, asked.born)) as entry:
                play(entry)
    except Unexpected as error:
        sys.stdout.write(f"NOT AS IT SHOULD BE: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
