"""An NDC has one normal form, and a text that could be several codes is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lentus import monograph
from lentus.errors import MonographError, UnknownFactError
from lentus.monograph.ndc import normal_code, normal_product_code, same_package


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


CODES = st.tuples(digits(5), digits(4), digits(2))


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("66794-151-01", "66794-0151-01"),
        ("70121-2496-5", "70121-2496-05"),
        ("70121-2504-2", "70121-2504-02"),
        ("1234-5678-90", "01234-5678-90"),
        ("66794-0151-01", "66794-0151-01"),
        ("66794015101", "66794-0151-01"),
    ],
)
def test_printed_forms(printed: str, normal: str) -> None:
    assert monograph.normal_ndc(printed) == normal


@given(CODES)
def test_every_printed_form_of_a_code_is_that_code(parts: tuple[str, str, str]) -> None:
    labeler, product, package = parts
    whole = f"{labeler}-{product}-{package}"
    assert monograph.normal_ndc(whole) == whole
    assert monograph.normal_ndc(labeler + product + package) == whole
    assert monograph.normal_ndc(f"{labeler[1:]}-{product}-{package}") == f"0{whole[1:]}"
    assert monograph.normal_ndc(f"{labeler}-{product[1:]}-{package}") == f"{labeler}-0{product[1:]}-{package}"
    assert monograph.normal_ndc(f"{labeler}-{product}-{package[1:]}") == f"{labeler}-{product}-0{package[1:]}"


@given(digits(10))
def test_ten_plain_digits_are_ambiguous(text: str) -> None:
    with pytest.raises(MonographError) as refused:
        monograph.normal_ndc(text)
    assert str(refused.value) == (
        f"{text} has ten digits without hyphens and could be three different NDCs; "
        "write the hyphens as printed, or all eleven digits"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "66794",
        "66794-151",
        "66794-151-1",
        "6679-151-01",
        "6679-4151-1",
        "66794-15-01",
        "667941-151-01",
        "66794-15101-1",
        "66794-151-012",
        "66794 151 01",
        "66794-151-01 ",
        "66794-151-0a",
        "667940151011",
        "667940151",
        "\u0666\u0667794-151-01",
        "66794-151-01-1",
        "66794--01",
    ],
)
def test_what_is_no_ndc_is_refused(text: str) -> None:
    with pytest.raises(MonographError, match="is not an NDC; write it as printed"):
        monograph.normal_ndc(text)


@pytest.mark.parametrize(
    ("printed", "normal"),
    [("42192-631", "42192-0631"), ("17856-0620", "17856-0620"), ("1234-5678", "01234-5678")],
)
def test_product_codes(printed: str, normal: str) -> None:
    assert normal_product_code(printed) == normal
    assert normal_code(printed) == normal


@pytest.mark.parametrize("text", ["1234-567", "123-4567", "12345-67", "12345", "12345-", "123456-123", "42192-631 "])
def test_what_is_no_product_code_is_refused(text: str) -> None:
    with pytest.raises(MonographError, match="is not the labeler and product part of an NDC"):
        normal_product_code(text)


@pytest.mark.parametrize(
    ("code", "wanted", "same"),
    [
        ("66794-0151-01", "66794-0151-01", True),
        ("66794-0151-01", "66794-0151", True),
        ("66794-0151", "66794-0151-01", True),
        ("66794-0151-01", "66794-0151-02", False),
        ("66794-0151-01", "66794-015", False),
        ("66794-0151", "66794-0152", False),
    ],
)
def test_a_product_code_covers_its_packages(code: str, wanted: str, same: bool) -> None:
    assert same_package(code, wanted) is same


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("66794-151-01", ("gablofen-50-syringe",)),
        ("66794-0151-01", ("gablofen-50-syringe",)),
        ("66794015101", ("gablofen-50-syringe",)),
        ("66794-155", ("gablofen-500-syringe", "gablofen-500-vial")),
        ("70121-2504-2", ("lioresal-kit",)),
        ("70121-2496-5", ("lioresal-50",)),
        ("70121-2505-02", ("lioresal-2000-20-ml",)),
        ("62135-472-01", ("chartwell-5",)),
        ("42192-631", ("acella-cup",)),
        ("69528-302", ("ozobax-ds-237", "ozobax-ds-473")),
        ("81371-6004-1", ("bond-4000-bag",)),
        ("87519-003-90", ("lyvispah-10-relisted",)),
    ],
)
def test_products_are_found_by_code(text: str, keys: tuple[str, ...]) -> None:
    assert tuple(product.key for product in monograph.find_ndc(text)) == keys


def test_an_ndc_that_no_product_has() -> None:
    with pytest.raises(UnknownFactError, match=r"^no product has the NDC 99999-0999-99$"):
        monograph.find_ndc("99999-999-99")


def test_every_ndc_is_in_normal_form_and_belongs_to_one_product() -> None:
    codes = [code for product in monograph.products() for code in product.ndcs]
    assert codes
    assert len(set(codes)) == len(codes)
    for product in monograph.products():
        assert tuple(map(normal_code, product.ndcs_printed)) == product.ndcs
        assert tuple(map(normal_code, product.ndcs)) == product.ndcs
        for code in product.ndcs:
            assert product in monograph.find_ndc(code)
