"""What pictures and PDF files say beside what they show, and what of it the gate finds."""

from __future__ import annotations

import codecs

import pytest

from kb.site.private.beside import written_in
from kb.site.private.gate import Gate, Watched, scan_site

ACCOUNT, KEY = "U7654321", "k3y-of-broker"
WATCHED = Watched(secrets={KEY: "a secret"}, values={ACCOUNT: "a value"})
JPEG = b"\xff\xd8\xff\xe1\0\x40Exif\0\0"
WIDE = codecs.BOM_UTF16_BE + ACCOUNT.encode("utf-16-be")


def found(data: bytes) -> list[str]:
    return [f"{one.what}: {one.found}" for one in scan_site([("a", data)], Gate(WATCHED))]


def png(kind: bytes, data: bytes) -> bytes:
    """A picture with one chunk, whose checksum looks like letters."""
    return b"\x89PNG\r\n\x1a\n" + len(data).to_bytes(4, "big") + kind + data + b"abcd"


@pytest.mark.parametrize(
    "data",
    [
        JPEG + f"account {ACCOUNT}".encode() + b"\0\xff",
        JPEG + b"UNICODE\0" + ACCOUNT.encode("utf-16-le") + b"\0\0",
        b"GIF89a\0\xff!\xfe\x08U7654321\0;",
        png(b"tEXt", b"Comment\0of " + ACCOUNT.encode()),
        b"%PDF-1.7\n\xe2\0\n<</Title (May, U7654321)>>",
        b"%PDF-1.7\n<</Title <" + WIDE.hex(" ").upper().encode() + b">>>",
        b"%PDF-1.7\n<</Title <" + WIDE.hex().encode() + b"5>>>",
        b"%PDF-1.7\n<</Title (" + "".join(f"\\{one:03o}" for one in WIDE).encode() + b")>>",
        b"%PDF-1.7\n<</Title (\\376\\377" + "".join(f"\\000{one}" for one in ACCOUNT).encode() + b")>>",
        b"%PDF-1.7\n\xe2<</Title (" + WIDE + b")>>",
    ],
)
def test_a_value_is_found_in_what_stands_beside_a_picture(data: bytes) -> None:
    assert found(data) == ["This holds a value: "]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (KEY, "This holds a secret: "),
        ("AKIA" + "IOSFODNN7EXAMPLE", "This holds an AWS access key: AKIA…"),
        ("/home/jan/pictures", "This holds a home folder: /hom…"),
    ],
)
def test_secrets_and_what_looks_like_one_are_found_there(text: str, told: str) -> None:
    assert found(JPEG + b"\xe9" + text.encode() + b"\xe9") == [told]


def test_what_a_picture_shows_is_not_searched() -> None:
    pixels = png(b"IDAT", b"\0" + KEY.encode())

    assert found(pixels) == []
    assert found(JPEG + b"password = none") == []


def test_other_files_are_as_they_are() -> None:
    assert written_in(b"<FEFF0041>") == b"<FEFF0041>"
    assert written_in(b"\x89PNG\r\n\x1a\n\0\0") == b""
