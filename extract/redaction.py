"""Masks personal data in a record and its text: phones, identity numbers, people's names, e-mails, middles of accounts.

A mask has the length of what it covers, so that every span stays right: 张*, 138****1234, 6222************1234.
What is masked is known from the record's own fields and from the recognisers run over the whole text; each value is
then masked wherever it stands, however it is spaced. The contract's path is left as it is: it names the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import regex
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from extract.document import Document
from extract.errors import KanheError
from extract.model import Party, Record, Span, TextField
from extract.nlp.identifiers import overlaps
from extract.nlp.mentions import Text
from extract.nlp.names import is_person_name
from extract.nlp.personal import find_likely_names, find_personal_names
from extract.nlp.pipeline import find_mentions
from extract.output_folder import RECORDS
from extract.rulepack import RulePack
from extract.structure.flow import build_flow
from extract.width import fold_width

MASK = "*"
Kind = Literal["name", "phone", "account", "identity", "email", "handle"]
_KEPT: Mapping[Kind, tuple[int, int]] = {
    "phone": (3, 4),
    "account": (4, 4),
    "identity": (3, 4),
    "email": (1, 0),
    "handle": (1, 2),
}
"""How many characters stay at the start and at the end of a long value; of a short one, `_SHORT_KEPT` at the end."""
_LONG: Mapping[Kind, int] = {"phone": 10, "account": 12, "identity": 15, "email": 1, "handle": 5}
_SHORT_KEPT = 2
_SHORTEST: Mapping[Kind, int] = {"name": 2, "phone": 7, "account": 6, "identity": 7, "email": 3, "handle": 5}
"""Anything shorter is a hot line, an extension or a slip, and would mask what it is not."""
_LAYOUT = re.compile(r"[\s\-—–]")
_GAP = r"[\s\-—–]{0,3}"
_LONGEST_PERSON = 4
_MARKED = b'"redacted": true'
"""How a masked record says so in its file; text of a contract cannot, its quotation marks are escaped there."""
_OURS = frozenset(
    {"path", "sha256", "rule", "code", "reader", "media_type", "schema_version", "kind", "unit", "currency"}
    | {"basis", "citations", "problems"}
)
"""Fields whose words are ours, and the contract's path."""
_Part = TypeVar("_Part", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class _Secret:
    """A value to mask: what it is, and its characters without layout."""

    kind: Kind
    characters: str


def redact(record: Record, text: str, pack: RulePack) -> tuple[Record, str]:
    """Return the record and its text with personal data masked, every span still right.

    Raises nothing; a record that was redacted before comes back as it is.
    """
    masker = _Masker({*_of_record(record, pack), *_of_text(text, record, pack)}, pack)
    masked = masker.mask(text)
    covered = _covered(record, masker, masked)
    document = covered.document.model_copy(update={"redacted": True})
    return covered.model_copy(update={"document": document}), masked


def refuse_unmasked(output: Path) -> None:
    """Raise KanheError when `output` holds results of a run that masked nothing: they would stay beside masked ones."""
    records = (path for path in (output / RECORDS).rglob("*.json") if path.is_file())
    if any(_MARKED not in path.read_bytes() for path in records):
        raise KanheError(f"{output}：其中已有未遮盖个人信息的结果，请另选输出目录")


# -- what is personal -------------------------------------------------------------------------------------


def _of_record(record: Record, pack: RulePack) -> Iterator[_Secret]:
    for party in record.parties:
        for kind, field in _fields(party):
            if field is not None:
                yield from _secrets(kind, (field.value, field.text))
        names = (party.name, *party.names, *party.aliases, *(account.holder for account in party.accounts))
        yield from _secrets("name", (name.value for name in names if name is not None and _is_person(name.value, pack)))
    yield from _secrets("name", (field.value for field in record.signatories))
    yield from _secrets("identity", (field.value for field in record.identity_numbers))


def _fields(party: Party) -> Iterator[tuple[Kind, TextField | None]]:
    yield from (("name", party.legal_representative), ("name", party.authorized_representative))
    yield from (("phone", phone) for phone in (*party.phones, party.fax))
    yield "email", party.email
    for contact in party.contacts:
        yield from (("name", contact.name), ("phone", contact.phone), ("email", contact.email))
    yield from (("account", account.number) for account in party.accounts)


def _is_person(name: str, pack: RulePack) -> bool:
    surnames = (*pack.words("names.surnames"), *pack.words("names.compound_surnames"))
    return 1 < len(name) <= _LONGEST_PERSON and name.startswith(surnames) and is_person_name(name, pack)


def _of_text(text: str, record: Record, pack: RulePack) -> Iterator[_Secret]:
    """Yield what the recognisers find anywhere in the text, read as one flow: also in no field of the record."""
    info = record.document
    flow = build_flow(Document(info.path, info.sha256, info.media_type, info.reader, text), pack).text
    mentions = find_mentions(flow, pack)
    kinds: tuple[tuple[Kind, tuple[Text, ...]], ...] = (
        ("phone", mentions.phones),
        ("account", mentions.accounts),
        ("email", mentions.emails),
        ("name", mentions.people),
    )
    for kind, found in kinds:
        yield from _secrets(kind, (flow[mention.start : mention.end] for mention in found))
    for written in (flow, fold_width(text)):  # in the flow lines are joined, in the text columns are as they were
        yield from _secrets("name", find_personal_names(written, pack))
    likely = (name for name in find_likely_names(flow, pack) if not overlaps(name, mentions.organisations))
    yield from _secrets("name", (name.value for name in likely))
    for match in pack.pattern("redaction.identity").finditer(flow):
        yield from _secrets("identity", (match[0],))
    for match in pack.pattern("redaction.labelled_identity").finditer(flow):
        yield from _secrets("identity", (match["value"],))
    for match in pack.pattern("redaction.handle").finditer(flow):
        yield from _secrets("handle", (match["value"] or match["bare"],))
    for match in pack.pattern("redaction.international_phone").finditer(flow):
        yield from _secrets("phone", (match[0],))


def _secrets(kind: Kind, values: Iterable[str]) -> Iterator[_Secret]:
    for value in values:
        characters = _LAYOUT.sub("", fold_width(value))
        if len(characters) >= _SHORTEST[kind] and MASK not in characters:
            yield _Secret(kind, characters)


# -- masking ----------------------------------------------------------------------------------------------


class _Masker:
    """Masks a set of secrets in any string."""

    def __init__(self, secrets: set[_Secret], pack: RulePack) -> None:
        self._kinds: dict[str, Kind] = {}
        for secret in sorted(secrets, key=lambda secret: (secret.kind, secret.characters)):
            self._kinds.setdefault(secret.characters, secret.kind)
        longest_first = sorted(self._kinds, key=lambda characters: (-len(characters), characters))
        self._pattern = regex.compile("|".join(map(_spaced, longest_first))) if longest_first else None
        self._identity = pack.pattern("redaction.identity")

    def mask(self, text: str) -> str:
        """Return `text`, of the same length, with every secret masked."""
        folded = fold_width(text)
        result = list(text)
        if self._pattern is not None:
            for match in self._pattern.finditer(folded):
                _cover(result, folded, match.span(), self._kinds[_LAYOUT.sub("", match[0])])
        for match in self._identity.finditer(folded):
            _cover(result, folded, match.span(), "identity")
        return "".join(result)


def _spaced(characters: str) -> str:
    """Return a pattern of the characters with layout between them; a number ends where its digits end."""
    body = _GAP.join(map(regex.escape, characters))
    before = r"(?<!\d)" if characters[0].isdigit() else ""
    after = r"(?!\d)" if characters[-1].isdigit() else ""
    return f"{before}{body}{after}"


def _cover(result: list[str], folded: str, span: tuple[int, int], kind: Kind) -> None:
    places = [place for place in range(*span) if not _LAYOUT.match(folded[place])]
    if kind == "name":
        hidden = places[1:]
    elif kind == "email":
        at = next((place for place in places if folded[place] == "@"), span[1])
        hidden = [place for place in places[1:] if place < at]
    elif len(places) < _LONG[kind]:
        hidden = places[:-_SHORT_KEPT]
    else:
        head, tail = _KEPT[kind]
        hidden = places[head:-tail]
    for place in hidden:
        result[place] = MASK


def _covered(part: _Part, masker: _Masker, text: str) -> _Part:
    """Return a part of the record with what the contract says masked; words as written are taken anew from `text`."""
    changed = {
        name: _masked(getattr(part, name), masker, text)
        for name, field in type(part).model_fields.items()
        if name not in _OURS and not _is_coded(field)
    }
    spans: tuple[Span, ...] = getattr(part, "spans", ())
    if isinstance(changed.get("text"), str) and spans:
        changed["text"] = text[spans[0].start : spans[0].end]
    return part.model_copy(update=changed)


def _is_coded(field: FieldInfo) -> bool:
    """Tell whether a field holds one of the model's own words or a date: neither names anybody."""
    parts = (field.annotation, *get_args(field.annotation))
    return bool(field.metadata) or any(get_origin(part) in (Literal, Annotated) for part in parts)


def _masked(value: Any, masker: _Masker, text: str) -> Any:
    if isinstance(value, str):
        return masker.mask(value)
    if isinstance(value, tuple):
        return tuple(_masked(item, masker, text) for item in value)
    return _covered(value, masker, text) if isinstance(value, BaseModel) else value
