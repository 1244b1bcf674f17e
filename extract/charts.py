"""Chinese characters in matplotlib's charts, also on a machine without a Chinese font: extra `kanhe[notebook]`."""

from __future__ import annotations

from extract.errors import KanheError


def use_chinese_font() -> str:
    """Put Noto Sans SC, which comes with the extra, before matplotlib's other fonts, and return its name.

    Raises KanheError when the extra is not installed.
    """
    try:
        from matplotlib import font_manager, rcParams
        from pylopdf_fonts_zh_cn import sans_path
    except ImportError as error:
        raise KanheError("图表需要 matplotlib 和中文字体，请安装：pip install 'kanhe[notebook]'") from error
    path = sans_path()
    known = next((font.name for font in font_manager.fontManager.ttflist if font.fname == str(path)), None)
    if known is None:
        font_manager.fontManager.addfont(path)
        known = font_manager.FontProperties(fname=path).get_name()
    others = [name for name in rcParams["font.sans-serif"] if name != known]
    rcParams.update({"font.family": ["sans-serif"], "font.sans-serif": [known, *others]})
    return known
