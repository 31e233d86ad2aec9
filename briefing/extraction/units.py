"""The units a figure may carry: one word a unit, the multipliers before it and what must not follow it.

A unit is taken as written, multiplier included: 万平方米, 亿元, 元/人, 套（间）. A number without one of these units is no
quantity (years, floors, line numbers), so a new unit costs one word here.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod

from briefing.extraction.wordlists import terms

MULTIPLIERS = terms("百亿亿 万亿亿 亿亿 万亿 千亿 百亿 十亿 亿 千万 百万 十万 万 千 百")
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
POWERS = {word: prod(_POWERS[character] for character in word) for word in ("", *MULTIPLIERS)}

# What kind of thing a unit counts. "class" units are classifiers: the thing counted may follow them (8个项目, 40家企业).
FAMILIES: dict[str, str] = {
    "class": """个 家 户 人 名 位 项 件 次 场 处 所 座 栋 幢 套 间 张 部 台 辆 列 架 艘 条 根 颗 宗 起 例 份 本 册 篇 首 支 只 头 匹 羽 株 棵
        盏 口 块 片 面 对 双 组 类 种 款 门 枚 眼 孔 站 人次 标台 户次 家次 件次 场次 车次 班次 辆次 架次 航次 列次 批次 大 版 幅 集 块次 道 具 台次 台套 床 只次
        课时 学时 字 村 篇次 点 轮 台（套） 批 班列 期 类型 大类 笔 趟 袋 瓶 盒 股 桌 台件 人份 航班 班次 摊 尾""",
    "money": """元 美元 欧元 港元 日元 元人民币 人民币 港币 英镑 韩元 新台币 澳元 卢布 角 分""",
    "length": "公里 千米 米 里 厘米 毫米 海里 车道公里 皮长公里 芯公里 纳米 微米 km KM Km mm cm",
    "area": "平方米 平方公里 平方千米 平米 ㎡ m² m2 M2 km² km2 平方 公顷 亩 亩次 畝 平方英尺",
    "volume": "立方米 方 升 立方 毫升 m³ m3 ㎥ 标方 立方公里",
    "weight": "吨 公斤 千克 克 斤 担 两 微克 毫克 吨标准煤 吨标煤 吨标准油 载重吨 总吨 吨公里 人公里 标箱 标准箱 TEU 箱 重量箱 t kg mg μg µg ug",
    "energy": "千瓦 千瓦时 千瓦小时 瓦时 兆瓦 兆瓦时 吉瓦 吉瓦时 瓦 度 kW kWh MW MWh GW GWh KW kw MWp GWp 千伏安 焦耳 大卡 千焦",
    "percent": "% ％ ‰ 个百分点 百分点 个千分点 个基点 BP",
    "ratio": "倍",
    "duration": "天 个月 小时 分钟 秒 个工作日 工作日 个小时 个自然日 岁 周岁 个季度",
    "data": "比特 字节 GB TB PB Tbps Gbps Mbps P TFlops PFlops EFlops",
    "temperature": "℃ 摄氏度 分贝 dB",
}
FAMILY: dict[str, str] = {
    unit: family for family, units in FAMILIES.items() for unit in units.split()
}
YEARS = "年"  # of a duration only behind a decimal, see `quantities`

# After a stroke: 元/人, 微克/立方米, 万吨/年, 元/平方米·月.
PER = "年 月 日 天 小时 秒 分 人 户 日次 人年 万人 十万人 千人 生 人均 桶 箱 元 万元 次 头 位 车 股 只 件 平方米·月 床日 秒次 升 千瓦时 度 亩 公里 吨 立方米 平方公里 平方米 公顷 个 家 m³ m3 ㎥ L h"
# What may follow 每 behind a unit: 微克每立方米, 元每吨.
PER_SPOKEN = "立方米 平方米 平方公里 升 毫升 吨 公斤 千克 亩 公顷 千瓦时 度 人 户 人每月"

# A word that begins with the unit: 项目, 家庭, 人才. Then the number counts nothing.
NOT_BEFORE: dict[str, str] = {
    "项": "目",
    "家": "庭园居电",
    "人": "才均大民社口工居格",
    "条": "例",
    "处": "理置罚",
    "所": "有属",
    "部": "门分署委队",
    "台": "阶账",
    "口": "岸径碑",
    "户": "籍口外",
    "位": "于居列置",
    "次": "级年新",
    "组": "织建成",
    "份": "额",
    "面": "积向貌",
    "类": "型",
    "大": "关力于型厦道学桥街会数气专兴",
    "版": "本",
    "站": "位",
    "村": "民",
    "方": "面式案特便法向位针略",
    "度": "假",
    "分": "别钟局会校院行公管厂店类级子支中阶步",
    "点": "位亮击击",
    "里": "程面",
    "日": "常益前均",
    "天": "然津桥下",
    "具": "有体",
    "道": "路德",
    "字": "号",
    "对": "接口外于",
    "片": "区",
    "门": "户店诊",
    "集": "群团中聚合体约",
    "床": "位",
    "期": "间",
    "角": "度",
    "轮": "胎换值流机岗渡廓班训候椅",
    "箱": "",
    "个": "体人性",
    "片区": "",
    "斤": "",
    "批": "准复发零",
    "名": "师单校牌企",
    "间": "",
    "版次": "",
    "首": "都府个创家次",
    "支": "持付撑线路队架",
    "座": "谈",
    "平方": "",
    "双": "方向",
    "种": "植子粮业",
    "件": "",
    "套": "餐",
    "本": "地土科级市省区",
    "升": "级",
    "克": "",
    "米": "",
    "两": "个江化山岸",
    "根": "据本",
    "列": "入为",
    "笔": "记试者直划杆",
    "股": "份东权市",
    "尾": "气水矿数波号",
    "摊": "位",
    "瓶": "装",
    "袋": "装",
    "盒": "装",
    "桌": "面",
}
# Only with a multiplier are these units and not the beginning of another word or a part of a name.
ONLY_MULTIPLIED = frozenset(
    terms("股 尾 摊 期 方 度 分 点 字 里 批 班列 版 村 站 班 两 担 箱 角 平方 类型")
)


@lru_cache(maxsize=1024)  # a document has few units
def family(unit: str) -> str:
    """What kind of thing a unit as written counts: "class" for classifiers (万户, 套（间）), "money", "percent", …; "" for none."""
    base = unit.split("/")[0].split("（")[0]
    if base in FAMILY:
        return FAMILY[base]
    if base == YEARS:
        return "duration"
    bare = base.lstrip("十百千万亿")
    return FAMILY.get(bare, "class" if base else "")
