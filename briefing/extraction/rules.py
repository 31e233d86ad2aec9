"""The rules that find the name of a figure: each with an id, what it does, and an example that fires and one that must not.

Every fact of running text names its rule (`extract` prints it as `rule`, `explain` says what it does). The examples are run as tests.
"""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """One way a figure gets its name."""

    id: str
    does: str  # in Chinese: what `explain` says
    fires: tuple[str, str]  # a sentence, and the name that the rule gives to a figure of it
    not_in: str  # a sentence like it in which the rule gives no name


_ALL = (
    Rule(
        "name-before",
        "数字前的名称",
        ("固定资产投资增长5.1%。", "固定资产投资"),
        "实施196个重点项目。",
    ),
    Rule(
        "thing-behind",
        "数字后被计数的事物",
        ("建成196个重点项目。", "重点项目"),
        "固定资产投资增长5.1%。",
    ),
    Rule(
        "carried-on",
        "数字前没有名称，承接本句前文",
        ("财政收入9亿元，增长4%。", "财政收入"),
        "财政收入9亿元，固定资产投资增长4%。",
    ),
    Rule(
        "turned-to",
        "承接前一分句转向的指标",
        ("进出口总额创历史新高，达到9亿元。", "进出口总额"),
        "进出口总额达到9亿元。",
    ),
    Rule(
        "sentence-before",
        "本句没有名称，承接上一句所说的唯一事物",
        ("财政收入9亿元。按可比口径计算，增长4%。", "财政收入"),
        "财政收入9亿元，税收收入7亿元。按可比口径计算，增长4%。",
    ),
    Rule(
        "stock-again",
        "“达到”“总量”又说回总数，不再是新增数",
        ("净增经营主体2600户、达到2.8万户。", "经营主体"),
        "净增经营主体2600户，增长5%。",
    ),
    Rule(
        "attribute",
        "只说属性（总投资、面积、占比等），属于前后所说的事物",
        ("实施重点项目12个，总投资30亿元。", "重点项目总投资"),
        "固定资产投资增长5.1%。",
    ),
    Rule(
        "account",
        "只说收入、支出，属于上文所说的预算",
        ("一般公共预算收入9亿元；支出完成21亿元。", "一般公共预算支出"),
        "村集体经营收入9万元；支出2万元。",
    ),
    Rule(
        "spent-on",
        "数字后说明资金投向或者用时做成的事",
        ("安排800万元投入低空经济引导基金。", "低空经济引导基金"),
        "安排800万元用于发展。",
    ),
    Rule(
        "verbs-alone",
        "数字前只有动词",
        ("全年累计惠及3.2万户。", "惠及"),
        "惠及居民3.2万户。",
    ),
    Rule(
        "difference",
        "与谁相比，承接所比的指标",
        ("固定资产投资增长5.1%，高于全市0.7个百分点。", "固定资产投资"),
        "固定资产投资增长5.1%，高于全市。",
    ),
    Rule(
        "compared-with",
        "括号内是相比对象（全省、上半年等）自己的数",
        ("固定资产投资增长5.1%，比全省（4.4%）高0.7个百分点。", "固定资产投资"),
        "固定资产投资增长5.1%（可比口径4.4%）。",
    ),
    Rule(
        "rank",
        "位次所说的指标",
        ("固定资产投资增速居全市第2位。", "固定资产投资增速"),
        "固定资产投资增长5.1%。",
    ),
    Rule(
        "completion",
        "完成计划、预算的比例，承接所完成的指标",
        ("财政收入9亿元，完成年度预算的98%。", "财政收入"),
        "财政收入9亿元，占地区生产总值的8%。",
    ),
    Rule(
        "aim",
        "括号内的目标，承接括号前的指标",
        ("财政收入增长5%（年度目标6%以上）。", "财政收入"),
        "财政收入增长5%（可比口径6%）。",
    ),
)
RULES = {rule.id: rule for rule in _ALL}
COMPARED = "compared-with"
TABLE_CELL = "table-cell"  # a figure of a table is named by its row and column
# The rule where no finer one was noted, by how the name was found.
OF_HOW = {
    "left": "name-before",
    "right": "thing-behind",
    "subject": "carried-on",
    "attribute": "attribute",
    "verbs": "verbs-alone",
    "difference": "difference",
    "rank": "rank",
    "completion": "completion",
    "aim": "aim",
}
