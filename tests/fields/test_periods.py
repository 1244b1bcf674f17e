"""Periods as thirty drafters write them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.fields.periods.read import read_periods
from extract.fields.timespan import shift
from extract.model import DateField, Span
from tests.helpers import context_of

HEAD = (
    "服务合同\n甲方：云岭市教育局\n乙方：临江科技有限公司\n根据《中华人民共和国民法典》，双方就云岭市智慧教育项目签订本合同，共同遵守。\n"
    "第一条 服务内容\n乙方提供智慧教育平台运维服务，保证质量。\n第二条 质量要求\n乙方应当保证服务质量符合国家标准和行业标准。\n第三条 "
)
TAIL = "\n第四条 其他\n本合同一式四份。\n"
Told = tuple[str, str | None, str | None, str | None, str | None]


def told(clause: str) -> list[Told]:
    found: list[Told] = []
    for period in read_periods(context_of(HEAD + clause + TAIL), None):
        length = f"{period.duration.value} {period.duration.unit}" if period.duration else None
        start = period.start.value if period.start else None
        end = period.end.value if period.end else None
        found.append((period.kind, start, end, length, period.anchor.value if period.anchor else None))
    return found


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "平台开发及联调应自合同签订之日起100日内完成并达到初验条件。",
            ("development", None, None, "100 day", "合同签订之日"),
        ),
        ("系统建设于合同生效后四个月内全部完成。", ("development", None, None, "4 month", "合同生效")),
        ("应用软件开发：合同签订后80日内完成。", ("development", None, None, "80 day", "合同签订")),
        ("乙方自合同签订之日起110日内完成平台的研发与部署。", ("development", None, None, "110 day", "合同签订之日")),
        ("合同签订后5个月内系统上线并通过初验。", ("development", None, None, "5 month", "合同签订")),
        ("履行期限：合同签订后15天内完成供货安装。", ("delivery", None, None, "15 day", "合同签订")),
        ("履行期限：合同签订后60日内完成全部检测。", ("service", None, None, "60 day", "合同签订")),
        (
            "设计周期\n计划开始设计日期：2025年4月1日。\n计划完成设计日期：2025年5月30日。",
            ("delivery", "2025-04-01", "2025-05-30", "60 day", None),
        ),
        ("付款方式\n按季度支付。三、服务期限：2025-01-01 —— 2025-12-31", ("service", "2025-01-01", "2025-12-31", "1 year", None)),
        (
            "费用\n甲方按每人每月6,800元支付派遣费，共12人，合同期自2025年1月1日至2025年12月31日止。",
            ("service", "2025-01-01", "2025-12-31", "1 year", None),
        ),
        ("合同签订后60日内安装调试完毕。", ("delivery", None, None, "60 day", "合同签订")),
        (
            "整机质保期为三年（含备件之外的全部部件），自验收合格之日起计算。",
            ("warranty", None, None, "3 year", "验收合格"),
        ),
        ("需方应在到货后二日内验收，逾期不验收视为合格。", ("acceptance", None, None, "2 day", "到货")),
        ("买方应在收货后3日内对货物进行检验。", ("acceptance", None, None, "3 day", "收货")),
        ("食堂服务外包期限：2025年9月1日至2026年7月10日（寒暑假除外）。", ("service", "2025-09-01", "2026-07-10", "313 day", None)),
        ("验收\n平台上线后进入试运行，试运行期为2个月。", ("trial", None, None, "2 month", "平台上线")),
        ("验收\n自系统上线之日起进入试运行阶段，期限为三个月。", ("trial", None, None, "3 month", "系统上线")),
        ("验收\n设备安装调试合格后试用30天，无质量问题签署验收报告。", ("trial", None, None, "30 day", "设备安装调试合格")),
        ("验收\n经初验合格后，系统投入试运行，试运行时间为三个月。", ("trial", None, None, "3 month", "初验合格")),
        ("验收\n系统上线后，乙方应当在3日内提交方案，试运行期为2个月。", ("trial", None, None, "2 month", None)),
        ("售后\n全部设备自验收合格之日起免费保修三年。", ("warranty", None, None, "3 year", "验收合格")),
        ("售后\n竣工验收合格之日起由乙方免费维保24个月。", ("warranty", None, None, "24 month", "竣工验收合格")),
        (
            "售后\n乙方提供两年的免费维护，免费维护期自终验合格之日起开始计算。",
            ("warranty", None, None, "2 year", "终验合格"),
        ),
        ("售后\n乙方提供两年的免费维护，维护人员自接到通知之日起到场。", ("warranty", None, None, "2 year", None)),
        ("售后\n设备签收后保修一年。", ("warranty", None, None, "1 year", "设备签收")),
        ("售后\n到货后，质保期为一年。", ("warranty", None, None, "1 year", None)),
        ("试用期：设备安装后进入三个月试用期，自安装调试完毕之日起算。", ("trial", None, None, "3 month", "安装调试完毕")),
        (
            "供应商应在收到采购人供货通知后5个工作日内送货到位。",
            ("delivery", None, None, "5 workday", "收到采购人供货通知"),
        ),
        ("初步验收通过后进入试运行，试运行期为3个月。", ("trial", None, None, "3 month", "初步验收通过")),
        ("初验合格之日起，系统进入试运行，试运行时间不少于90日。", ("trial", None, None, "90 day", "初验合格")),
        ("初验通过后进入为期三个月的试运行。", ("trial", None, None, "3 month", "初验通过")),
        ("初验合格后，系统试运行3个月。", ("trial", None, None, "3 month", "初验合格")),
        ("试运行期为3个月，期间每周提交报告。", ("trial", None, None, "3 month", None)),
        ("设备质保期自验收合格之日起不少于36个月。", ("warranty", None, None, "36 month", "验收合格之日")),
        (
            "交货时间：合同签订后10日交第一批货，30日内交完全部货物。",
            ("delivery", None, None, "30 day", "合同签订"),
        ),
        ("供货时间：签订合同后5天内供首批（不少于总量的50%），20天内供完。", ("delivery", None, None, "20 day", "签订合同")),
        ("本合同为本项目第二年度合同。从2025年9月1日至2026年8月31日。", ("service", "2025-09-01", "2026-08-31", "1 year", None)),
        ("协议期\n自2025年9月1日起，至2026年8月31日止，共12个月。", ("service", "2025-09-01", "2026-08-31", "12 month", None)),
        ("交付时间：合同签订后(30)天内交货。", ("delivery", None, None, "30 day", "合同签订")),
        ("上刊挂时间：从2025年9月1日到2026年8月31日止。", ("service", "2025-09-01", "2026-08-31", "1 year", None)),
        (
            "自货物经双方验收合格之日起按乙方承诺的条款进行免费保修服务，免费保修服务期限为3年。",
            ("warranty", None, None, "3 year", "货物经双方验收合格"),
        ),
        ("定点期：2025年9月1日至2026年8月31日。", ("service", "2025-09-01", "2026-08-31", "1 year", None)),
        ("服务期限：2025年9月1日至2028年8月31日，合同一年一签。", ("service", "2025-09-01", "2028-08-31", "3 year", None)),
        ("服务期限：2025年9月1日至2027年8月31日，实行一年一考核。", ("service", "2025-09-01", "2027-08-31", "2 year", None)),
        (
            "项目服务期为三年，合同一年一签，本合同服务期自2025年4月1日起至2026年3月31日止。",
            ("service", "2025-04-01", "2026-03-31", "1 year", None),
        ),
        (
            "服务期限：自2025年9月1日起至2026年6月30日止，其中预计接送190天。",
            ("service", "2025-09-01", "2026-06-30", "10 month", None),
        ),
        ("服务期限\n乙方应在合同签订后20日内完成迁移，2025年6月30日前完成升级。", ("service", None, "2025-06-30", None, None)),
        (
            "服务期限\n原合同服务期至2025年3月31日届满，现续签一年，自2025年4月1日起至2026年3月31日止。",
            ("service", "2025-04-01", "2026-03-31", "1 year", None),
        ),
        (
            "交付期限：2025年11月1日至2026年1月31日，乙方分批交付，甲方应提前5日通知每批的数量。",
            ("delivery", "2025-11-01", "2026-01-31", "3 month", None),
        ),
        ("质量保证期为自最终验收纪要签署之日起的18个月。", ("warranty", None, None, "18 month", "最终验收纪要签署之日")),
        (
            "整机质量保证期为自到货验收之日起不低于24个月。",
            ("warranty", None, None, "24 month", "到货验收之日"),
        ),
        ("售后\n在6个月保修期内，因产品质量产生的故障由乙方免费维修。", ("warranty", None, None, "6 month", None)),
        (
            "服务期限：自签订合同之日起一年止。从2025年4月1日至2026年3月31日止。",
            ("service", "2025-04-01", "2026-03-31", "1 year", None),
        ),
        ("服务期限为24个月。自2025年4月1日起执行新的考核办法。", ("service", None, None, "24 month", None)),
        ("养护时间：自2025年3月5日至2026年3月4日止。", ("service", "2025-03-05", "2026-03-04", "1 year", None)),
        ("委托期为2025年3月1日至2026年2月28日。", ("service", "2025-03-01", "2026-02-28", "1 year", None)),
        ("服务期限：三个采购年度（合同生效时起算）。", ("service", None, None, "3 year", None)),
        ("付款方式\n尾款于质保期满后10日内付清（质保期为一年）。", ("warranty", None, None, "1 year", None)),
        (
            "付款方式\n扣留5%作为质保金，质保期（竣工验收合格起2年）到期后付清。",
            ("warranty", None, None, "2 year", "竣工验收合格"),
        ),
        ("质保期与售后\n质保期两年，自终验合格之日起计算。", ("warranty", None, None, "2 year", "终验合格")),
        (
            "服务期限为两年，第一年自2025年4月1日至2026年3月31日，第二年自2026年4月1日至2027年3月31日。",
            ("service", "2025-04-01", "2027-03-31", "2 year", None),
        ),
        (
            "服务期三年，第一年自2025年4月1日至2026年3月31日，以后各年另行签订。",
            ("service", "2025-04-01", "2028-03-31", "3 year", None),
        ),
        (
            "服务期限\n投标有效期90日。服务期限为合同生效之日起至2025年12月31日止。",
            ("service", None, "2025-12-31", None, "合同生效之日"),
        ),
        (
            "研究期限\n3.1自2025年3月1日至2025年12月31日，共10个月。",
            ("service", "2025-03-01", "2025-12-31", "10 month", None),
        ),
        ("工期\n工期60日历天，2025年6月30日前竣工。", ("construction", None, "2025-06-30", "60 day", None)),
        ("质量\n验收：甲方在乙方提交成果后20日内抽检验收。", ("acceptance", None, None, "20 day", "乙方提交成果")),
        ("质保\n全部货物自验收合格之日起免费质保三年。", ("warranty", None, None, "3 year", "验收合格")),
        ("质保期\n质保期为验收合格之日起36个月。", ("warranty", None, None, "36 month", "验收合格之日")),
        ("五、工期：工期为开工之日起90日历天。", ("construction", None, None, "90 day", "开工之日")),
        ("履行\n2 研究期限\n2.1 自2025年3月1日至2025年12月31日。", ("service", "2025-03-01", "2025-12-31", "10 month", None)),
        ("质保\n3.2免费质保期为终验合格之日起叁年。", ("warranty", None, None, "3 year", "终验合格之日")),
        ("驻场服务期限：自开通之日起计算，为期壹年。", ("service", None, None, "1 year", "开通之日")),
        ("服务期限自2025年1月1日起，一年一续。", ("service", "2025-01-01", "2025-12-31", "1 year", None)),
        ("交付\n1.交付时间:2022年12月31日;", ("delivery", None, "2022-12-31", None, None)),
        ("交付\n1.交货时间：自2022年12月1日起分批交货", ("delivery", "2022-12-01", None, None, None)),
        ("交付\n乙方于2022年12月底交付。", ("delivery", None, "2022-12", None, None)),
        ("工期\n完工日期由2024年3月31日变更为2024年6月30日。", ("construction", None, "2024-06-30", None, None)),
        (
            "服务期限由2024年1月1日至2024年3月31日变更为2024年1月1日至2024年6月30日。",
            ("service", "2024-01-01", "2024-06-30", "6 month", None),
        ),
        (
            "服务期限由原2024年1月1日至2024年3月31日延长至2024年6月30日。",
            ("service", "2024-01-01", "2024-06-30", "6 month", None),
        ),
        (
            "服务期限自2024年1月1日至2024年12月31日，经双方同意可延长至2025年12月31日。",
            ("service", "2024-01-01", "2024-12-31", "1 year", None),
        ),
        ("合同时间：自2024年1月1日至2024年12月31日止。", ("service", "2024-01-01", "2024-12-31", "1 year", None)),
        (
            "质保\n整机免费质保36个月，自验收合格之日起算。开机率每低1个百分点，质保期顺延15日。",
            ("warranty", None, None, "36 month", "验收合格"),
        ),
        ("缺陷责任期：自实际完工日期起计算1年。", ("warranty", None, None, "1 year", "实际完工日期")),
        ("租车时间：2024年5月1日至2024年5月3日", ("service", "2024-05-01", "2024-05-03", "3 day", None)),
        ("乙方须在2024年8月20日前全部安装完毕。", ("delivery", None, "2024-08-20", None, None)),
        ("乙方须于2024年11月30日前完成全部工作。", ("delivery", None, "2024-11-30", None, None)),
        ("服务期限\n本合同服务期自2025年3月1日起至2026年2月28日止。", ("service", "2025-03-01", "2026-02-28", "1 year", None)),
        ("合同期限：本合同有效期为两年，自2025年1月1日至2026年12月31日。", ("service", "2025-01-01", "2026-12-31", "2 year", None)),
        ("履行期限：2025年1月1日-2025年12月31日。", ("service", "2025-01-01", "2025-12-31", "1 year", None)),
        ("期限：2024年5月1日至2025年4月30日", ("service", "2024-05-01", "2025-04-30", "1 year", None)),
        ("经营期限\n自2024年5月1日起至2025年4月30日止。", ("service", "2024-05-01", "2025-04-30", "1 year", None)),
        ("交货：2024年8月31日前交齐。", ("delivery", None, "2024-08-31", None, None)),
        ("维保期限\n维保期限为壹年，自2024年9月1日起至2025年8月31日止。", ("service", "2024-09-01", "2025-08-31", "1 year", None)),
        (
            "制作周期\n1.合同签订后10日内乙方提交脚本，甲方5日内反馈意见。\n2.乙方应于2024年11月30日前交付全部成片。",
            ("delivery", None, "2024-11-30", None, None),
        ),
        ("服务期为合同签订之日起12个月。", ("service", None, None, "12 month", "合同签订之日")),
        ("服务期限：自合同签订之日起至2025年12月31日止。", ("service", None, "2025-12-31", None, "合同签订之日")),
        ("服务期：叁年（2025年4月1日—2028年3月31日），一年一签。", ("service", "2025-04-01", "2028-03-31", "3 year", None)),
        ("服务期限：自2024年7月13日起1年。", ("service", "2024-07-13", "2025-07-12", "1 year", None)),
        ("服务时间：2025年度。", ("service", "2025-01-01", "2025-12-31", None, None)),
        ("租赁期限：共计36个月，从2025年6月1日起至2028年5月31日止。", ("service", "2025-06-01", "2028-05-31", "36 month", None)),
        ("交货时间：合同签订后30日内交货完毕。", ("delivery", None, None, "30 day", "合同签订")),
        ("交货期：自合同生效之日起60个日历天内完成供货、安装、调试。", ("delivery", None, None, "60 day", "合同生效之日")),
        ("乙方应于2025年6月30日前将全部货物运抵甲方指定地点。", ("delivery", None, "2025-06-30", None, None)),
        ("系统通过最终验收之日起，乙方提供2年免费维护服务。", ("warranty", None, None, "2 year", "系统通过最终验收之日")),
        ("质保期为24个月，且不少于两个完整采暖期，自终验合格之日起计算。", ("warranty", None, None, "24 month", "终验合格")),
        ("质保期：自验收合格之日起三年。", ("warranty", None, None, "3 year", "验收合格之日")),
        ("本项目免费质保期为3年，从最终验收合格之日起算。", ("warranty", None, None, "3 year", "最终验收合格")),
        ("工期：总工期120日历天。计划开工日期：2025年5月1日，计划竣工日期：2025年8月28日。", ("construction", "2025-05-01", "2025-08-28", "120 day", None)),
        ("乙方应在合同签订后5个月内完成系统开发并上线试运行。", ("development", None, None, "5 month", "合同签订")),
        ("供货期限：接到甲方通知后7日内送达。", ("delivery", None, None, "7 day", "接到甲方通知")),
        ("甲方应在2025年11月30日前完成验收。", ("acceptance", None, "2025-11-30", None, None)),
        ("质保期为整体验收通过之日起36个月。", ("warranty", None, None, "36 month", "整体验收通过之日")),
        ("质保期为最终验收合格之日起24个月。", ("warranty", None, None, "24 month", "最终验收合格之日")),
        ("保修期为试运行结束之日起2年。", ("warranty", None, None, "2 year", "试运行结束之日")),
        ("质量保证期\n自全部家具最终验收合格之日起3年。", ("warranty", None, None, "3 year", "全部家具最终验收合格之日")),
        ("自验收合格之日起，整机质保期3年。", ("warranty", None, None, "3 year", "验收合格")),
        ("什么时候干。从2025年3月1日开始，干到2025年12月31日。", ("service", "2025-03-01", "2025-12-31", "10 month", None)),
        ("服务期限。2025年3月1日起至2026年2月28日止。", ("service", "2025-03-01", "2026-02-28", "1 year", None)),
        ("成果\n乙方应于2025年9月30日前向甲方提交可行性研究报告终稿。", ("delivery", None, "2025-09-30", None, None)),
        ("什么时候给货\n冬季被服在2025年10月20日前送到各养老院。", ("delivery", None, "2025-10-20", None, None)),
        ("交货\n课桌椅于2025年8月20日17:30前交货。", ("delivery", None, "2025-08-20", None, None)),
        ("交付\n乙方应于2025年8月31日前完成全部教室的课桌椅安装。", ("delivery", None, "2025-08-31", None, None)),
        ("合同期限及违约责任\n1.本合同有效期自2019年7月1日起至2020年6月30日止。\n2.乙方违约的，应当赔偿。", ("service", "2019-07-01", "2020-06-30", "1 year", None)),
        ("维修期限：自2023年3月1日至2024年2月29日止。", ("service", "2023-03-01", "2024-02-29", "1 year", None)),
        ("供应日期：自二〇一九年八月三十日起至二〇二〇年七月三十一日止。", ("service", "2019-08-30", "2020-07-31", "337 day", None)),
        ("履行时间：2025年7月1日至2027年6月30日，共二年。", ("service", "2025-07-01", "2027-06-30", "2 year", None)),
        ("本合同履约期为一年，自2025年3月1日起。", ("service", "2025-03-01", "2026-02-28", "1 year", None)),
        ("供应日期：自2025年3月1日起至2025年3月20日止。", ("delivery", "2025-03-01", "2025-03-20", "20 day", None)),
        ("委托时间\n自本合同签订之日起至二零二三年九月三十日乙方必须完成全片的制作。", ("service", None, "2023-09-30", None, "本合同签订之日")),
        ("工期60天。当工期进度过半（2022年5月5日）支付40%。", ("construction", None, None, "60 day", None)),
        ("效力\n本合同自签订之日起至2025年12月31日止。", ("service", None, "2025-12-31", None, "签订之日")),
        ("效力\n本协议自双方签字盖章之日起生效，至2025年12月31日止有效。", ("service", None, "2025-12-31", None, "双方签字盖章之日")),
        ("效力\n本合同自2024年1月1日起至2024年12月31日止。", ("service", "2024-01-01", "2024-12-31", "1 year", None)),
        ("制作\n制作期限从素材收集完整及文稿最终定稿算起，乙方10个工作日内完成。", ("delivery", None, None, "10 workday", "素材收集完整及文稿最终定稿")),
        ("质量\n卖方对所供试剂提供12个月质量保证，自该批试剂验收合格之日起计算。", ("warranty", None, None, "12 month", "该批试剂验收合格")),
        ("维护\n最终验收通过之日起24个月为免费维护期，响应时间4小时。", ("warranty", None, None, "24 month", "最终验收通过之日")),
        ("整车质保期为三年或十万公里（以先到者为准），从车辆交付验收之日起算。", ("warranty", None, None, "3 year", "车辆交付验收")),
        ("质保：自最终验收合格之日起，乙方免费维护24个月。", ("warranty", None, None, "24 month", "最终验收合格之日")),
        ("售后\n自验收合格之日起，乙方对全部设备提供贰年整机免费保修。", ("warranty", None, None, "2 year", "验收合格之日")),
        ("成果\n乙方应自合同签订之日起60日内提交规划送审稿。", ("delivery", None, None, "60 day", "合同签订之日")),
        ("整机保质期为两年，自交付之日起计算。", ("warranty", None, None, "2 year", "交付")),
        ("质量\n图书自签收之日起一年内发现缺页的，乙方无条件调换。", ("warranty", None, None, "1 year", "签收之日")),
        ("质量\n工服自交付之日起六个月内出现开线的，乙方免费维修。", ("warranty", None, None, "6 month", "交付之日")),
        ("维保\n电梯年检合格后两年内免费保修。", ("warranty", None, None, "2 year", "电梯年检合格")),
        ("效力\n本协议自2025年3月1日起生效，有效期两年。", ("service", "2025-03-01", "2027-02-28", "2 year", None)),
        ("效力\n本合同于2025年3月1日生效，合同期限为一年。", ("service", "2025-03-01", "2026-02-28", "1 year", None)),
        ("效力\n本协议自双方签字当日起生效，有效期三年。", ("service", None, None, "3 year", "双方签字")),
        ("效力\n本合同自签订之日起二年内有效。", ("service", None, None, "2 year", "签订之日")),
        ("约定\n自本合同签订之日起3年止，未完结的工作做完为止。", ("service", None, None, "3 year", "本合同签订之日")),
        ("甲方委托乙方经营职工餐厅期限为两年，到期前30日书面通知。", ("service", None, None, "2 year", None)),
        ("承包时间为2025年3月1日起至拆除为止。", ("service", "2025-03-01", None, None, None)),
        ("保养期限自2025年3月1日起至2026年2月28日止。", ("service", "2025-03-01", "2026-02-28", "1 year", None)),
        ("质保期   叁   年。（自交货验收合格之日起计）", ("warranty", None, None, "3 year", "交货验收合格")),
        ("保修期：2年（验收合格后开始计算）", ("warranty", None, None, "2 year", "验收合格")),
        ("服务期间（项目完成期限）\n自2024年9月1日至2025年7月20日止（寒假除外）。", ("service", "2024-09-01", "2025-07-20", "323 day", None)),
        ("交货日期：合同签订后45日内。", ("delivery", None, None, "45 day", "合同签订")),
        ("竣工日期：进场后90日内。", ("construction", None, None, "90 day", "进场")),
        ("工服的交（提）货期限：2025年9月1日。", ("delivery", None, "2025-09-01", None, None)),
        ("检验周期：自收样后12个工作日内出齐报告。", ("delivery", None, None, "12 workday", "收样")),
        ("报告交付日：2025年4月1日（纸质件一式三份）。", ("delivery", None, "2025-04-01", None, None)),
        ("验收\n到货后4日内进行质量验收，逾期视为合格。", ("acceptance", None, None, "4 day", "到货")),
        ("验收期间：2025年9月10日之前。", ("acceptance", None, "2025-09-10", None, None)),
    ],
)  # fmt: skip
def test_reads(clause: str, expected: Told) -> None:
    assert told(clause) == [expected]


@pytest.mark.parametrize(
    ("clause", "event"),
    [
        ("交货期为乙方收到预付款后45天。", "乙方收到预付款"),
        ("交货期：甲方支付定金后45天内。", "甲方支付定金"),
        (
            "预定交货期应为本合同签订、乙方收到甲方投产款以及技术确认、《土建布置图》等技术资料由甲方签字盖章确认起_45_天。",
            "本合同签订、乙方收到甲方投产款以及技术确认、《土建布置图》等技术资料由甲方签字盖章确认",
        ),
    ],
)
def test_a_delivery_that_runs_from_money_that_has_come(clause: str, event: str) -> None:
    assert told("交货\n" + clause) == [("delivery", None, None, "45 day", event)]


@pytest.mark.parametrize(
    "clause",
    [
        "服务期限届满前30日，乙方应提交总结报告。",
        "乙方在服务期内每月提交报告，接到通知后2小时内到场。",
        "质保期内，乙方应在24小时内到达现场，7日内修复。",
        "服务期限：  年  月  日至  年  月  日。",
        "履约期内，乙方应在24小时内到场，履约期满后30日内办理结算。",
        "服务期限为____年。",
        "协议期内市场价下浮超过10%的，自2025年9月1日起执行新价。",
        "工期延误的，每延误一日支付违约金1000元。",
        "工期不足半年，材料价格不作调整。",
        "付款方式\n质保期一年后无质量问题付清余款。",
        "违约责任\n乙方逾期维修的，延长质保期一年。",
        "服务期未满一年的，按实际月份结算。",
        "甲方应于2025年4月1日前将施工场地交付乙方。",
        "甲方应于2025年4月1日前将设计所需资料送至乙方。",
        "乙方应于2025年3月15日前提交履约保证金。",
        "乙方应于2025年6月30日前提交整改报告。",
        "乙方应在每季度结束后5日内提交季度检测报告。",
        "乙方在接到通知后2小时内将备件送到现场。",
        "本合同自签订之日起生效，至双方义务履行完毕止。",
        "乙方提供合同总价5%的质量保证金，验收满24个月后退还。",
        "保修\n接到报修后24小时内到场，保修24小时响应。",
        "质保金留存期限自竣工验收合格之日起算，留存期限为两年。",
        "设备调试（含试运行）考核完成后7天内，提交调试记录。",
        "采购概况\n3.履约期限：/\n4.备案日期：2021年5月7日",
        "采购概况\n3.履约期限：\n4.备案日期：2021年5月7日",
        "交货安装\n乙方应在货到后10日内派工程师完成安装调试。",
        "交货安装\n设备到达现场后5个工作日内安装调试完毕。",
        "交货安装\n乙方应于开箱后7日内完成安装调试。",
        "交货安装\n货物经双方清点无误后5日内安装调试完毕。",
        "交货安装\n乙方在设备就位后7日内完成安装调试。",
        "开发要求\n乙方应提交3个月的试运行报告。",
        "开发要求\n乙方应于合同签订后10日内完成开发方案。",
        "第三方检测机构的资质证书有效期至2027年3月。",
        "灭火器\t4kg\t38具\t有效期至2027年3月",
        "预包装食品保质期6个月以上的，到货时剩余保质期不少于4个月。",
        "到货\n自到货之日起3个月内发现质量问题的，甲方可以退货。",
        "开工日期：合同签订后10日内。",
        "检测周期：每季度一次。",
        "验收期内未提出异议的，视为合格。",
        "自验收合格之日起2年止，乙方免费提供备件。",
        "管理费支付期限为15日。",
        "售后\n年开机率不低于95%，每低1%质保期延长15天。",
        "付款方式\n第一期服务期2025年1月1日至2025年3月31日，支付25%。",
        "试用前三个月的费用由乙方承担。",
        "实际开工日期以开工令为准，但不得影响2025年9月1日新馆开馆。",
        "交货安装\n遇灾情紧急时，乙方应在接到通知后12小时内送到。",
        "交货时间：早餐食材于前一日17时前送达，午餐食材于当日7时送达，迟到一小时扣减200元。",
    ],
)
def test_reads_nothing(clause: str) -> None:
    assert told(clause) == []


def test_the_first_months_of_a_term_are_a_trial() -> None:
    service = ("service", "2025-03-01", "2026-02-28", "1 year", None)
    assert told("服务期限：2025年3月1日至2026年2月28日，前两个月为试用期。") == [
        service,
        ("trial", None, None, "2 month", None),
    ]
    assert told("服务期限：2025年3月1日至2026年2月28日，前两个月的服务费一并结算。") == [service]


def test_the_years_of_a_project_are_not_those_of_a_contract_signed_for_one_of_them() -> None:
    year = ("service", "2025-09-01", "2026-08-31", "1 year", None)
    assert told("履行期限：2025年9月1日至2026年8月31日（服务期三年，合同一年一签）。") == [year]


def test_a_building_is_handed_over_before_its_lease_begins() -> None:
    assert told("租赁期限\n甲方于2025年3月31日前向乙方交付房屋，租赁日期自2025年4月1日起至2027年3月31日止。") == [
        ("delivery", None, "2025-03-31", None, None),
        ("service", "2025-04-01", "2027-03-31", "2 year", None),
    ]


def test_a_day_of_signing_begins_no_term() -> None:
    assert told("效力\n本合同于2025年3月1日签订，有效期两年。") == [("service", None, None, "2 year", None)]


def test_first_and_last_day_in_clauses_of_their_own() -> None:
    works = "施工合同\n1、工程地点：云岭市\n2、工程开工日期：2025年4月6日\n3、工程竣工日期：2025年6月4日\n工程总天数：60天\n"
    (period,) = read_periods(context_of(works), None)
    assert (period.start and period.start.value, period.end and period.end.value) == ("2025-04-06", "2025-06-04")
    assert period.duration is not None
    assert not period.duration.derived


def test_rent_free_months_are_no_term_of_the_lease() -> None:
    clause = (
        "三、租期三年，自2025年7月1日起至2028年6月30日止。甲方给予乙方一个月免租期（2025年7月1日至2025年7月31日）。"
    )
    assert [(kind, end) for kind, _, end, *_ in told(clause)] == [("service", "2028-06-30")]


def test_two_periods_of_one_sentence() -> None:
    found = told("系统开发周期为6个月，自合同签订之日起计算，试运行期为3个月。")
    assert [(kind, length) for kind, _, _, length, _ in found] == [("development", "6 month"), ("trial", "3 month")]


def test_warranties_side_by_side() -> None:
    clause = "保修期：屋面防水工程5年，装修工程2年，自竣工验收合格之日起计算。"
    assert [entry[3:] for entry in told(clause)] == [("5 year", "竣工验收合格"), ("2 year", "竣工验收合格")]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("质保：空调主机自验收合格之日起6年，其余部件自到货之日起3年。", [("6 year", "验收合格"), ("3 year", "到货")]),
        ("电脑质保期三年，显示器质保期一年，均自签收之日起计算。", [("3 year", "签收"), ("1 year", "签收")]),
        ("软件质保期为终验合格之日起2年，硬件质保期为到货验收之日起4年。", [("2 year", "终验合格"), ("4 year", "到货验收")]),
        ("保修\n屋面工程保修5年，外墙工程保修3年，均自竣工验收合格之日起计算。", [("5 year", "竣工验收合格"), ("3 year", "竣工验收合格")]),
        ("自验收合格之日起，主机质保期3年，配件质保期1年。", [("3 year", "验收合格"), ("1 year", "验收合格")]),
        ("保修期自交付使用之日起计算：外墙防水五年；门窗两年。", [("5 year", "交付使用"), ("2 year", "交付使用")]),
        ("质保期均从到货次日起算，分别为：主机3年，电池180日。", [("3 year", "到货"), ("180 day", "到货")]),
        ("质保期自交付之日起算：\n（1）发动机大修为90日或者行驶1万公里；\n（2）小修为15日。", [("90 day", "交付"), ("15 day", "交付")]),
        ("质保期从验收合格之日起计算，为三年，质保期内每3个月巡检一次。", [("3 year", "验收合格")]),
        ("1、保修期限\n（1）屋面防水：5年；\n（2）门窗：2年。", [("5 year", None), ("2 year", None)]),
        ("1、质保期：\n（1）主机自验收合格之日起三年；\n（2）配件自更换之日起一年。", [("3 year", "验收合格"), ("1 year", "更换")]),
        ("1、质保期服务：\n（1）质保期三年；\n（2）质保期内每3个月巡检一次。", [("3 year", None)]),
        ("质保期（自验收合格之日起算）：整机三年；电池一年。", [("3 year", "验收合格"), ("1 year", "验收合格")]),
        (
            "2.3\t质保期\t主机、基站：自验收合格之日起24个月；电动车：自到货之日起36个月；电池：500次或12个月，先到为准",
            [("24 month", "验收合格"), ("36 month", "到货"), ("12 month", "到货")],
        ),
        ("质保期内，自接到报修之日起：\n（1）小故障2日内修复；\n（2）大故障5日内修复。", []),
        ("主机质保期三年，自验收合格之日起计算，配件质保期一年，自更换之日起计算。", [("3 year", "验收合格"), ("1 year", "更换")]),
    ],
)  # fmt: skip
def test_warranties_of_several_parts(clause: str, expected: list[tuple[str, str]]) -> None:
    assert [(length, event and event.removesuffix("之日")) for *_, length, event in told(clause)] == expected


def test_a_length_behind_the_day_of_another_phrase_is_what_its_verb_is_done_within() -> None:
    clause = "乙方须在2025年6月20日前交付全部家具并安装完毕，甲方在安装完毕后7日内组织验收。"
    assert told(clause) == [
        ("delivery", None, "2025-06-20", None, None),
        ("acceptance", None, None, "7 day", "安装完毕"),
    ]


def test_deliveries_in_several_lots() -> None:
    clause = "交付期限\n分两批交付：第一批自合同签订之日起30日内交付，第二批自合同签订之日起60日内交付。"
    assert [entry[3:] for entry in told(clause)] == [("30 day", "合同签订之日"), ("60 day", "合同签订之日")]


def test_how_long_orders_may_be_placed_is_the_term_of_the_contract() -> None:
    found = told("协议有效期为一年，自2025年5月1日起至2026年4月30日止。乙方应在收到订单后3日内送达。")
    assert [entry[0] for entry in found] == ["contract", "delivery"]


def test_a_period_told_by_a_verb_quotes_its_time() -> None:
    (period,) = read_periods(context_of(HEAD + "交货\n乙方于2025年6月30日前运抵甲方仓库。" + TAIL), None)
    assert period.text == "2025年6月30日前运抵"


def test_so_long_after_each_order_and_all_until_a_day() -> None:
    clause = "供货时间：甲方发出订单后45日内供货；2025年11月30日前完成全部供货。"
    assert told(clause) == [
        ("delivery", None, None, "45 day", "甲方发出订单"),
        ("delivery", None, "2025-11-30", None, None),
    ]


def test_a_supply_from_day_to_day_is_a_service() -> None:
    (found,) = told("供货期限\n自2025年2月17日起至2026年1月16日止。")
    assert found[0] == "service"


def test_between_two_events() -> None:
    (found,) = told("监理服务期自本合同签订之日起至项目终验合格之日止，预计18个月。")
    assert found == ("service", None, None, "18 month", "本合同签订之日")


def test_the_head_of_a_column_announces_nothing() -> None:
    assert told("系统现状\n序号\t系统名称\t上线时间\n1\t门户网站\t2019年5月\n") == []


def test_deliveries_of_two_kinds() -> None:
    found = told("交付\n一般印件自签样之日起3个工作日内交付，急件24小时内交付。")
    assert found == [("delivery", None, None, "3 workday", "签样之日"), ("delivery", None, None, "24 hour", None)]


def test_papers_handed_over_are_no_delivery_of_the_goods() -> None:
    assert told("交付\n乙方应于3日内交付整改报告。") == []


def test_a_service_behind_the_period_of_the_works_is_another() -> None:
    clause = "监理期限：自2025年3月1日始，至2026年8月31日止。\n相关服务期限：自工程竣工验收合格之日起12个月。"
    assert [entry[1:4] for entry in told(clause)] == [
        ("2025-03-01", "2026-08-31", "18 month"),
        (None, None, "12 month"),
    ]


def test_from_signing_until_a_date() -> None:
    signed = DateField(value="2025-03-18", text="2025年3月18日", spans=(Span(start=0, end=3),), rule="test")
    context = context_of(HEAD + "服务期限：自合同签订之日起至2025年11月30日止。" + TAIL)
    (period,) = read_periods(context, signed)
    assert period.start is not None
    assert (period.start.value, period.start.derived, period.anchor) == ("2025-03-18", True, None)


def test_what_is_computed_is_marked() -> None:
    period = read_periods(context_of(HEAD + "服务期限：自2024年7月13日起1年。" + TAIL), None)[0]
    assert period.start is not None and not period.start.derived
    assert period.end is not None and period.end.derived
    assert len(period.end.spans) == 2


@pytest.mark.parametrize(
    ("start", "count", "unit", "expected"),
    [
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2025-01-31", 1, "month", "2025-02-28"),
        ("2025-12-31", 1, "day", "2026-01-01"),
        ("2025-03-01", -1, "month", "2025-02-01"),
        ("2025-01-01", 2, "week", "2025-01-15"),
        ("2025-01-01", 1, "quarter", "2025-04-01"),
    ],
)
def test_shift(start: str, count: int, unit: str, expected: str) -> None:
    assert str(shift(start, count, unit)) == expected


@pytest.mark.parametrize("partial", ["2025", "2025-06", "2025-02-30"])
def test_shift_does_not_guess(partial: str) -> None:
    assert shift(partial, 1, "year") is None


@pytest.mark.parametrize(
    ("clause", "periods"),
    [
        (
            "服务期限\n本合同有效期自2025年4月1日至2026年3月31日，服务期为10个月。",
            [
                ("contract", "2025-04-01", "2026-03-31", "1 year", None),
                ("service", None, None, "10 month", None),
            ],
        ),
        (
            "服务期限\n服务期自2025年4月1日至2026年3月31日，质保期为验收合格后一年，其中硬件质保3年。",
            [
                ("service", "2025-04-01", "2026-03-31", "1 year", None),
                ("warranty", None, None, "1 year", "验收合格"),
                ("warranty", None, None, "3 year", "验收合格"),
            ],
        ),
        (
            "服务期限\n合同签订后15日内完成迁移，2025年6月底前完成升级，运维期为升级验收后1年。",
            [
                ("service", None, "2025-06", None, None),
                ("service", None, None, "1 year", "升级验收"),
            ],
        ),
    ],
)
def test_a_time_behind_a_name_of_its_own_is_of_that(clause: str, periods: list[Told]) -> None:
    assert told(clause) == periods


@pytest.mark.parametrize(
    ("clause", "count"),
    [
        ("质保期和履约保证金\n1.质保期3年。（自验收合格之日起计）\n2.履约保证金在验收合格后退还。", 1),
        ("履约保证金\n1.履约保证金在质保期3年届满后退还。", 0),
        ("售后服务\n1、质量保证期2年自甲方在《验收结算报告》上签字之日起算。", 1),
    ],
)
def test_a_clause_on_warranty_and_guarantees_tells_the_warranty(clause: str, count: int) -> None:
    assert len(told(clause)) == count


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        (("首批\t2026年3月10日前", "次批\t2026年5月31日前"), ["2026-03-10", "2026-05-31"]),
        (("首批\t2026年3月10日前", "次批\t2026年3月10日前"), ["2026-03-10"]),
        (("首批\t2026年3月10日前", "次批\t按甲方通知"), []),
        (("首批\t2026年3月10日验收后由甲方另行书面通知乙方", "次批\t2026年5月31日前"), []),
    ],
)
def test_days_of_deliveries_in_a_column(rows: Sequence[str], days: list[str]) -> None:
    found = told("交货安排\n" + "\n".join(("批次\t交货时间\t地点", *(row + "\t仓库" for row in rows))))
    assert [end for kind, _, end, *_ in found if kind == "delivery"] == days


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("质保期1-2年。", 0),
        ("质保期：1～2年，自验收合格之日起计算。", 0),
        ("质保期为一至两年。", 0),
        ("质保期12-24个月。", 0),
        ("质保期3年至5年。", 0),
        ("质保期为两年。", 1),
        ("质保期自验收合格之日至2年后。", 1),
    ],
)
def test_a_range_is_no_length(words: str, count: int) -> None:
    assert len([kind for kind, *_ in told(f"售后服务\n{words}") if kind == "warranty"]) == count


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("缺陷责任期（含养护期）24个月，自工程竣工验收合格之日起计算。", "warranty"),
        ("养护期（包括缺陷责任期）24个月，自工程竣工验收合格之日起计算。", "service"),
    ],
)
def test_a_period_that_another_includes_is_not_the_one_told(clause: str, kind: str) -> None:
    assert [period[0] for period in told(clause)] == [kind]


def test_the_trace_shows_what_is_known_of_a_period() -> None:
    context = context_of("第一条 质保\n质保期三年。\n第二条 服务期限\n服务期限自2025年1月1日起至2025年12月31日止。")
    read_periods(context, None)
    assert [c.value for c in context.trace.of("periods")] == ["质保期 3年", "服务期 1年 2025-01-01 至 2025-12-31"]
