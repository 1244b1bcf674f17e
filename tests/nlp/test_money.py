"""Amounts in running text: figures, Chinese, and both for one amount."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import hypothesis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.nlp.mentions import Money, Region
from extract.nlp.money import find_money
from extract.nlp.numerals import standard_uppercase
from extract.rulepack import RulePack, load_rules


@pytest.fixture(scope="module")
def pack() -> RulePack:
    return load_rules()


def forms(text: str, money: Money) -> tuple[str | None, str | None]:
    """Return the figures and the Chinese as they stand in `text`."""

    def written(region: Region | None) -> str | None:
        return text[region[0] : region[1]] if region else None

    return written(money.digits), written(money.uppercase)


def values(text: str, pack: RulePack) -> list[Decimal]:
    return [money.value for money in find_money(text, pack)]


def only(text: str, pack: RulePack) -> Money:
    (money,) = find_money(text, pack)
    return money


# --- figures alone -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("总价¥1803000.00。", "1803000.00", "元"),
        ("总价¥1,803,000.00元", "1803000.00", "元"),
        ("人民币1803000元", "1803000", "元"),
        ("合同金额:56.8730(万元)", "568730.00", "万元"),
        ("RMB 5000", "5000", "元"),
        ("rmb5,000", "5000", "元"),
        ("5000 RMB", "5000", "元"),
        ("5000元人民币", "5000", "元"),
        ("人民币(小写):5000", "5000", "元"),
        ("小写:5000", "5000", "元"),
        ("152.88万元", "1528800", "万元"),
        ("10.52亿元", "1052000000", "亿元"),
        ("¥152.88万", "1528800", "万元"),
        ("1.2万亿元", "1200000000000", "万亿元"),
        ("3百亿元", "30000000000", "百亿元"),
        ("2千亿元", "200000000000", "千亿元"),
        ("2千万元", "20000000", "千万元"),
        ("¥1 500元", "1500", "元"),
        ("合同金额(元):1 500", "1500", "元"),
        ("3百万元", "3000000", "百万元"),
        ("5千元", "5000", "千元"),
        ("1亿2000万元", "120000000", "亿元"),
        ("15万8000元", "158000", "万元"),
        ("3万10元", "30010", "万元"),
        ("扣500元,", "500", "元"),
        ("按300元/人/天扣减", "300", "元"),
        ("12元5角3分", "12.53", "元"),
        ("¥ 1 803 000.00", "1803000.00", "元"),
        ("1,803, 000.00元", "1803000.00", "元"),
        ("1,803,\n000.00元", "1803000.00", "元"),
        ("扣款3 00元", "300", "元"),
        ("人民币【1000000】元", "1000000", "元"),
        ("¥_5000_元", "5000", "元"),
        ("5000(元)", "5000", "元"),
        ("合同金额(元):1803000", "1803000", "元"),
        ("合同价(万元)\t152.88", "1528800", "万元"),
        ("项目总投资约10.52亿,", "1052000000", "亿元"),
        ("保额不低于300万。", "3000000", "万元"),
        ("3.2 500元违约金", "500", "元"),
        ("即Y96,600.00。", "96600", "元"),
        ("¥0.355元/度", "0.355", "元"),
        ("5000元整体验收", "5000", "元"),
    ],
)
def test_figures(text: str, value: str, unit: str, pack: RulePack) -> None:
    money = only(text, pack)
    assert money.value == money.digits_value == Decimal(value)
    assert (money.unit, money.currency) == (unit, "CNY")
    assert money.problems == ()
    assert money.uppercase is money.uppercase_value is money.agree is None


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("USD 12,000", 12000, "USD"),
        ("US$12,000.00", 12000, "USD"),
        ("12000美元", 12000, "USD"),
        ("$500", 500, "USD"),
        ("1.2万美元", 12000, "USD"),
        ("€300", 300, "EUR"),
        ("300欧元", 300, "EUR"),
        ("HK$5,000", 5000, "HKD"),
        ("港币5000元", 5000, "HKD"),
        ("8万日元", 80000, "JPY"),
        ("GBP 700", 700, "GBP"),
        ("壹万贰仟美元", 12000, "USD"),
        ("美元壹万贰仟元整", 12000, "USD"),
        ("港币伍万元整(HK$50,000.00)", 50000, "HKD"),
        ("人民币500元", 500, "CNY"),
    ],
)
def test_currencies(text: str, value: int, currency: str, pack: RulePack) -> None:
    money = only(text, pack)
    assert (money.value, money.currency) == (value, currency)


def test_every_mark_and_unit_belongs_to_a_currency(pack: RulePack) -> None:
    known = {name for names in pack.table("money.currencies").values() for name in names}
    assert {*pack.words("money.marks"), *pack.words("money.units")} - known == {"小写", "小寫"}


@pytest.mark.parametrize(
    ("text", "value", "problems"),
    [
        ("¥1370,000.00元", "1370000.00", ("malformed_grouping",)),
        ("1,80,000元", "180000", ("malformed_grouping",)),
        ("1.803.000元", "1803000", ("two_points",)),
        ("1.803.000.00元", "1803000.00", ("two_points",)),
        ("1803000.00万元", "1803000.00", ("unit_doubt",)),
        ("1,803,000万元", "1803000", ("unit_doubt",)),
        ("999,999万元", "9999990000", ()),
    ],
)
def test_malformed_figures_are_read_and_marked(
    text: str, value: str, problems: tuple[str, ...], pack: RulePack
) -> None:
    money = only(text, pack)
    assert money.value == money.digits_value == Decimal(value)
    assert money.problems == problems


@pytest.mark.parametrize(
    "text",
    [
        "2024年7月19日", "2024年度", "电话029-82282994", "3名", "每年5次", "10%", "第12条", "3.2.1",
        "共1,500份", "GB/T 1,234", "一元化管理", "元旦", "2025元旦", "三单元", "2单元", "公元2024", "状元",
        "多元", "两元论", "二元结构", "三元区政府", "三元锂电池", "万分之二", "十分之一", "十分重要",
        "扣三分", "扣叁分", "八角亭", "统一元数据", "5元组", "12元素", "2025元月5日", "3元件", "¥____元",
        "¥      元", "人民币(大写)____元整", "人民币(大写)拾万仟佰拾元角分", "人民币__拾__元", "____元",
        "【  】元", "¥元", "10余万元", "10几万元", "几十万元", "数万元", "三五万元", "百元", "人民币2024年",
        "人民币3%", "人口300万,", "面积5万平方米", "10,00元", "1 500元", "3万5元", "1.8.3元", "¥38600O.00",
        "38600O.00元", "1O.5万元", "¥S20,000", "B50,000元", "12·5万元", "1;205,860.50元", "(元):l2", "00元", "壹佰8万元", "壹佰捌拾方零叁仟元整", "大写:壹佰佰元整",
        "壹式肆份", "壹正贰副", "大写一、二", "(壹)", "5,000", "附件3(大写:", "2亿3万5千元",
        "100(壹拾个)", "基坑平整(386,000.00)",
    ],
)  # fmt: skip
def test_no_amounts(text: str, pack: RulePack) -> None:
    assert find_money(text, pack) == ()


# --- letters for digits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("l20,000元", "120000"),
        ("¥ 12O,OOO.OO元", "120000"),
        ("I20,000.50元", "120000.50"),
        ("1l0,O00元", "110000"),
        ("金额(元):12〇,000", "120000"),
        ("l,803,000元", "1803000"),
        ("每次扣2O0元", "200"),
        ("违约金lO000元", "10000"),
        ("单价5.1O元", "5.10"),
        ("O.5O元", "0.50"),
    ],
)
def test_letters_in_a_figure_are_taken_for_digits(text: str, value: str, pack: RulePack) -> None:
    money = only(text, pack)
    assert (money.value, money.problems) == (Decimal(value), ("lookalike",))


def test_a_third_form_that_differs_does_not_part_the_first_two(pack: RulePack) -> None:
    first, third = find_money("1,000元(大写:玖佰元整)(小写:800元)", pack)
    assert (first.digits_value, first.uppercase_value, third.value) == (1000, 900, 800)


def test_the_chinese_settles_what_letters_leave_in_doubt(pack: RulePack) -> None:
    for figures in ("12O,000.00", "B20,000.00", "12Z000.00"):
        money = only(f"{figures}元(大写:壹拾贰万元整)", pack)
        assert (money.value, money.uppercase_value) == (120000, 120000)
        assert money.agree is not False
    money = only("¥12O,000.00元(大写:壹拾贰万叁仟元整)", pack)
    assert (money.value, money.digits_value, money.agree) == (123000, None, None)


@pytest.mark.parametrize("figure", ["¥13O,000.00元", "¥l3O,000元", "¥210,O00.00元"])
def test_a_figure_that_no_digit_for_its_letters_makes_the_chinese_differs(figure: str, pack: RulePack) -> None:
    money = only(f"{figure}(大写:壹拾贰万元整)", pack)
    assert (money.uppercase_value, money.agree) == (120000, False)


@given(st.integers(10_000, 99_999_999), st.data())
def test_a_letter_for_a_digit_never_leaves_another_amount(yuan: int, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from((f"{yuan:,}", f"{yuan:,}.00", str(yuan))))
    places = [place for place, sign in enumerate(written) if sign in "01258"]
    hypothesis.assume(places)
    place = data.draw(st.sampled_from(places))
    letter = data.draw(st.sampled_from({"0": "OoDQ〇", "1": "lI", "2": "Zz", "5": "Ss", "8": "B"}[written[place]]))
    hypothesis.assume(place or letter in "lI")
    text = data.draw(st.sampled_from(("¥{}", "{}元", "人民币{}元整", "¥{}元,")))
    for money in find_money(text.format(written[:place] + letter + written[place + 1 :]), load_rules()):
        assert (money.value, money.problems) == (yuan, ("lookalike",))


# --- ranges ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("处500至1000元罚款", [500, 1000]),
        ("500-1000元", [500, 1000]),
        ("1-100元", [1, 100]),
        ("500元-1000元", [500, 1000]),
        ("¥500~1000", [500, 1000]),
        ("5至10万元", [50000, 100000]),
        ("5万-10万元", [50000, 100000]),
        ("5000至1万元", [5000, 10000]),
        ("五百至一千元", [500, 1000]),
        ("二十至三十万元", [200000, 300000]),
        ("壹仟元至贰仟元", [1000, 2000]),
        ("附表1-200元", [200]),
        ("1000至500元", [500]),
        ("10,00至5000元", [5000]),
        ("三五至一千元", [1000]),
    ],
)
def test_ranges_give_both_ends(text: str, expected: list[int], pack: RulePack) -> None:
    assert values(text, pack) == expected


def test_the_lower_end_has_its_own_place(pack: RulePack) -> None:
    text = "罚款人民币500至1000元"
    lower, upper = find_money(text, pack)
    assert (text[lower.start : lower.end], text[upper.start : upper.end]) == ("人民币500", "1000元")
    assert forms(text, lower) == ("500", None)


# --- Chinese alone -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("合计人民币壹佰捌拾万零叁仟元整。", "壹佰捌拾万零叁仟元整", "1803000"),
        ("大写:壹佰捌拾万", "壹佰捌拾万", "1800000"),
        ("壹佰捌拾万整", "壹佰捌拾万整", "1800000"),
        ("柒角整", "柒角整", "0.7"),
        ("伍角", "伍角", "0.5"),
        ("人民币零捌分", "零捌分", "0.08"),
        ("壹元零伍分", "壹元零伍分", "1.05"),
        ("每人十元", "十元", "10"),
        ("两万元", "两万元", "20000"),
        ("一百八十万三千元整", "一百八十万三千元整", "1803000"),
        ("人民币一百万,", "一百万", "1000000"),
        ("壹佰伍拾贰点捌捌万元", "壹佰伍拾贰点捌捌万元", "1528800"),
        ("伍拾壹万\n陆仟元整", "伍拾壹万\n陆仟元整", "516000"),
        ("大写:【壹佰万】元整", "壹佰万】元整", "1000000"),
        ("人民幣貳拾萬圓正", "貳拾萬圓正", "200000"),
        ("每缺勤壹次扣贰佰元", "贰佰元", "200"),
        ("壹次贰佰元", "贰佰元", "200"),
    ],
)
def test_chinese_amounts(text: str, written: str, value: str, pack: RulePack) -> None:
    money = only(text, pack)
    assert forms(text, money) == (None, written)
    assert money.value == money.uppercase_value == Decimal(value)
    assert money.digits_value is money.agree is None


# --- both forms --------------------------------------------------------------------------------------------

PAIRS = [
    "本合同总价人民币贰拾万零捌仟元整(¥208000.00)。",
    "¥208000.00(含税费)(大写人民币贰拾万零捌仟元整)",
    "人民币208000.00元(¥贰拾万零捌仟元整)",
    "208000.00元(¥大写:贰拾万捌仟元整)",
    "(大写)人民币贰拾万零捌仟元整(¥208,000.00)",
    "¥208,000.00元,大写:贰拾万零捌仟元整",
    "大写:贰拾万零捌仟元整 小写:¥208,000.00",
    "大写:贰拾万零捌仟元整\n小写:¥208,000.00",
    "大写:贰拾万零捌仟元整;小写:208000元",
    "大写\t贰拾万零捌仟元整\t小写\t¥208000.00",
    "总计\t¥ 208,000 (大写: 贰拾万零捌仟元整)",
    "合计\t208,000.00\t大写:贰拾万零捌仟元整",
    "合同总价(小写)\t208000元\n合同总价(大写)\t贰拾万零捌仟元整",
    "总价:208,000.00(大写:贰拾万零捌仟元整)",
    "贰拾万零捌仟元整(208,000.00)",
    "20.8万元(大写:贰拾万零捌仟圆整)",
    "人民币【208000】元(大写:【贰拾万零捌仟】元整)",
    "人民币__208000__元(大写:__贰拾万零捌仟__元整)",
    "¥208,000.00元(含6%增值税)(大写:贰拾万零捌仟元整)",
    "¥208,000.00元(含税,税率6%,大写:贰拾万零捌仟元整)",
    "贰拾万零捌仟元整,(小写)¥208000.00元",
    "人民币贰拾万零捌仟元整 RMB208,000.00",
    "208,000元/年(大写:贰拾万零捌仟元/年)",
    "208000元整,人民币:贰拾万零捌仟圆正",
    "人民幣大寫貳拾萬零捌仟圓整(小寫¥208000.00)",
    "人民币(大写)零佰贰拾零万捌仟零佰零拾零元零角零分(¥208000.00)",
    "人民币贰拾万零捌仟元整(人民币208,000元整)",
    "二十万八千元(208000元)",
    "208000.00元,即人民币贰拾万零捌仟元整",
]


@pytest.mark.parametrize("text", PAIRS)
def test_two_forms_of_one_amount_are_one_money(text: str, pack: RulePack) -> None:
    money = only(text, pack)
    assert money.value == money.digits_value == money.uppercase_value == 208000
    assert money.agree is True
    assert money.problems == ()
    digits, uppercase = forms(text, money)
    assert digits is not None
    assert uppercase is not None
    assert digits[0] in "2"
    assert uppercase[0] in "贰貳零二"
    assert money.start <= min(money.digits[0], money.uppercase[0])  # type: ignore[index]
    assert money.end == max(money.digits[1], money.uppercase[1])  # type: ignore[index]


@pytest.mark.parametrize("text", [text for text in PAIRS if "大写" in text or text.endswith((")", ")。"))])
def test_forms_that_differ_are_one_money_that_disagrees(text: str, pack: RulePack) -> None:
    """The slip is in the Chinese; a label or a closed bracket still says that both are one amount."""
    wrong = text.replace("捌仟", "柒仟").replace("八千", "七千")
    money = only(wrong, pack)
    assert money.agree is False
    assert money.value == money.digits_value == 208000
    assert money.uppercase_value == 207000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100元、大写壹佰元整", [100, 100]),
        ("甲方付100元。大写:壹佰元整", [100, 100]),
        ("100元及壹佰元", [100, 100]),
        ("单价100元,合计大写:壹仟元整", [100, 1000]),
        ("合同总价100万元,50%即伍拾万元整", [1000000, 500000]),
        ("违约金100元(一百五十元以上的除外)", [100, 150]),
        ("500元(其中:壹佰元整为押金)", [500, 100]),
        ("1\t服务器\t500元\n大写:壹仟元整", [500, 1000]),
        ("¥500.00,壹仟元整", [500, 1000]),
        ("第一期100元(壹佰元整);第二期200元(贰佰元整)", [100, 200]),
        ("¥364,150.94(不含税),含税价(大写)叁拾捌万陆仟元整(小写)¥386,000.00", ["364150.94", 386000]),
        ("1\t服务器\t2\t500元\n大写:壹仟元整\t小写:¥1000.00", [500, 1000]),
        ("5 人民币壹佰元整", [100]),
        ("贰拾万元整(3)", [200000]),
        ("(定金100元,壹仟元整)", [100, 1000]),
        ("5万元(伍万元整)", [50000]),
        ("100元" + " " * 60 + "大写:壹佰元整", [100, 100]),
    ],
)
def test_different_amounts_stay_apart(text: str, expected: list[str | int], pack: RulePack) -> None:
    found = find_money(text, pack)
    assert [money.value for money in found] == [Decimal(value) for value in expected]
    assert all(money.agree is not False for money in found)


@pytest.mark.parametrize("uppercase", ["壹佰佰元整", "壹佰捌拾方零叁仟元整", "贰拾伍拾万元整", "壹贰万元整"])
def test_unreadable_chinese_beside_figures(uppercase: str, pack: RulePack) -> None:
    for text in (f"人民币{uppercase}(¥208000.00)", f"¥208000.00(大写:{uppercase})"):
        money = only(text, pack)
        assert money.value == money.digits_value == 208000
        assert forms(text, money)[1] == uppercase
        assert money.uppercase_value is money.agree is None
        assert money.problems == ("unreadable_uppercase",)


def test_blank_uppercase_is_not_unreadable(pack: RulePack) -> None:
    money = only("人民币(大写)拾万仟佰拾元角分(¥208000.00)", pack)
    assert (money.value, money.uppercase, money.problems) == (208000, None, ())


def test_loose_speech_beside_figures_is_no_slip(pack: RulePack) -> None:
    money = only("每次50元(三五十元)", pack)
    assert (money.value, money.uppercase, money.problems) == (50, None, ())


def test_figures_whose_uppercase_is_blank(pack: RulePack) -> None:
    assert values("合同总价:386,000.00(大写:____)", pack) == [386000]


def test_unreadable_figures_beside_chinese(pack: RulePack) -> None:
    money = only("人民币贰拾万零捌仟元整(¥208,00)", pack)
    assert money.value == money.uppercase_value == 208000
    assert money.digits is not None
    assert money.digits_value is money.agree is None
    assert money.problems == ("malformed_grouping",)


def test_a_full_figure_before_myriads_is_checked_against_the_chinese(pack: RulePack) -> None:
    assert only("5万元(大写:伍元整)", pack).problems == ()
    assert only("5万元(大写:伍元整)", pack).agree is False
    money = only("208000.00万元(大写:贰拾万零捌仟元整)", pack)
    assert money.value == money.digits_value == 208000
    assert money.agree is True
    assert money.problems == ("unit_doubt",)


# --- drafters ----------------------------------------------------------------------------------------------

DRAFTERS: list[tuple[str, Sequence[str | int]]] = [
    (
        "三、合同价款\n3.1本项目采用固定总价,合同总价(含税)为人民币(大写):叁拾捌万陆仟肆佰元整(小写:¥386,400.00元)",
        [386400],
    ),
    ("其中不含税价¥364,528.30元,增值税税额¥21,871.70元,税率6%。", ["364528.30", "21871.70"]),
    ("签约后10个工作日内支付合同总额的30%,即¥115,920.00(人民币壹拾壹万伍仟玖佰贰拾元整)", [115920]),
    (
        "2024年12月31日前支付60%,计231840元(大写:贰拾叁万壹仟捌佰肆拾元整);余10%即人民币38,640.00元作为质保金。",
        [231840, 38640],
    ),
    ("租金:每月人民币12,500元整(大写:壹万贰仟伍佰元整),押金为叁个月租金,共计人民币37500元。", [12500, 37500]),
    ("物业费2.8元/平方米·月,车位费300元/个/月;逾期按日加收万分之五,每日不少于50元。", ["2.8", 300, 50]),
    ("总投资3.26亿元,其中建安费2.1亿元,招标控制价9,880.55万元。", [326000000, 210000000, 98805500]),
    ("保安员4人,每人每月4600元,12个月合计220,800.00元(贰拾贰万零捌佰元整)。", [4600, 220800]),
    ("发现一次罚款500元;情节严重的处以2000-5000元罚款,造成损失的照价赔偿。", [500, 2000, 5000]),
    ("Contract Price: USD 128,500.00 (SAY US DOLLARS ONE HUNDRED...), CIF Shanghai", [128500]),
    ("合同金额\t大写\t人民币伍拾贰万元整\n\t小写\t520000.00\n履约保证金\t26000元", [520000, 26000]),
    ("2024年3月1日前付清人民币壹拾贰万陆仟叁佰元伍角(126300.50元),电话0851-85551234。", ["126300.50"]),
    ("本合同总价为(人民币):________元整(¥________),最终以审计金额为准。", []),
    ("预算金额:85万元;最高限价(万元):84.6;成交价:¥835000.00", [850000, 846000, 835000]),
    ("餐费标准:早餐捌元、午餐贰拾元、晚餐拾伍元,合计每人每日肆拾叁元(43元)。", [8, 20, 15, 43]),
]


@pytest.mark.parametrize(("text", "expected"), DRAFTERS)
def test_ways_of_drafting(text: str, expected: Sequence[str | int], pack: RulePack) -> None:
    found = find_money(text, pack)
    assert [money.value for money in found] == [Decimal(value) for value in expected]
    assert all(money.agree is not False and money.problems == () for money in found)


# --- properties --------------------------------------------------------------------------------------------

LAYOUTS = (
    "人民币{uppercase}(¥{digits})",
    "¥{digits}元(大写:{uppercase})",
    "人民币{digits}元,大写:{uppercase}",
    "大写:{uppercase}\n小写:¥{digits}",
    "{digits}元(¥{uppercase})",
)


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 999_999_999_999), st.sampled_from(LAYOUTS), st.booleans(), st.sampled_from((0, 1)))
def test_any_amount_in_both_forms(cents: int, layout: str, grouped: bool, slip: int) -> None:
    amount = Decimal(cents) / 100
    digits = f"{amount:,.2f}" if grouped else f"{amount:.2f}"
    money = only(layout.format(digits=digits, uppercase=standard_uppercase(amount + slip)), load_rules())
    assert money.value == amount
    assert money.uppercase_value == amount + slip
    assert money.agree is (slip == 0)


PIECES = (
    "5000", "1,803,000.00", "12", "3.5", "元", "万元", "亿", "¥", "人民币", "大写", "小写", ":", "(", ")",
    ",", "。", "、", " ", "\n", "\t", "壹佰元整", "贰拾万零伍佰元整", "一百", "十", "至", "-", "USD", "HK$",
    "美元", "港币", "即", "合计", "_", "【", "】", "拾", "角", "分", "零",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_amounts_stand_in_order_and_apart(text: str) -> None:
    end = 0
    for money in find_money(text, load_rules()):
        assert end <= money.start < money.end <= len(text)
        end = money.end
        for region in filter(None, (money.digits, money.uppercase)):
            assert money.start <= region[0] < region[1] <= money.end
        assert money.value in {money.digits_value, money.uppercase_value}
        assert (money.agree is None) is (money.digits_value is None or money.uppercase_value is None)
