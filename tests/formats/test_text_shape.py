"""Encodings and separators: taken as what they are, as a whole or not at all."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.builders.lists import shape_of

TEXT = "patient,name,roster\n0007,Müller,Mon 08:00-12:00; Tue 08:00-12:00; Wed 08:00-12:00\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-8"),  # left to the reader, which names the line
        (b"", "utf-8"),
    ],
)
def test_an_encoding_is_that_of_the_whole_file(data: bytes, encoding: str) -> None:
    assert shape_of(BytesIO(data)).encoding == encoding


def test_a_damaged_file_of_utf_8_does_not_pass_for_windows_1252() -> None:
    assert shape_of(BytesIO("Müller,José\n".encode() + b"Ren\xe9\n")).encoding == "utf-8"


def test_a_byte_that_windows_1252_has_not_is_left_to_the_reader() -> None:
    assert shape_of(BytesIO(b"name\nRen\xe9 \x81\n")).encoding == "utf-8"


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        (TEXT, ","),
        ("patient;name;dose\n1;Doe, Ida;0,5\n", ";"),
        ("patient\tname\tdose\n1\tDoe, Ida\t5\n", "\t"),
        ("patient|name|dose\n1|Doe, Ida|5\n", "|"),
        ("Pump list, Nov 2026\npatient;name;dose\n1;A;5\n", ";"),
        ('"patient;x;y;z",name\n', ","),
        ("patient\n", ","),
    ],
)
def test_a_separator_is_what_the_header_has_most_of(text: str, separator: str) -> None:
    assert shape_of(BytesIO(text.encode())).separator == separator


def test_a_first_line_may_name_the_separator() -> None:
    shape = shape_of(BytesIO(b"sep=;\r\npatient;name\r\n"))
    assert (shape.separator, shape.first_line) == (";", 2)
