"""Records built by hand, from the few values that a check reads: `{total = "100", payments = [{share = "0.3"}]}`."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from extract.model import (
    Account,
    Annex,
    Blank,
    Clause,
    Copies,
    DateField,
    DecimalField,
    DocumentInfo,
    Guarantee,
    Law,
    LineItem,
    Money,
    Party,
    Payment,
    Penalty,
    Record,
    Span,
    TextField,
    Total,
)

_INFO = DocumentInfo(path="t.txt", sha256="", media_type="text/plain", reader="text", characters=0)


def built(values: dict[str, Any]) -> Record:
    """Return the record that holds `values`; every value stands in a place of its own."""
    return _Builder(values.get("unsure", [])).record(values)


class _Builder:
    def __init__(self, unsure: list[str]) -> None:
        self.places = count(0, 10)
        self.unsure = unsure
        """Words that OCR is half sure of."""

    def evidence(self, words: str) -> dict[str, Any]:
        start = next(self.places)
        spans = (Span(start=start, end=start + max(len(words), 1)),)
        return {"text": words, "spans": spans, "confidence": 0.5 if words in self.unsure else 1.0}

    def text(self, words: str | None) -> TextField | None:
        return None if words is None else TextField(value=words, **self.evidence(words))

    def texts(self, words: list[str]) -> tuple[TextField, ...]:
        return tuple(TextField(value=word, **self.evidence(word)) for word in words)

    def date(self, value: str | None) -> DateField | None:
        return None if value is None else DateField(value=value, **self.evidence(value))

    def money(self, value: str | None) -> Money | None:
        return None if value is None else Money(value=Decimal(value), **self.evidence(value))

    def pair(self, pair: dict[str, Any]) -> Money:
        """Return an amount in digits and uppercase; an uppercase amount that could not be read has no value."""
        digits, uppercase = pair.get("digits"), pair.get("uppercase")
        read = pair.get("uppercase_value")
        agree = None if read is None or digits is None else Decimal(read) == Decimal(digits)
        return Money(
            value=Decimal(digits or read or 0),
            digits=self.text(digits),
            uppercase=self.text(uppercase),
            digits_value=Decimal(digits) if digits else None,
            uppercase_value=Decimal(read) if read else None,
            agree=agree,
            **self.evidence(digits or uppercase or ""),
        )

    def total(self, values: dict[str, Any]) -> Total | None:
        if "total" not in values:
            return None
        others = tuple(Money(value=Decimal(other), **self.evidence(other)) for other in values.get("others", []))
        foreign = tuple(
            Money(value=Decimal(other), currency="USD", **self.evidence(other)) for other in values.get("foreign", [])
        )
        return Total(value=Decimal(values["total"]), others=others + foreign, **self.evidence(values["total"]))

    def payment(self, values: dict[str, Any]) -> Payment:
        share = values.get("share")
        basis = values.get("basis", "stated") if share is not None else None
        return Payment(
            share=DecimalField(value=Decimal(share), **self.evidence(share)) if share is not None else None,
            share_basis=basis,
            amount=self.money(values.get("amount")),
            remainder=values.get("remainder", False),
            cumulative=values.get("cumulative", False),
            recurs=values.get("recurs"),
            base=self.text(values.get("base")),
            due_on=self.date(values.get("due_on")),
            **self.evidence("支付"),
        )

    def penalty(self, values: dict[str, Any]) -> Penalty:
        words = values.get("rate_words")
        return Penalty(
            liable=values["liable"],
            breach=values["breach"],
            rate=self.number(values.get("rate")),
            rate_words=Decimal(words) if words is not None else None,
            base=values.get("base"),
            amount=self.money(values.get("amount")),
            per=values.get("per", "once"),
            **self.evidence(values.get("text", "违约金")),
        )

    def guarantee(self, values: dict[str, Any]) -> Guarantee:
        return Guarantee(
            kind=values["kind"],
            rate=Decimal(values["rate"]) if "rate" in values else None,
            amount=self.money(values.get("amount")),
            form=self.text(values.get("form")),
            return_terms=self.text(values.get("return_terms")),
            forfeiture=self.text(values.get("forfeiture")),
            late_return=self.text(values.get("late_return")),
            **self.evidence(values.get("text", "保证金")),
        )

    def number(self, value: str | None) -> DecimalField | None:
        return None if value is None else DecimalField(value=Decimal(value), **self.evidence(value))

    def item(self, values: dict[str, Any], sections: dict[str, TextField]) -> LineItem:
        """Return a row; rows of one section share its heading."""
        section = values.get("section")
        if section is not None and section not in sections:
            sections[section] = TextField(value=section, **self.evidence(section))
        return LineItem(
            section=sections[section] if section is not None else None,
            sequence=self.text(values.get("sequence")),
            quantity=self.number(values.get("quantity")),
            unit_price=self.number(values.get("unit_price")),
            amount=self.number(values.get("amount")),
            **self.evidence("一行"),
        )

    def party(self, values: dict[str, Any]) -> Party:
        accounts = tuple(
            Account(
                number=self.text(entry.get("number")),
                holder=self.text(entry.get("holder")),
                bank=self.text(entry.get("bank")),
                complete=entry.get("complete", True),
            )
            for entry in values.get("accounts", [])
        )
        addresses = self.texts(values.get("addresses", []))
        return Party(
            role=values["role"],
            labels=self.texts(values.get("labels", [])),
            name=self.text(values.get("name")),
            address=addresses[0] if addresses else None,
            addresses=addresses,
            postcode=self.text(values.get("postcode")),
            phones=self.texts(values.get("phones", [])),
            tax_id=self.text(values.get("tax_id")),
            legal_representative=self.text(values.get("legal_representative")),
            authorized_representative=self.text(values.get("authorized_representative")),
            signed_on=self.date(values.get("signed_on")),
            names=self.texts(values.get("names", [])),
            aliases=self.texts(values.get("aliases", [])),
            accounts=accounts,
        )

    def annex(self, number: str, present: bool) -> Annex:
        """Return an annex of the list in the contract, which the file holds (`present`) or does not."""
        title = TextField(value=f"附件{number}", **self.evidence("附件"))
        return Annex(number=number, title=title, announced=True, present=present)

    def record(self, values: dict[str, Any]) -> Record:
        copies = values.get("copies")
        sections: dict[str, TextField] = {}
        return Record(
            document=_INFO.model_copy(
                update={key: values[key] for key in ("unfilled", "ocr_pages", "damaged_pages") if key in values}
            ),
            blanks=tuple(
                Blank(label=label, section="body", **self.evidence("____")) for label in values.get("blanks", [])
            ),
            credit_codes=self.texts(values.get("credit_codes", [])),
            identity_numbers=self.texts(values.get("identity_numbers", [])),
            awarded_on=self.date(values.get("awarded_on")),
            signed_on=self.date(values.get("signed_on")),
            signing_dates=tuple(DateField(value=v, **self.evidence(v)) for v in values.get("signing_dates", [])),
            parties=tuple(self.party(entry) for entry in values.get("parties", [])),
            total=self.total(values),
            amounts=tuple(self.pair(entry) for entry in values.get("amounts", [])),
            payments=tuple(self.payment(entry) for entry in values.get("payments", [])),
            penalties=tuple(self.penalty(entry) for entry in values.get("penalties", [])),
            guarantees=tuple(self.guarantee(entry) for entry in values.get("guarantees", [])),
            clauses=tuple(
                Clause(level=1, kind="other", span=Span(start=start, end=end))
                for start, end in values.get("clauses", [])
            ),
            line_items=tuple(self.item(entry, sections) for entry in values.get("items", [])),
            copies=Copies(**copies, **self.evidence("份")) if copies else None,
            laws=tuple(Law(**dict(title)) for title in self.texts(values.get("laws", []))),
            annexes=tuple(
                Annex(title=TextField(value="协议", **self.evidence("协议")), signed_on=day, signing_dates=(day,))
                for day in map(self.date, values.get("annexes", []))
                if day is not None
            )
            + tuple(self.annex(number, present) for number, present in values.get("listed_annexes", {}).items()),
        )
