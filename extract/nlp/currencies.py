"""Which currency the words around an amount name."""

from __future__ import annotations

from functools import lru_cache

from extract.rulepack import RulePack


@lru_cache(maxsize=256)
def currency_of(words: str, pack: RulePack) -> str:
    """Return the ISO code of the currency that `words` name; CNY where they name no other."""
    named = [(len(name), code) for code, name in _names_in(words, pack) if code != "CNY"]
    return max(named)[1] if named else "CNY"  # the longest, for HK$ holds $


@lru_cache(maxsize=256)
def currency_place(words: str, pack: RulePack) -> int | None:
    """Return where in `words` the first name of a currency (¥, 人民币) stands, or None."""
    capitals = words.upper()
    return min((capitals.find(name) for _, name in _names_in(words, pack)), default=None)


def _names_in(words: str, pack: RulePack) -> list[tuple[str, str]]:
    capitals = words.upper()
    currencies = pack.table("money.currencies")
    return [(code, name) for code, names in currencies.items() for name in names if name in capitals]
