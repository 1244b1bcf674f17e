"""Every character has one width and one form, and no offset moves."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from extract.width import close_up, fold_width


@given(st.text())
def test_the_length_stays(text: str) -> None:
    assert len(fold_width(text)) == len(text)


def test_radicals_become_the_characters_that_they_stand_for() -> None:
    assert fold_width("⼀⼈⼄⽅⽇⽉⾦⼤⾏⽤⼯⼾⾄⻓⻔⺠") == "一人乙方日月金大行用工户至长门民"


def test_every_kangxi_radical_folds() -> None:
    radicals = [chr(code) for code in range(0x2F00, 0x2FD6)]
    folded = fold_width("".join(radicals))
    assert all("\u4e00" <= character <= "\u9fff" for character in folded)
    different = {r for r, f in zip(radicals, folded, strict=True) if unicodedata.normalize("NFKC", r) != f}
    assert different == {"⼾"}


def test_punctuation_without_a_half_width_form_stays() -> None:
    assert fold_width("。、《》“”【】") == "。、《》“”【】"
    assert fold_width("（１，２３４．５６％：；）") == "(1,234.56%:;)"


def test_closing_up_leaves_out_the_layout() -> None:
    assert close_up("履约保证金　为\n合同总价的 １０％\u200b") == "履约保证金为合同总价的10%"
