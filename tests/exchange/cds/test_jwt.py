"""A token is let in once, from a record on the list, for the address it names, while fresh, and in no other way."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from lentus.errors import ExchangeError
from lentus.exchange.cds.jwt import LONGEST_LIFE, SKEW
from lentus.exchange.cds.keys import AGAIN_AFTER_FAILURE, AGAIN_SECONDS, KEPT_SECONDS, MOST_LOOKS
from tests.exchange.cds.signing import BEGAN, ISSUER, JWKS, SERVICE, Record

HERE = (SERVICE,)


@pytest.mark.parametrize("algorithm", ["ES384", "RS384"])
def test_both_signatures_of_the_specification_are_taken(algorithm: str) -> None:
    record = Record()
    assert record.door().caller(record.token(algorithm), HERE).issuer == ISSUER


def test_the_audience_may_be_one_of_several() -> None:
    record = Record()
    assert record.door().caller(record.token(aud=["https://other.example", SERVICE]), HERE).issuer == ISSUER


WRONG: dict[str, dict[str, Any]] = {
    "issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "audience": {"aud": "https://lentus.example/cds-services/patient-view"},
    "no audience": {"aud": None},
    "empty audience": {"aud": []},
    "expired": {"iat": BEGAN - 10, "exp": BEGAN - SKEW - 1},
    "not yet": {"nbf": BEGAN + SKEW + 1},
    "a begin that is a text": {"nbf": "now"},
    "from the future": {"iat": BEGAN + SKEW + 10, "exp": BEGAN + SKEW + 60},
    "no end": {"exp": None},
    "no beginning": {"iat": None},
    "an end before its beginning": {"exp": BEGAN - 1},
    "an end that is a text": {"exp": str(BEGAN + 60)},
    "an end that is true": {"exp": True},
    "from before this server": {"iat": BEGAN - SKEW - 1, "exp": BEGAN + 60},
    "no id": {"jti": None},
    "an empty id": {"jti": ""},
    "an id that is a number": {"jti": 7},
    "an unknown key": {"kid": "other"},
    "no key": {"kid": ""},
    "the other key": {"kid": "p256"},
    "a key of another kind": {"kid": "rsa"},
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_claim_is_refused(case: str) -> None:
    record = Record()
    with pytest.raises(ExchangeError, match=r"^The token .*\.$"):
        record.door().caller(record.token(**WRONG[case]), HERE)


def test_a_token_is_good_for_five_minutes_however_long_it_says() -> None:
    """The specification bounds no life of a token; ids are remembered for so long, and for no longer."""
    record = Record()
    door, token = record.door(), record.token(exp=BEGAN + 86_400, jti="a")
    assert door.caller(token, HERE).issuer == ISSUER
    with pytest.raises(ExchangeError, match="used before"):
        door.caller(token, HERE)
    late = record.token(exp=BEGAN + 86_400, jti="b")
    record.now += LONGEST_LIFE + SKEW
    for one in (token, late):
        with pytest.raises(ExchangeError, match=f"more than {LONGEST_LIFE} s ago"):
            door.caller(one, HERE)


def test_keys_come_from_the_list_and_a_token_that_names_another_address_is_refused() -> None:
    record = Record()
    door = record.door()
    assert door.caller(record.token(header={"jku": JWKS}, jti="a"), HERE).issuer == ISSUER
    for jku in ("https://elsewhere.example/jwks.json", f"{JWKS}/", 7, None):
        with pytest.raises(ExchangeError, match=r"\(jku\)"):
            door.caller(record.token(header={"jku": jku}, jti="b"), HERE)
    assert record.asked == 1


def test_a_header_that_asks_for_more_than_is_understood_is_refused() -> None:
    record = Record()
    with pytest.raises(ExchangeError):
        record.door().caller(record.token(header={"crit": ["x"], "x": 1}), HERE)


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "PS384", "HS384", "none"])
def test_no_other_signature_is_taken(algorithm: str) -> None:
    record = Record()
    if algorithm in ("RS256", "PS384"):
        token = record.token(algorithm, "rsa")
    elif algorithm == "ES256":
        token = record.token(algorithm, "p256")
    else:
        head = json.dumps({"alg": algorithm, "kid": "ec"}).encode()
        parts = [base64.urlsafe_b64encode(one).decode().rstrip("=") for one in (head, b"{}", b"x")]
        body = base64.urlsafe_b64encode(json.dumps(record.claims()).encode()).decode().rstrip("=")
        token = f"Bearer {parts[0]}.{body}.{parts[2] if algorithm != 'none' else ''}"
    with pytest.raises(ExchangeError, match="ES384 or RS384"):
        record.door().caller(token, HERE)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Basic dTpw", "Bearer x", "Bearer a.b.c", "Bearer ..", "Bearer " + "a" * 9000]
)
def test_what_is_no_token_is_refused(header: str) -> None:
    with pytest.raises(ExchangeError):
        Record().door().caller(header, HERE)


def test_a_changed_claim_breaks_the_signature() -> None:
    record = Record()
    head, _, signature = record.token().split(".")
    other = base64.urlsafe_b64encode(json.dumps(record.claims(jti="another")).encode()).decode().rstrip("=")
    with pytest.raises(ExchangeError, match="signature is not right"):
        record.door().caller(f"{head}.{other}.{signature}", HERE)


def test_a_token_is_good_once() -> None:
    record = Record()
    door, token = record.door(), record.token()
    door.caller(token, HERE)
    with pytest.raises(ExchangeError, match="used before"):
        door.caller(token, HERE)
    record.now += LONGEST_LIFE + 3 * SKEW
    assert door.caller(record.token(jti="t-new"), HERE).issuer == ISSUER, "what can no longer be used is forgotten"
    with pytest.raises(ExchangeError):
        door.caller(token, HERE)


def test_a_refused_token_does_not_use_up_its_id() -> None:
    record = Record()
    door = record.door()
    with pytest.raises(ExchangeError):
        door.caller(record.token(jti="a", aud="https://elsewhere.example"), HERE)
    assert door.caller(record.token(jti="a"), HERE).issuer == ISSUER


def test_keys_are_fetched_once_and_looked_for_again_seldom() -> None:
    record = Record()
    door = record.door()
    for one in range(5):
        door.caller(record.token(jti=f"a{one}"), HERE)
    assert record.asked == 1
    for one in range(MOST_LOOKS + 5):
        with pytest.raises(ExchangeError):
            door.caller(record.token(jti=f"b{one}", kid="made up"), HERE)
    assert record.asked == 1 + MOST_LOOKS, "an unknown key is looked for at once, and a few times only"
    record.now += AGAIN_SECONDS + 1
    with pytest.raises(ExchangeError):
        door.caller(record.token(jti="c", kid="made up"), HERE)
    assert record.asked == 2 + MOST_LOOKS


def test_a_new_key_is_found_with_its_first_token() -> None:
    record = Record()
    door = record.door()
    door.caller(record.token(jti="a"), HERE)
    with pytest.raises(ExchangeError, match="does not publish"):
        door.caller(record.token(jti="made up", kid="made up"), HERE)
    record.keys = {**record.keys, "next": record.keys["ec"]}
    assert door.caller(record.token(key="next", jti="b"), HERE).issuer == ISSUER
    assert door.caller(record.token(jti="c"), HERE).issuer == ISSUER, "and the old one, while it is published"


def test_keys_that_cannot_be_fetched_are_told_so_and_looked_for_soon() -> None:
    record = Record()
    door = record.door()
    record.away = True
    for one in range(3):
        with pytest.raises(ExchangeError, match="cannot be fetched"):
            door.caller(record.token(jti=f"a{one}"), HERE)
    assert record.asked == 1
    record.away = False
    record.now += AGAIN_AFTER_FAILURE + 1
    assert door.caller(record.token(), HERE).issuer == ISSUER


def test_a_key_for_encryption_signs_nothing() -> None:
    record = Record()
    record.more = {"use": "enc"}
    with pytest.raises(ExchangeError, match="does not publish"):
        record.door().caller(record.token(), HERE)


def test_known_keys_outlast_a_record_that_is_away_and_then_end() -> None:
    record = Record()
    door = record.door()
    door.caller(record.token(), HERE)
    record.away = True
    record.now += AGAIN_SECONDS + 1
    with pytest.raises(ExchangeError):
        door.caller(record.token(kid="made up"), HERE)
    assert door.caller(record.token(jti="b"), HERE).issuer == ISSUER
    record.now += KEPT_SECONDS
    with pytest.raises(ExchangeError, match="cannot be fetched"):
        door.caller(record.token(jti="c"), HERE)


def test_a_withdrawn_key_ends_with_the_next_fetch() -> None:
    record = Record()
    door = record.door()
    token_of = record.token
    door.caller(token_of(), HERE)
    record.keys = {name: key for name, key in record.keys.items() if name != "ec"}
    record.now += KEPT_SECONDS + 1
    whole = Record()
    whole.now = record.now
    with pytest.raises(ExchangeError, match="does not publish"):
        door.caller(whole.token(), HERE)


def test_nothing_is_fetched_for_somebody_who_is_not_on_the_list() -> None:
    record = Record()
    with pytest.raises(ExchangeError):
        record.door().caller(record.token(iss="https://elsewhere.example"), HERE)
    assert record.asked == 0
