"""Where the sides of a signature page begin that were copied line by line: 甲方(章) 乙方(章) 地址:… 地址:….

The parties come first, none with anything of its own, and then every label once for each of them. With a line to each
they can be dealt out in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extract.rulepack import RulePack
from extract.structure.breaking import label_before
from extract.structure.lines import label_keys

_COLON = re.compile(":")
_SENTENCE = re.compile(r"[。;,、]")


def head_breaks(line: str, pack: RulePack) -> Iterator[int]:
    """Yield where parties without anything of their own begin in the half-width `line`, and where the last one ends."""
    for match in pack.pattern("structure.party_heads").finditer(line):
        yield from match.starts("head")
        yield match.end()


def glued_breaks(line: str, pack: RulePack) -> Iterator[int]:
    """Yield the same for a line that kept its line break, and where a label is said anew: 电话:1234电话:5678.

    Nothing parts them: white space is between columns there, and walls between cells.
    """
    if "|" in line:
        return
    labels = label_keys(pack)
    heads = pack.pattern("structure.party_heads").match(line)
    if heads is not None and not any(map(str.isspace, heads[0])):
        yield from heads.starts("head")
        yield heads.end()
    for one, two in pairwise(match.start() for match in _COLON.finditer(line)):
        if line[one - 2 : one] != line[two - 2 : two] or _SENTENCE.search(line, one, two):
            continue
        before = label_before(line, one, labels)
        anew = label_before(line, two, labels, before[1]) if before is not None else None
        if before is None or anew is None or line[before[0] : one] != line[anew[0] : two]:
            continue
        if not line[anew[0] - 1].isspace():
            yield anew[0]
