"""What a contract states about money, as entries and laws of the ledger.

A law whose scope the record does not settle (is this 合计 the price of the contract, or of one month?) is laid down
only where it holds, or where one slip of the pen explains why it does not.
"""

from __future__ import annotations

from decimal import Decimal

from extract.checks.item_entries import state_items
from extract.checks.ledger import Ledger
from extract.checks.payment_entries import state_payments
from extract.checks.statements import TOTAL, in_side_agreement, plausible, rounding, state
from extract.model import Evidence, Record
from extract.rulepack import RulePack
from extract.width import close_up

_WHOLE_YUAN = Decimal("0.5")
"""Yuan. A tax without fen was rounded, however many noughts stand behind its point."""


def build_ledger(record: Record, pack: RulePack) -> Ledger:
    """Return all entries and laws of a contract."""
    ledger = Ledger()
    tolerance = pack.threshold("checks.amount_tolerance")
    _state_total(ledger, record, pack)
    state_payments(ledger, record, pack, tolerance)
    state_items(ledger, record, pack, tolerance)
    _state_parts(ledger, record, tolerance, pack.threshold("checks.same_price_within"))
    _state_taxes(ledger, record, pack, tolerance)
    _state_guarantees(ledger, record, pack)
    _state_pairs(ledger, record)
    return ledger


# --- amounts -----------------------------------------------------------------------------------------------


def _state_total(ledger: Ledger, record: Record, pack: RulePack) -> None:
    total = record.total
    if total is None:
        return
    state(ledger, TOTAL, "total", total, "合同总价")
    cells = [item.amount for item in record.line_items if item.amount is not None]
    rows = [span for row in (*record.subtotals, *cells) for span in row.spans]
    for other in total.others:
        in_row = any(row.start < s.end and s.start < row.end for row in rows for s in other.spans)
        own = not plausible(other.value, total.value) and in_side_agreement(other, record, pack)
        if other.currency == total.currency and not in_row and not own:
            state(ledger, TOTAL, "total", other, "另一处所写合同总价")


def _state_parts(ledger: Ledger, record: Record, tolerance: Decimal, within: Decimal) -> None:
    """Enter the parts that the sentence of the price names (其中设备款、服务款), where they are meant to be all of it.

    Instalments and bonds are none; parts that come to far less than the price are some of them.
    """
    total = record.total
    if total is None or not total.parts:
        return
    told = [p.amount for p in record.payments] + [g.amount for g in record.guarantees]
    taken = {money.spans[0] for money in told if money is not None}
    summed = sum((part.value for part in total.parts), Decimal(0))
    if summed < total.value * (1 - within) or any(part.spans[0] in taken for part in total.parts):
        return
    names = [f"part {index}" for index in range(len(total.parts))]
    for name, part in zip(names, total.parts, strict=True):
        state(ledger, name, "item", part, f"其中「{part.text.strip()}」")
    rounded = sum((rounding(part, tolerance) for part in total.parts if part.unit != "元"), tolerance)
    ledger.sum("AMT005", names, TOTAL, rounded)


def _state_pairs(ledger: Ledger, record: Record) -> None:
    """Enter every other amount that stands in digits and in uppercase: the two forms must agree."""
    entered = {entry.mention for entry in ledger.entries}
    for money in record.amounts:
        if money.digits is not None and money.uppercase is not None and money.spans[0].start not in entered:
            state(ledger, f"amount {money.spans[0].start}", "other", money, "金额")


# --- tax ---------------------------------------------------------------------------------------------------


def _state_taxes(ledger: Ledger, record: Record, pack: RulePack, tolerance: Decimal) -> None:
    """Enter net price, tax and rate: net + tax = gross, rate × net = tax."""
    total = record.total
    if total is None or (total.net is None and total.tax_amount is None):
        return
    if total.tax is not None and total.tax.value == "excluded":
        return
    if total.net is not None:
        state(ledger, "net", "net", total.net, "不含税金额")
    if total.tax_amount is not None:
        state(ledger, "tax", "tax", total.tax_amount, "税额")
    ledger.sum("AMT008", ["net", "tax"], TOTAL, tolerance)
    if total.tax_rate is not None and not _has_mixed_rates(record, pack):
        ledger.enter("tax rate", "tax_rate", total.tax_rate.value, total.tax_rate, "税率")
        stated = [m for m in (total.net, total.tax_amount) if m is not None]
        exact = [max(rounding(m, tolerance), _WHOLE_YUAN if m.value % 1 == 0 else tolerance) for m in stated]
        ledger.product("AMT008", ["tax rate", "net"], "tax", max(exact) + tolerance)


def _has_mixed_rates(record: Record, pack: RulePack) -> bool:
    """Tell whether net and tax fit the price, but no single lawful rate: the goods are taxed at different rates."""
    total = record.total
    if total is None or total.net is None or total.tax_amount is None or total.net.value == 0:
        return False
    if total.net.value + total.tax_amount.value != total.value:
        return False
    implied = total.tax_amount.value / total.net.value
    lawful = {Decimal(rate) for row in pack.rows("tax_rates") for rate in row["rates"]}
    return all(abs(implied - rate) > Decimal("0.0005") for rate in lawful)


# --- guarantees --------------------------------------------------------------------------------------------


def _state_guarantees(ledger: Ledger, record: Record, pack: RulePack) -> None:
    """Enter bonds and deposits: rate × total = amount, where the text says that the rate is of the contract price."""
    entered = {entry.mention for entry in ledger.entries}
    for index, guarantee in enumerate(record.guarantees):
        money = guarantee.amount
        if money is None or money.spans[0].start in entered:
            continue
        label = pack.table("checks.guarantee_names")[guarantee.kind][0]
        state(ledger, f"guarantee {index}", "guarantee", money, f"{label}金额")
        if guarantee.rate is None or record.total is None or money.currency != record.total.currency:
            continue
        right = guarantee.rate * record.total.value
        if plausible(money.value, right) or pack.pattern("checks.of_the_total").search(close_up(guarantee.text)):
            place: Evidence = guarantee
            ledger.enter(f"guarantee rate {index}", "share", guarantee.rate, place, f"{label}比例")
            law = [f"guarantee rate {index}", TOTAL]
            ledger.product("PAY003", law, f"guarantee {index}", rounding(money, Decimal("0.01")))
