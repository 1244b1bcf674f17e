"""Penalties: what counts as one, who is liable, for what, how often, up to what."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.document import Document
from extract.fields.context import Context
from extract.fields.penalties import read_penalties
from extract.model import Party, Penalty, Role, TextField
from extract.pipeline import analyse
from extract.rulepack import load_rules

PACK = load_rules()
OPENING = """第一条 服务内容
按采购文件提供服务，服务内容以采购文件为准，双方均认可。
第二条 费用
费用以成交通知书为准，双方均认可此金额并遵照执行。
第三条 违约责任
"""
CLOSING = "\n第四条 其他\n未尽事宜双方协商。"
Labels = dict[str, Role]
PLAIN: Labels = {"甲方": "buyer", "乙方": "supplier"}
SELLER_FIRST: Labels = {"甲方": "supplier", "乙方": "buyer"}
LEASE: Labels = {"甲方": "supplier", "乙方": "buyer", "出租方": "supplier", "承租方": "buyer"}
WORKS: Labels = {"发包人": "buyer", "承包人": "supplier"}
SALE: Labels = {"买方": "buyer", "卖方": "supplier"}


def context_of(clause: str) -> Context:
    text = OPENING + clause + CLOSING
    return analyse(Document(path="t.txt", sha256="", media_type="text/plain", reader="text", text=text), PACK)


def parties_of(labels: Labels) -> tuple[Party, ...]:
    by_role: dict[Role, list[TextField]] = {}
    for label, role in labels.items():
        by_role.setdefault(role, []).append(TextField(value=label, text=label, spans=()))
    return tuple(Party(role=role, labels=tuple(names)) for role, names in by_role.items())


def penalties_of(clause: str, labels: Labels = PLAIN) -> tuple[Penalty, ...]:
    return read_penalties(context_of(clause), parties_of(labels))


def plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def shown(penalty: Penalty) -> str:
    """Return a penalty in one line: liable, breach, number/unit*count, cap, and whether it ends the contract."""
    if penalty.rate is not None:
        number = plain(penalty.rate.value)
    else:
        assert penalty.amount is not None
        number = plain(penalty.amount.value)
    if penalty.amount_max is not None:
        number += f"-{plain(penalty.amount_max.value)}"
    count = f"*{penalty.per_count}" if penalty.per_count != 1 else ""
    line = f"{penalty.liable} {penalty.breach} {number}/{penalty.per}{count}"
    if penalty.cap is not None:
        most = penalty.cap.rate if penalty.cap.rate is not None else penalty.cap.amount
        assert most is not None
        line += f" cap {plain(most)}"
    return line + (" ends" if penalty.termination else "")


STATED: list[tuple[str, list[str]]] = [
    (
        "乙方逾期交货的，每逾期一日，应按合同总价的千分之一向甲方支付违约金，逾期超过30日的，"
        "甲方有权解除合同。",
        ["supplier late_performance 0.001/day ends"],
    ),
    (
        "乙方延迟交货，每日按未交付部分货款的0.5‰支付违约金，累计不超过合同总价的5%。",
        ["supplier late_performance 0.0005/day cap 0.05"],
    ),
    (
        "甲方无正当理由逾期付款的，每逾期一天按应付未付款项的万分之五向乙方偿付违约金，"
        "但违约金总额不超过欠款总额的5%。",
        ["buyer late_payment 0.0005/day cap 0.05"],
    ),
    (
        "如卖方没有按照合同规定的时间交货，买方可从货款中扣除误期赔偿费，每延误一周，"
        "误期赔偿费按迟交货物价格的0.5%计收，直至交货为止。"
        "误期赔偿费的最高限额为合同价格的5%。一旦达到误期赔偿费的最高限额，买方可考虑终止合同。",
        ["supplier late_performance 0.005/week cap 0.05 ends"],
    ),
    (
        "乙方未能按期完成的，每延期10天扣减合同总额的1%。",
        ["supplier late_performance 0.01/day*10"],
    ),
    (
        "工期每延误一天，承包人向发包人支付违约金2000元，最高不超过合同价的3%。",
        ["supplier late_performance 2000/day cap 0.03"],
    ),
    (
        "乙方逾期交付的，应按日万分之五向甲方支付违约金。",
        ["supplier late_performance 0.0005/day"],
    ),
    (
        "乙方逾期交付超过15日的，应按合同总价的10%支付违约金，甲方有权解除合同。",
        ["supplier late_performance 0.1/once ends"],
    ),
    (
        "逾期10日以内的，每日按合同总价的0.1%支付违约金；逾期超过10日的，"
        "每日按合同总价的0.3%支付违约金，甲方有权解除合同。",
        [
            "supplier late_performance 0.001/day",
            "supplier late_performance 0.003/day ends",
        ],
    ),
    (
        "供方每逾期一周，应向需方支付逾期交货部分价款2%的违约金，不足一周按一周计算。",
        ["supplier late_performance 0.02/week"],
    ),
    (
        "乙方每逾期1（一）天，按合同金额的0.1%（千分之一）承担违约责任。",
        ["supplier late_performance 0.001/day"],
    ),
    (
        "乙方未在约定期限内开工的，每迟延一日罚款1000元。",
        ["supplier late_performance 1000/day"],
    ),
    (
        "因乙方原因不能按时完成项目，每拖延一日，甲方有权扣除合同总价款的1‰作为违约金。",
        ["supplier late_performance 0.001/day"],
    ),
    (
        "乙方不能按期交付成果的，按逾期天数每天收取合同总额0.5%的滞纳金。",
        ["supplier late_performance 0.005/day"],
    ),
    (
        "甲方逾期支付的，按日0.5‰支付滞纳金。",
        ["buyer late_payment 0.0005/day"],
    ),
    (
        "采购人未按合同约定支付货款的，每逾期一日按未付金额的0.03%支付违约金。",
        ["buyer late_payment 0.0003/day"],
    ),
    (
        "甲方逾期付款的，应按未付款项每日千分之一的标准向乙方支付违约金，逾期超过60日的，乙方有权解除合同。",
        ["buyer late_payment 0.001/day ends"],
    ),
    (
        "乙方提供的货物不符合质量要求的，应无条件更换，并按该批货物价款的20%支付违约金。",
        ["supplier quality 0.2/once"],
    ),
    (
        "货物经验收不合格的，乙方应承担合同总价10%（百分之十）的违约金。",
        ["supplier quality 0.1/once"],
    ),
    (
        "若考核得分低于80分，每低1分扣除当月服务费的1%。",
        ["supplier quality 0.01/point"],
    ),
    (
        "考核得分80（含）至90分的，扣除当月服务费的5%；70（含）至80分的，"
        "扣除当月服务费的10%；低于70分的，扣除当月服务费的20%，甲方有权解除合同。",
        [
            "supplier quality 0.05/once",
            "supplier quality 0.1/once",
            "supplier quality 0.2/once ends",
        ],
    ),
    (
        "绿化成活率低于95%的，每降低1%扣减养护费2000元。",
        ["supplier quality 2000/unit"],
    ),
    (
        "因乙方提供的食品变质，甲方有权退货，并处以货值3倍罚款。",
        ["supplier quality 3/once"],
    ),
    (
        "乙方以次充好、短斤少两的，按差价的十倍赔偿。",
        ["supplier fraud 10/once"],
    ),
    (
        "乙方所供食材短斤少两的，按所缺部分金额的5倍支付违约金。",
        ["supplier quality 5/once"],
    ),
    (
        "保安人员每缺岗一人次扣款200元。",
        ["supplier staffing 200/occurrence"],
    ),
    (
        "乙方未经甲方同意更换项目经理的，每人次支付违约金5万元。",
        ["supplier staffing 50000/occurrence"],
    ),
    (
        "驻场人员无故缺勤的，按300元/人/天扣除服务费。",
        ["supplier staffing 300/person_day"],
    ),
    (
        "保安员脱岗、睡岗的，每发现一次扣除服务费500元。",
        ["supplier service_failure 500/occurrence"],
    ),
    (
        "每缺少一人每天扣款200元。",
        ["supplier staffing 200/person_day"],
    ),
    (
        "人员配备不足的，每少一人，每月扣减服务费3000元。",
        ["supplier staffing 3000/person"],
    ),
    (
        "项目经理每月在岗不少于22天，每少一天扣1000元。",
        ["supplier staffing 1000/day"],
    ),
    (
        "乙方接到报修后未在2小时内到达现场的，每次扣除服务费500元；每超过1小时加扣100元。",
        [
            "supplier service_failure 500/occurrence",
            "supplier service_failure 100/hour",
        ],
    ),
    (
        "系统发生故障后未按时恢复的，每超时一小时，乙方支付违约金1000元。",
        ["supplier service_failure 1000/hour"],
    ),
    (
        "接到投诉查实的，每起扣罚300元。",
        ["supplier service_failure 300/occurrence"],
    ),
    (
        "每延迟30分钟扣100元。",
        ["supplier late_performance 100/unit*30"],
    ),
    (
        "任何一方违反保密义务的，应向对方支付合同总金额20%的违约金。",
        ["either confidentiality 0.2/once"],
    ),
    (
        "乙方泄露甲方数据的，应支付不低于人民币50,000元的违约金；造成损失超过违约金的，另行赔偿。",
        ["supplier confidentiality 50000/once"],
    ),
    (
        "如一方违反保密约定，违约方应向守约方支付人民币壹拾万元（¥100,000.00）违约金。",
        ["either confidentiality 100000/once"],
    ),
    (
        "乙方将本合同转包、分包的，甲方有权解除合同，乙方应按合同总价的20%支付违约金。",
        ["supplier subcontracting 0.2/once ends"],
    ),
    (
        "乙方提供的产品侵犯第三方知识产权的，由乙方承担全部责任，并向甲方支付合同总额30%的违约金。",
        ["supplier intellectual_property 0.3/once"],
    ),
    (
        "乙方向甲方工作人员行贿的，甲方有权解除合同，乙方应支付合同价款10%的违约金。",
        ["supplier fraud 0.1/once ends"],
    ),
    (
        "发生安全生产事故的，每起扣除违约金2万元。",
        ["supplier safety 20000/occurrence"],
    ),
    (
        "因乙方原因造成数据丢失或网络安全事件的，乙方按合同总额的5%支付违约金。",
        ["supplier security_incident 0.05/once"],
    ),
    (
        "任何一方无故单方解除合同的，应向对方支付合同总价30%的违约金。",
        ["either termination 0.3/once"],
    ),
    (
        "乙方中途退出的，应退还已收取的全部费用，并支付合同总价20%的违约金。",
        ["supplier termination 0.2/once"],
    ),
    (
        "甲方无正当理由拒收货物的，应向乙方偿付拒收货款总值5%的违约金。",
        ["buyer refusal 0.05/once"],
    ),
    (
        "乙方不能交付货物的，应向甲方支付合同总值10%的违约金。",
        ["supplier refusal 0.1/once"],
    ),
    (
        "乙方违反本合同其他约定的，每次支付违约金1000元。",
        ["supplier other 1000/occurrence"],
    ),
    (
        "违约方应向守约方支付合同总价款5%的违约金。",
        ["either other 0.05/once"],
    ),
    (
        "视情节轻重每次扣款500至1000元。",
        ["supplier other 500-1000/occurrence"],
    ),
    (
        "发现一次处以2000-5000元罚款。",
        ["supplier other 2000-5000/occurrence"],
    ),
    (
        "处以500元以上2000元以下罚款。",
        ["supplier other 500-2000/once"],
    ),
    (
        "情节严重的，扣除当月服务费的5%-10%。",
        ["supplier other 0.05/once"],
    ),
    (
        "因乙方原因造成逾期的，甲方有权按合同总价的0.2%/天向乙方收取违约金。",
        ["supplier late_performance 0.002/day"],
    ),
    (
        "甲方有权对乙方处以5000元/次的罚款。",
        ["supplier other 5000/occurrence"],
    ),
    (
        "由违约方向守约方支付合同总额10%的违约金，并赔偿损失。",
        ["either other 0.1/once"],
    ),
    (
        "甲方逾期退还履约保证金的，每逾期一日按应退金额的0.02%向乙方支付违约金。",
        ["buyer late_payment 0.0002/day"],
    ),
    (
        "甲方发现乙方工作人员迟到、早退的，每人次扣罚100元。",
        ["supplier service_failure 100/occurrence"],
    ),
    (
        "如甲方未按约定提供场地导致乙方窝工的，甲方每日支付乙方窝工费2000元作为赔偿。",
        ["buyer other 2000/day"],
    ),
    (
        "乙方应对其员工行为负责，如违反甲方管理制度，每次罚款200元。",
        ["supplier other 200/occurrence"],
    ),
    (
        "乙方的违约责任：\n1.逾期交货的，每日按合同总价的0.1%支付违约金；\n"
        "2.质量不合格的，支付合同总价10%的违约金。\n甲方的违约责任：\n1.逾期付款的，"
        "每日按未付款的0.05%支付违约金。",
        [
            "supplier late_performance 0.001/day",
            "supplier quality 0.1/once",
            "buyer late_payment 0.0005/day",
        ],
    ),
    (
        "有下列情形之一的，甲方有权每次扣除服务费500元：\n（1）未按时到岗的；\n（2）服务态度恶劣的。",
        ["supplier staffing 500/occurrence"],
    ),
    (
        "乙方出现下列情形的，按以下标准扣款：\n（1）未按规定巡查的，每次200元；\n"
        "（2）垃圾清运不及时的，100元/次；\n（3）造成人身伤害的，每起5000元。",
        [
            "supplier service_failure 200/occurrence",
            "supplier service_failure 100/occurrence",
            "supplier safety 5000/occurrence",
        ],
    ),
    (
        "违约金按以下标准计算：每逾期一日，为合同总价的0.1%。",
        ["supplier late_performance 0.001/day"],
    ),
    (
        "乙方第一次违反的，扣款500元；第二次违反的，扣款1000元；第三次违反的，甲方有权解除合同。",
        [
            "supplier other 500/once",
            "supplier other 1000/once ends",
        ],
    ),
    (
        "乙方每逾期一天按照本合同总额1‰的比例向甲方支付违约金，违约金以合同总额的10%为限。",
        ["supplier late_performance 0.001/day cap 0.1"],
    ),
    (
        "乙方逾期供货，每逾期一日按合同总价的0.5%，向甲方支付违约金。",
        ["supplier late_performance 0.005/day"],
    ),
    (
        "乙方逾期交付的，违约金计算标准为每日合同总价的0.1%，且不超过合同总价的20%。",
        ["supplier late_performance 0.001/day cap 0.2"],
    ),
    (
        "乙方违约的，应按合同总价的10%即人民币50,000元向甲方支付违约金。",
        ["supplier other 0.1/once"],
    ),
    (
        "乙方拒不整改的，按合同总价100万元的2%支付违约金。",
        ["supplier quality 0.02/once"],
    ),
    (
        "甲方可从履约保证金中扣除5000元/次。",
        ["supplier other 5000/occurrence"],
    ),
    (
        "甲方有权没收履约保证金的50%。",
        ["supplier other 0.5/once"],
    ),
    (
        "乙方违反上述约定的，甲方扣除10%的履约保证金。",
        ["supplier other 0.1/once"],
    ),
    (
        "若一方擅自变更合同内容，应赔偿对方合同总价的5%。",
        ["either other 0.05/once"],
    ),
    (
        "逾期付款的，买方应按逾期付款金额每天万分之四支付逾期付款违约金，但不超过逾期付款金额的5%。",
        ["buyer late_payment 0.0004/day cap 0.05"],
    ),
    (
        "乙方若未能如期完成，每逾期一日扣合同总价的千分之五，逾期十五日仍不能完成的，"
        "甲方有权单方终止合同，并要求乙方按合同总价的30%支付违约金。",
        [
            "supplier late_performance 0.005/day ends",
            "supplier late_performance 0.3/once ends",
        ],
    ),
    (
        "乙方逾期交付的，每逾期一日按合同总价款的0.05%向甲方支付违约金；除违约金外，"
        "乙方对甲方承担的赔偿责任总额以合同总价款的100%为上限。",
        ["supplier late_performance 0.0005/day"],
    ),
    (
        "任何一方未按约履行义务，每逾期一日，应向守约方支付相当于总价款0.5%的违约金，累计不超过总价款的10%。",
        ["either late_performance 0.005/day cap 0.1"],
    ),
    (
        "乙方逾期交货的，每逾期一日按合同总价的0.05%（即598元）向甲方支付违约金，"
        "累计不超过合同总价的5%。甲方逾期付款的，"
        "每逾期一日按应付未付金额的0.05%支付违约金。",
        [
            "supplier late_performance 0.0005/day cap 0.05",
            "buyer late_payment 0.0005/day",
        ],
    ),
    (
        "任何一方违约，应向守约方支付合同总额10%的违约金；乙方逾期交付的，"
        "每逾期一日按合同总额的0.5‰另行支付。",
        [
            "either other 0.1/once",
            "supplier late_performance 0.0005/day",
        ],
    ),
    (
        "乙方逾期交货每逾期一日按合同总价千分之一向甲方支付违约金逾期超过15日甲方有权解除合同",
        ["supplier late_performance 0.001/day ends"],
    ),
    (
        "序号\t考核内容\t扣款标准\n1\t保安脱岗\t200元/次\n2\t未按时交接班\t每次扣50元\n"
        "3\t垃圾未日产日清\t100元/处",
        [
            "supplier service_failure 200/occurrence",
            "supplier late_performance 50/occurrence",
            "supplier quality 100/item",
        ],
    ),
    (
        "序号\t违约情形\t扣款金额（元）\n1\t迟到\t50\n2\t旷工\t200\n3\t与师生争吵\t500",
        [
            "supplier service_failure 50/once",
            "supplier service_failure 200/once",
            "supplier service_failure 500/once",
        ],
    ),
    (
        "考核得分\t扣款比例\n90分以上\t0%\n80-89分\t5%\n70-79分\t10%",
        [
            "supplier quality 0.05/once",
            "supplier quality 0.1/once",
        ],
    ),
    (
        "考核项目\t分值\t评分标准\n卫生\t20\t每发现一处不合格扣1分\n秩序\t30\t每缺岗1次扣2分，同时扣款100元",
        ["supplier staffing 100/occurrence"],
    ),
    (
        "（一）有下列情况之一的，每次扣除服务费200元：\n1.垃圾桶未及时清理；\n"
        "2.地面有积水。\n（二）有下列情况之一的，每次扣除服务费500元：\n1.值班脱岗。",
        [
            "supplier quality 200/occurrence",
            "supplier service_failure 500/occurrence",
        ],
    ),
    (
        "乙方违反下列规定的，甲方有权处以罚款：\n1.使用不合格食材的，罚款5000元；\n"
        "2.从业人员无健康证的，罚款1000元/人；\n3.发生食物中毒的，"
        "罚款50000元并解除合同。",
        [
            "supplier quality 5000/once",
            "supplier staffing 1000/person",
            "supplier safety 50000/once ends",
        ],
    ),
    (
        "1.乙方逾期交货的，每日按合同总价的0.1%支付违约金。\n2.乙方货物不合格的，"
        "每次支付违约金5000元。\n3.上述违约金累计不超过合同总价的10%。",
        [
            "supplier late_performance 0.001/day cap 0.1",
            "supplier quality 5000/occurrence cap 0.1",
        ],
    ),
    (
        "甲方逾期付款的，每逾期一天，应支付未付金额0.05%的违约金，乙方逾期交货的，"
        "每逾期一天，应支付合同总价0.1%的违约金，但均不超过合同总价的5%。",
        [
            "buyer late_payment 0.0005/day cap 0.05",
            "supplier late_performance 0.001/day cap 0.05",
        ],
    ),
    (
        "乙方逾期交付软件源代码的，每逾期一个工作日，按500元/日承担违约金。",
        ["supplier late_performance 500/day"],
    ),
    (
        "乙方无法在24小时内修复故障的，每延长1小时支付违约金200元，每次最高不超过5000元。",
        ["supplier service_failure 200/hour cap 5000"],
    ),
    (
        "每推迟一个月，按合同总价的3%扣减。",
        ["supplier late_performance 0.03/month"],
    ),
    (
        "如乙方提供的发票不合规，乙方应按发票金额的5%支付违约金，并重新开具。",
        ["supplier other 0.05/once"],
    ),
    (
        "乙方拖欠保洁员工资引发投诉的，每次罚款2000元。",
        ["supplier other 2000/occurrence"],
    ),
    (
        "甲方未按约定期限退还履约保证金的，应按逾期金额每日万分之二支付违约金。",
        ["buyer late_payment 0.0002/day"],
    ),
    (
        "乙方擅自停止服务的，每停止一日，扣除当月服务费的10%。",
        ["supplier termination 0.1/day"],
    ),
    (
        "乙方收到中标通知书后无正当理由拒签合同的，应支付中标金额2%的违约金。",
        ["supplier refusal 0.02/once"],
    ),
    (
        "乙方未履行廉洁承诺的，甲方有权终止合同，并要求乙方支付合同总价5%的违约金。",
        ["supplier fraud 0.05/once ends"],
    ),
    (
        "我方如违反本承诺，自愿向贵方支付违约金人民币10万元，并承担一切法律责任。",
        ["supplier other 100000/once"],
    ),
    (
        "乙方有弄虚作假行为的，甲方有权解除合同，没收全部履约保证金，并按合同总额的10%追究乙方违约责任。",
        ["supplier fraud 0.1/once ends"],
    ),
    (
        "甲方中途变更或解除合同的，应按合同未履行部分价款的10%向乙方支付违约金。",
        ["buyer termination 0.1/once"],
    ),
    (
        "本合同总价为人民币1,000,000元，乙方逾期交货的，每逾期一日支付违约金1000元。",
        ["supplier late_performance 1000/day"],
    ),
    (
        "乙方提供服务质量不达标，甲方按合同总价款5%-20%扣减服务费。",
        ["supplier quality 0.05/once"],
    ),
    (
        "如因乙方原因导致系统瘫痪超过24小时，每次扣除合同总额的1%，全年累计超过3次的，"
        "甲方有权解除合同，乙方需支付合同总额的20%作为违约金。",
        [
            "supplier service_failure 0.01/occurrence ends",
            "supplier service_failure 0.2/once ends",
        ],
    ),
    (
        "乙方交货数量不足的，应补足，并按短缺部分货款的10%支付违约金。",
        ["supplier quality 0.1/once"],
    ),
    (
        "逾期一周内每天扣合同总价0.5%，逾期一周以上每天扣合同总价1%。",
        [
            "supplier late_performance 0.005/day",
            "supplier late_performance 0.01/day",
        ],
    ),
    (
        "违约金：合同总价的10%。",
        ["either other 0.1/once"],
    ),
    (
        "守约方有权要求违约方支付合同总价款的20%作为违约金。",
        ["either other 0.2/once"],
    ),
    (
        "乙方应于每月5日前提交报告，逾期提交的，甲方有权扣除当期服务费1000元/次。",
        ["supplier late_performance 1000/occurrence"],
    ),
    (
        "甲方每月对乙方进行考核，满意度低于80%的，扣除当月服务费的3%，满意度低于60%的，扣除当月服务费的10%。",
        [
            "supplier quality 0.03/once",
            "supplier quality 0.1/once",
        ],
    ),
    (
        "乙方逾期30日仍未交货的，视为不能交货，乙方应退还预付款并按预付款的20%支付违约金。",
        ["supplier late_performance 0.2/once"],
    ),
    (
        "乙方迟到30分钟以上的，扣除服务费500元以上1000元以下。",
        ["supplier service_failure 500-1000/once"],
    ),
    (
        "违约情形\t违约金标准\t上限\n逾期交付\t每逾期一日，合同总价的0.05%\t合同总价的5%\n"
        "未通过验收\t合同总价的10%\t——",
        [
            "supplier late_performance 0.0005/day cap 0.05",
            "supplier quality 0.1/once",
        ],
    ),
    (
        "责任方\t违约情形\t承担方式\n乙方\t逾期交付\t合同总价的0.05%/日\n甲方\t逾期付款\t未付款的0.03%/日",
        [
            "supplier late_performance 0.0005/day",
            "buyer late_payment 0.0003/day",
        ],
    ),
    (
        "乙方未按期提交审计报告的，每逾期一日，扣减审计服务费的0.5%，最高扣减10%；"
        "逾期超过20日的，甲方有权解除合同并不支付费用。",
        ["supplier late_performance 0.005/day cap 0.1 ends"],
    ),
    (
        "审计报告出现重大差错或者遗漏的，乙方应无偿更正，并承担合同价款20%的违约金。",
        ["supplier quality 0.2/once"],
    ),
    (
        "乙方出具虚假报告的，应退还全部已收费用，并按合同总价的30%支付违约金。",
        ["supplier fraud 0.3/once"],
    ),
    (
        "未经甲方书面同意更换项目负责人的，每次扣减服务费10,000元；更换其他成员的，每人次扣减3,000元。",
        [
            "supplier staffing 10000/occurrence",
            "supplier staffing 3000/occurrence",
        ],
    ),
    (
        "乙方人员到场人数少于约定人数的，每人每日扣减500元。",
        ["supplier staffing 500/person_day"],
    ),
    (
        "评审结论与复核结果偏差超过3%的，每增加1个百分点，扣减该项目服务费的5%。",
        ["supplier quality 0.05/unit"],
    ),
    (
        "乙方违反廉洁纪律，收受被审计单位财物的，按财物价值的5倍支付违约金，并解除合同。",
        ["supplier fraud 5/once ends"],
    ),
    (
        "保安员空岗的，每岗每班次扣减200元。",
        ["supplier staffing 200/occurrence"],
    ),
    (
        "队员在岗期间睡觉、玩手机的，每人次扣100元。",
        ["supplier service_failure 100/occurrence"],
    ),
    (
        "保安员年龄、身高等条件不符合约定的，每人每月扣减500元，并限期3日内更换。",
        ["supplier staffing 500/person"],
    ),
    (
        "因乙方保安人员失职造成甲方财物被盗的，除照价赔偿外，每起支付违约金3000元。",
        ["supplier service_failure 3000/occurrence"],
    ),
    (
        "月度考核85分至89分，扣减当月服务费的2%；80分至84分，扣减5%；80分以下，"
        "扣减10%，连续两个月低于80分的，甲方有权终止合同。",
        [
            "supplier quality 0.02/once",
            "supplier quality 0.05/once",
            "supplier quality 0.1/once ends",
        ],
    ),
    (
        "未按规定巡更的，每漏巡一次扣50元，单月累计扣款不超过当月服务费的10%。",
        ["supplier service_failure 50/occurrence cap 0.1"],
    ),
    (
        "乙方逾期不配合交接的，每日支付违约金2000元。",
        ["supplier late_performance 2000/day"],
    ),
    (
        "保安员与来访人员发生冲突的，视情节扣减500元至2000元/次。",
        ["supplier service_failure 500-2000/occurrence"],
    ),
    (
        "打架斗殴的，每次罚款1000元。",
        ["supplier service_failure 1000/occurrence"],
    ),
    (
        "农药残留检测超标的，当批货物作退货处理，并处该批货款10倍的违约金。",
        ["supplier quality 10/once"],
    ),
    (
        "送货数量不足的，按不足部分货款的2倍扣款。",
        ["supplier quality 2/once"],
    ),
    (
        "发生食品安全事故的，乙方承担全部责任，并支付违约金100,000元，甲方有权立即解除合同。",
        ["supplier safety 100000/once ends"],
    ),
    (
        "供应假冒伪劣食材的，支付合同总价10%的违约金。",
        ["supplier fraud 0.1/once"],
    ),
    (
        "从业人员未持健康证上岗的，每人次扣500元。",
        ["supplier staffing 500/occurrence"],
    ),
    (
        "饭菜中出现异物的，每次扣款500元。",
        ["supplier quality 500/occurrence"],
    ),
    (
        "满意度低于80%的，扣减当月管理费的5%。",
        ["supplier quality 0.05/once"],
    ),
    (
        "未按要求留样的，每次扣款300元。",
        ["supplier quality 300/occurrence"],
    ),
    (
        "乙方逾期交付车辆的，每辆每逾期一日按日租金的50%向甲方支付违约金。",
        ["supplier late_performance 0.5/day"],
    ),
    (
        "车辆发生故障，乙方未在2小时内提供替换车辆的，每次按当日租金的2倍支付违约金。",
        ["supplier service_failure 2/occurrence"],
    ),
    (
        "驾驶员未按时到达的，每次扣除租金200元；造成甲方误机、误车的，另支付违约金1000元。",
        [
            "supplier service_failure 200/occurrence",
            "supplier service_failure 1000/once",
        ],
    ),
    (
        "卖方未能按期交货的，每逾期一周（不足一周按一周计），"
        "按迟交货物价款的0.5%支付误期赔偿费，最高限额为合同总价的5%，达到最高限额的，"
        "买方有权解除合同。",
        ["supplier late_performance 0.005/week cap 0.05 ends"],
    ),
    (
        "设备安装调试后经两次验收仍达不到技术指标的，甲方有权退货，"
        "乙方退还已付货款并支付合同价款10%的违约金。",
        ["supplier quality 0.1/once"],
    ),
    (
        "质保期内年开机率低于95%的，每降低1个百分点，质保期延长15日并支付该设备价款0.5%的违约金。",
        ["supplier quality 0.005/unit"],
    ),
    (
        "乙方提供的货物为翻新、二手或者水货的，按该货物价款的三倍支付违约金，并承担合同总价20%的违约金。",
        [
            "supplier fraud 3/once",
            "supplier fraud 0.2/once",
        ],
    ),
    (
        "乙方停产、断供备件的，应支付违约金50,000元。",
        ["supplier other 50000/once"],
    ),
    (
        "未经甲方同意更换授课教师的，每人次扣减课酬2000元。",
        ["supplier staffing 2000/occurrence"],
    ),
    (
        "教学评估满意率低于85%的，扣减该期培训费的10%；低于70%的，扣减该期培训费的30%。",
        [
            "supplier quality 0.1/once",
            "supplier quality 0.3/once",
        ],
    ),
    (
        "乙方擅自减少课时的，每少一课时扣减500元。",
        ["supplier quality 500/item"],
    ),
    (
        "甲方未按约定时间组织学员报到，造成空置的，按每人每天100元向乙方支付费用补偿。",
        ["buyer late_performance 100/person_day"],
    ),
    (
        "甲方取消培训的，应提前10日通知乙方；未提前通知的，按该期培训费的10%向乙方支付违约金。",
        ["buyer other 0.1/once"],
    ),
    (
        "学员因食宿安排不当发生食物中毒等事故的，乙方支付违约金50,000元，并承担全部医疗费用。",
        ["supplier safety 50000/once"],
    ),
    (
        "乙方未按里程碑节点交付的，每逾期一日按该阶段款项的0.1%支付违约金，累计不超过该阶段款项的20%。",
        ["supplier late_performance 0.001/day cap 0.2"],
    ),
    (
        "上线后发生一级故障，未在4小时内恢复的，每超过1小时支付违约金5,000元。",
        ["supplier service_failure 5000/hour"],
    ),
    (
        "系统可用率低于99.5%的，每降低0.1个百分点扣减当季运维费的1%。",
        ["supplier service_failure 0.01/unit"],
    ),
    (
        "软件存在高危漏洞且未在3日内修复的，每个扣减2,000元。",
        ["supplier security_incident 2000/item"],
    ),
    (
        "乙方在系统中留有后门、恶意代码的，支付合同总价30%的违约金，并承担法律责任。",
        ["supplier security_incident 0.3/once"],
    ),
    (
        "乙方未交付源代码的，按合同总价的20%支付违约金。",
        ["supplier other 0.2/once"],
    ),
    (
        "乙方核心开发人员变动未经甲方同意的，每人支付违约金10,000元。",
        ["supplier staffing 10000/person"],
    ),
    (
        "第三方主张侵权的，乙方应负责处理，并支付合同金额10%的违约金。",
        ["supplier intellectual_property 0.1/once"],
    ),
    (
        "甲方未按期组织验收的，每逾期一日，按合同总价的0.01%支付违约金。",
        ["buyer late_performance 0.0001/day"],
    ),
    (
        "乙方使用未经授权的开源组件的，每发现一处支付违约金1,000元。",
        ["supplier intellectual_property 1000/item"],
    ),
    (
        "发生数据泄露的，每次支付违约金100,000元。",
        ["supplier confidentiality 100000/occurrence"],
    ),
    (
        "任何一方未履行通知义务的，应支付违约金5000元。",
        ["either other 5000/once"],
    ),
    (
        "乙方中标后拒绝履行合同的，没收履约保证金，并按合同总价的10%支付违约金。",
        ["supplier refusal 0.1/once"],
    ),
    (
        "因甲方原因解除合同的，甲方应按未履行部分服务费的5%向乙方支付补偿金。",
        ["buyer termination 0.05/once"],
    ),
    (
        "乙方未按期足额缴纳水电费的，每逾期一日加收0.3%的滞纳金。",
        ["supplier late_payment 0.003/day"],
    ),
]


@pytest.mark.parametrize(("clause", "expected"), STATED)
def test_reads_penalties_as_drafters_write_them(clause: str, expected: list[str]) -> None:
    assert [shown(penalty) for penalty in penalties_of(clause)] == expected


LABELLED: list[tuple[Labels, str, list[str]]] = [
    (
        LEASE,
        "乙方逾期支付租金的，每逾期一日，按欠付租金的0.05%向甲方支付违约金。",
        ["buyer late_payment 0.0005/day"],
    ),
    (
        LEASE,
        "甲方逾期交付房屋的，每逾期一日，应向乙方支付月租金1%的违约金。",
        ["supplier late_performance 0.01/day"],
    ),
    (
        LEASE,
        "租赁期内，任何一方提前解除合同的，应向对方支付违约金30000元。",
        ["either termination 30000/once"],
    ),
    (
        LEASE,
        "乙方损坏房屋设施的，甲方有权从押金中扣除2000元。",
        ["buyer other 2000/once"],
    ),
    (
        WORKS,
        "因承包人原因工期延误的，逾期竣工违约金：3000元/天；逾期竣工违约金限额：签约合同价的10%。",
        ["supplier late_performance 3000/day cap 0.1"],
    ),
    (
        WORKS,
        "发包人未按期支付工程款的，每日按应付款的万分之一支付违约金。",
        ["buyer late_payment 0.0001/day"],
    ),
    (
        WORKS,
        "承包人未经发包人批准擅自更换项目经理的，处违约金10万元/人次；更换技术负责人的，处违约金5万元/人次。",
        [
            "supplier staffing 100000/occurrence",
            "supplier staffing 50000/occurrence",
        ],
    ),
    (
        WORKS,
        "施工现场未佩戴安全帽的，每人每次罚款200元。",
        ["supplier safety 200/occurrence"],
    ),
    (
        WORKS,
        "工程质量不合格的，承包人承担返工费用，并按不合格工程造价的5%支付违约金。",
        ["supplier quality 0.05/once"],
    ),
    (
        SALE,
        "卖方逾期交货的，每逾期一天，按逾期交货部分货款的0.1%向买方偿付违约金，"
        "总额不超过合同总价的5%；逾期超过30天，买方有权解除合同。",
        ["supplier late_performance 0.001/day cap 0.05 ends"],
    ),
    (
        SALE,
        "买方逾期付款，按日万分之三向卖方支付违约金。",
        ["buyer late_payment 0.0003/day"],
    ),
    (
        SELLER_FIRST,
        "甲方逾期交货的，每逾期一日向乙方支付合同总价1‰的违约金。乙方逾期付款的，"
        "每逾期一日向甲方支付逾期金额1‰的违约金。",
        [
            "supplier late_performance 0.001/day",
            "buyer late_payment 0.001/day",
        ],
    ),
]


@pytest.mark.parametrize(("labels", "clause", "expected"), LABELLED)
def test_liability_follows_the_roles_of_the_labels(labels: Labels, clause: str, expected: list[str]) -> None:
    assert [shown(penalty) for penalty in penalties_of(clause, labels)] == expected


NO_PENALTY: list[str] = [
    "甲方逾期付款，应按同期贷款市场报价利率向乙方支付逾期利息。",
    "甲方未按时付款的，按LPR的1.5倍计算逾期付款损失。",
    "甲方在验收合格后支付合同总价的95%，剩余5%作为质量保证金。",
    "乙方应按合同总价的5%缴纳履约保证金，乙方违约的，履约保证金不予退还。",
    "甲方扣留合同价款的3%作为质保金，质保期满后无息退还。",
    "考核得分低于60分的，每次扣5分。",
    "每发生一次扣除2分，扣完为止。",
    "乙方应在收到合同总价的30%后10日内供货，否则承担违约责任。",
    "甲方扣除考核金额后支付当月服务费的90%。",
    "乙方开具税率为6%的增值税专用发票，否则甲方有权拒付。",
    "造成甲方损失超过10000元的，乙方应赔偿全部损失。",
    "乙方提前解约的，应支付相当于3个月租金的违约金。",
    "乙方应赔偿甲方因此遭受的全部损失。",
    "违约金累计达到合同总价20%的，甲方有权解除合同。",
    "承包人应投保第三者责任险，每次事故赔偿限额不低于200万元。",
    "乙方服务费为人民币500000元，由甲方按月支付，扣除当月考核扣款。",
    "乙方应赔偿甲方100%的损失。",
    "设备可用率不低于99.9%，响应时间不超过30分钟，否则按违约处理。",
    "乙方逾期交货的，应支付合同总价____‰的违约金。",
    "乙方的赔偿责任总额不超过本合同总额的20%。",
    "考核得分\t支付比例\n90分以上\t100%\n80-89分\t95%\n70-79分\t90%",
    "项目\t单价（元）\t金额（元）\n清洗\t500.00\t1,000.00",
    "付款时扣除3%的质保金。乙方应开具13%的增值税专用发票。",
    "履约保证金为合同金额的5%，乙方违约的，甲方有权从中扣除违约金。",
    "投标报价下浮率为5%，结算时按审计金额扣减。",
    "审减率超过5%的，超出部分的审计费由乙方承担。",
    "结算审核核减额超过送审额10%的，由承包人按核减额的5%承担审计费用。",
    "满意度低于95%扣2分，低于90%扣5分。",
    (
        "项目\t分值\t评分标准\n满意度\t10\t满意度低于95%扣2分，每降低1%再扣1分\n"
        "响应\t10\t超时一次扣除该项分值的50%"
    ),
    "违约金可从履约保证金中扣除，乙方应在5日内将保证金补足至合同总价的5%。",
    "因双方过错造成损失的，各承担50%的赔偿责任。",
    "保险公司按实际损失的90%赔付，每座赔偿限额50万元。",
    "过磅时扣除3%的水分。",
    "课酬由乙方代扣代缴20%的个人所得税。",
    "违约金不足以弥补损失的，违约方应赔偿全部损失，赔偿总额不超过合同总价的30%。",
]


@pytest.mark.parametrize("clause", NO_PENALTY)
def test_numbers_without_a_sanction_are_no_penalty(clause: str) -> None:
    assert penalties_of(clause) == ()


def test_without_parties_the_first_party_buys() -> None:
    penalties = read_penalties(context_of("乙方逾期交货的，每逾期一日支付违约金1000元。"), ())
    assert [shown(penalty) for penalty in penalties] == ["supplier late_performance 1000/day"]


def test_values_and_penalty_quote_the_document() -> None:
    context = context_of(
        "乙方逾期交货的，每 逾期 一日，按合同总价的 0.1 ％ 支付违约金，累计不超过合同总价的5％。"
    )
    (penalty,) = read_penalties(context, parties_of(PLAIN))
    assert penalty.rate is not None
    assert penalty.cap is not None
    document = context.document.text
    for part in (penalty, penalty.rate, penalty.cap):
        first = part.spans[0]
        assert document[first.start : first.end] == part.text
    assert penalty.rate.text == "0.1 ％"
    assert penalty.text.startswith("乙方逾期交货的")
    assert penalty.cap.text == "累计不超过合同总价的5％"


def test_words_beside_the_figures_are_kept() -> None:
    (penalty,) = penalties_of("货物不合格的，乙方应支付合同总价10%（百分之二十）的违约金。")
    assert penalty.rate is not None
    assert (penalty.rate.value, penalty.rate_words) == (Decimal("0.10"), Decimal("0.20"))


@pytest.mark.parametrize(
    ("measure", "base"),
    [
        ("合同总价的1%", "contract_total"),
        ("合同1%", "contract_total"),
        ("签约合同价的1%", "contract_total"),
        ("应付未付金额的1%", "unpaid"),
        ("逾期付款金额的1%", "unpaid"),
        ("当月服务费的1%", "instalment"),
        ("未交付部分货款的1%", "delivered_part"),
        ("年物业服务费的1%", "other"),
    ],
)
def test_base_of_a_rate(measure: str, base: str) -> None:
    (penalty,) = penalties_of(f"乙方违约的，应按{measure}向甲方支付违约金。")
    assert penalty.base == base


def test_an_amount_has_no_base() -> None:
    (penalty,) = penalties_of("乙方违约的，应向甲方支付违约金5000元。")
    assert penalty.base is None


@pytest.mark.parametrize(
    ("clause", "trigger"),
    [
        ("乙方逾期交货的，每日支付违约金1000元，逾期超过60日的，甲方有权解除合同。", "逾期超过60日"),
        ("乙方逾期交货的，每日支付违约金1000元；逾期超过60日的，甲方有权解除合同。", "逾期超过60日"),
        ("保安脱岗的，每次扣500元，经累计五次，甲方有权解除合同。", "经累计五次"),
        ("发生事故的，每起扣款1万元；构成重大事故的，甲方有权解除合同。", "构成重大事故"),
        ("乙方转包的，甲方有权解除合同，乙方应支付合同总价20%的违约金。", None),
    ],
)
def test_what_makes_the_right_to_terminate_ripe(clause: str, trigger: str | None) -> None:
    (penalty,) = penalties_of(clause)
    assert penalty.termination
    assert (penalty.termination_trigger and penalty.termination_trigger.value) == trigger


def test_cap_in_yuan_and_its_base() -> None:
    in_yuan, as_rate = penalties_of(
        "乙方逾期交货的，每日支付违约金1000元，累计不超过3万元。\n甲方逾期付款的，每日按未付金额的0.05%支付违约金，不超过未付金额的5%。"
    )
    assert in_yuan.cap is not None
    assert (in_yuan.cap.amount, in_yuan.cap.rate) == (Decimal(30000), None)
    assert as_rate.cap is not None
    assert (as_rate.cap.rate, as_rate.cap.base) == (Decimal("0.05"), "unpaid")


def test_a_common_cap_of_one_side_leaves_the_other_alone() -> None:
    penalties = penalties_of(
        "1.乙方逾期交货的，每日按合同总价的0.1%支付违约金。\n"
        "2.甲方逾期付款的，每日按未付金额的0.1%支付违约金。\n"
        "3.上述乙方违约金累计不超过合同总价的10%。"
    )
    assert [shown(penalty) for penalty in penalties] == [
        "supplier late_performance 0.001/day cap 0.1",
        "buyer late_payment 0.001/day",
    ]


def test_a_row_is_the_evidence_of_its_penalty() -> None:
    (penalty,) = penalties_of("序号\t违约情形\t扣款标准\n1\t保安缺岗\t200元/人/天")
    assert shown(penalty) == "supplier staffing 200/person_day"
    assert penalty.text == "1\t保安缺岗\t200元/人/天"


def test_unit_of_a_column_heading() -> None:
    (penalty,) = penalties_of("序号\t违约情形\t扣款标准（元/次）\n1\t巡更漏点\t50")
    assert shown(penalty) == "supplier service_failure 50/occurrence"


def test_penalties_of_annexes_count_too_in_document_order() -> None:
    clause = (
        "乙方逾期交货的，每日支付违约金1000元。\n"
        "甲方（盖章）：某局\t乙方（盖章）：某公司\n"
        "签订日期：2025年3月1日\t签订日期：2025年3月1日\n"
        "附件：廉政协议\n"
        "一、乙方向甲方人员行贿的，应支付合同总价5%的违约金。"
    )
    assert [shown(penalty) for penalty in penalties_of(clause)] == [
        "supplier late_performance 1000/day",
        "supplier fraud 0.05/once",
    ]


def test_losers_are_remembered_with_a_reason() -> None:
    context = context_of("乙方逾期交货的，每日按合同总价的0.1%支付违约金，累计不超过合同总价的5%。")
    read_penalties(context, ())
    candidates = [c for c in context.trace.of("penalties") if c.value in ("0.1%", "5%")]
    assert [(c.value, c.won) for c in candidates] == [("5%", False), ("0.1%", True)]
    assert "上限" in candidates[0].reason
