"""What the PDF reader does with damaged files: whether anything is read otherwise without a warning.

    python benchmarks/damage.py [FOLDER] [SEEDS]

Each PDF is damaged in several ways, each with so many seeds, and read without OCR. Printed is how many were refused,
read as the sound file is, read with a warning, and read otherwise without one; of these last the whole record is
made, and its amounts, accounts and dates compared with those of the sound file.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel

from extract.document import Document
from extract.errors import ReadError
from extract.model import Account, DateField, Money
from extract.pipeline import read_contract
from extract.readers import ReadOptions, read_bytes
from extract.rulepack import load_rules

_STREAM = re.compile(rb"stream\r?\n(.{40,}?)endstream", re.DOTALL)
_COLUMNS = ("refused", "same", "same, warned", "other, warned", "other, silent", "values differ")


def many_bytes(content: bytearray, chance: random.Random) -> None:
    """Overwrite sixty bytes anywhere."""
    _overwrite(content, chance, 60)


def few_bytes(content: bytearray, chance: random.Random) -> None:
    """Overwrite five bytes anywhere."""
    _overwrite(content, chance, 5)


def one_byte(content: bytearray, chance: random.Random) -> None:
    """Overwrite one byte anywhere."""
    _overwrite(content, chance, 1)


def cut_off(content: bytearray, chance: random.Random) -> None:
    """Cut the end off."""
    del content[chance.randrange(len(content) // 4, len(content)) :]


def empty_block(content: bytearray, chance: random.Random) -> None:
    """Fill a disk block with zeros."""
    start = chance.randrange(len(content) // 512) * 512
    content[start : start + 512] = bytes(len(content[start : start + 512]))


def one_stream(content: bytearray, chance: random.Random) -> None:
    """Overwrite four bytes in the middle of one stream."""
    start, end = chance.choice([match.span(1) for match in _STREAM.finditer(content)])
    place = chance.randrange(start, end - 4)
    content[place : place + 4] = chance.randbytes(4)


def _overwrite(content: bytearray, chance: random.Random, count: int) -> None:
    for _ in range(count):
        content[chance.randrange(len(content))] = chance.randrange(256)


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    many_bytes,
    few_bytes,
    one_byte,
    cut_off,
    empty_block,
    one_stream,
)


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "corpus/formats")
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    print(f"{'':44}" + "".join(f"{name:>15}" for name in _COLUMNS))
    for path in sorted(folder.glob("*.pdf")):
        content = path.read_bytes()
        sound = _read(content)
        for way in WAYS:
            found = Counter(outcome for seed in range(seeds) for outcome in _outcomes(content, sound, way, seed))
            name = f"{path.name[:30]} {way.__name__}"
            print(f"{name:44}" + "".join(f"{found[column]:15}" for column in _COLUMNS), flush=True)


def _outcomes(
    content: bytes, sound: Document, way: Callable[[bytearray, random.Random], None], seed: int
) -> Iterator[str]:
    damaged = bytearray(content)
    way(damaged, random.Random(seed))
    try:
        document = _read(bytes(damaged))
    except ReadError:
        yield "refused"
        return
    same = document.text == sound.text
    if document.warnings:
        yield "same, warned" if same else "other, warned"
        return
    yield "same" if same else "other, silent"
    if not same and (lost := _values(document) ^ _values(sound)):
        print(way.__name__, seed, *sorted(lost), file=sys.stderr)
        yield "values differ"


def _read(content: bytes) -> Document:
    return read_bytes(content, "damaged.pdf", options=ReadOptions(ocr="never"))


def _values(document: Document) -> set[str]:
    return set(_found(read_contract(document, load_rules()).record))


def _found(part: object) -> Iterator[str]:
    if isinstance(part, (Money, DateField)):
        yield str(part.value)
    elif isinstance(part, Account) and part.number is not None:
        yield part.number.value
    if isinstance(part, BaseModel):
        for _, value in part:
            yield from _found(value)
    elif isinstance(part, tuple):
        for item in part:
            yield from _found(item)


if __name__ == "__main__":
    main()
