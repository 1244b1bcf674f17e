"""Charts show Chinese characters with the font of the extra alone, whatever fonts the machine has."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from PIL import Image

from extract.charts import use_chinese_font
from extract.errors import KanheError


@pytest.fixture(autouse=True)
def _as_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Matplotlib as on a machine that has no fonts but matplotlib's own."""
    own = [font for font in font_manager.fontManager.ttflist if font.fname.startswith(mpl.get_data_path())]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", own)
    with mpl.rc_context():
        mpl.rcParams.update(mpl.rcParamsDefault)
        yield


def drawn(text: str) -> np.ndarray:
    """Return the picture of a figure that says `text`; what its fonts lack is a warning."""
    figure = Figure(figsize=(2, 1))
    figure.text(0.1, 0.4, text)
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    return np.asarray(Image.open(stream).convert("L"))


def test_matplotlib_alone_draws_every_chinese_character_alike() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert (drawn("购") == drawn("账")).all()
    assert any("missing from font" in str(warning.message) for warning in caught)


@pytest.mark.parametrize(
    "text", ["购账", "质保金（元）", "壹贰叁肆伍陆柒捌玖拾佰仟萬圆整", "5‰ 20% ￥1,234.50", "龘靐㑇"]
)
def test_every_character_is_drawn(text: str) -> None:
    use_chinese_font()
    blank = drawn("")
    pictures = [drawn(character) for character in text if not character.isspace()]
    assert all((picture != blank).any() for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == len(set(text) - {" "})


def test_other_fonts_stay_behind_it_and_a_second_call_changes_nothing() -> None:
    before = list(mpl.rcParams["font.sans-serif"])
    name = use_chinese_font()
    known = len(font_manager.fontManager.ttflist)
    assert use_chinese_font() == name
    assert len(font_manager.fontManager.ttflist) == known
    assert mpl.rcParams["font.sans-serif"] == [name, *(other for other in before if other != name)]


def test_a_minus_sign_is_drawn() -> None:
    use_chinese_font()
    figure = Figure()
    figure.subplots().plot([-1, 1], [-1, 1])
    figure.savefig(io.BytesIO(), format="png")


@pytest.mark.parametrize("missing", ["matplotlib", "pylopdf_fonts_zh_cn"])
def test_without_the_extra_it_says_what_to_install(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(KanheError, match=r"kanhe\[notebook\]"):
        use_chinese_font()
