"""The words of the content plan: subjects with what belongs to them, the best first, and how clauses hang together."""

from __future__ import annotations

import re
from typing import NamedTuple


class Subject(NamedTuple):
    """A subject of a paragraph: which facts belong to it (by their names), and which it can do without.

    words: patterns, the most telling first. unlike: names that only look so. most: sentences of it in one paper.
    """

    name: str
    words: tuple[str, ...]
    unlike: str = ""
    most: int = 1


# What people live by, in the order of a review: what was spent and promised, work, income, schools, doctors, old and young, homes, help.
LIVELIHOOD = (
    Subject("投入", ("民生支出", "民生(?:和社会)?领域|民生.*投入", "民生实事"), "候选", 2),
    Subject("就业", ("城镇.*就业|就业.*城镇", "公益性岗位|就业.*补贴", "就业"), "增加值", 1),
    Subject("收入", ("人均可支配收入",), "", 1),
    Subject("教育", ("学位", "教育设施|学校|中小学|幼儿园"), "合作|特色|荣誉|名师|集团|教师", 1),
    Subject("医疗", ("参保", "床位|医院|卫生(?:服务|室|院|站)|医保|诊疗"), "贷款|满意|养老", 1),
    Subject("养老托育", ("托位|养老|床位", "助餐|托育|托幼|幸福院|老年"), "", 2),
    Subject("住房", ("老旧小区|安置房|租赁住房|保障性住房", "电梯|棚户|危房|住房"), "投资", 2),
    Subject("救助", ("困难群众|低保|特困", "救助|保障标准|补助标准"), "", 1),
    Subject("基础设施", ("自来水|放心水|供水", "公共卫生间|公厕|停车位|泊位|农村公路|四好农村路"), "车间|厂房", 1),
)  # fmt: skip
# Projects: the whole first, what was finished and what is going on, levels and plans, what is coming.
PROJECTS = (
    Subject("总投资", ("^重点项目总投资", "重点项目总投资"), "", 2),
    Subject("总数", ("重点项目$",), "数字经济", 1),
    Subject("进展", ("竣工|交付|投用|建成|投产", "加快建设|在建"), "设施|小区|电梯", 1),
    Subject("计划", ("完成年度", "(?:省|市|区|县)级.*项目$"), "数字经济", 2),
    Subject("储备", ("(?:谋划|策划).*项目|储备.*项目",), "产业项目$", 1),
    Subject("招商", ("招商项目|签约.*项目", "落地.*项目|引进.*项目|对接项目|洽谈项目"), "金融", 2),
    Subject("城市更新", ("城市更新项目",), "单元", 1),
    Subject("资金", ("专项债券|政策性资金|超长期.*国债",), "", 1),
)  # fmt: skip
COMING = (
    Subject("总投资", ("重点项目总投资",), "", 1),
    Subject("总数", ("重点项目$",), "", 1),
    Subject("三类", ("续建项目", "新建项目|新开工项目", "储备项目"), "", 1),
    Subject("投资", ("年度.*投资$|完成投资",), "计划投资$", 1),
    Subject("谋划", ("(?:谋划|策划).*项目", "储备.*项目"), "", 1),
    Subject("招商", ("招商项目|过亿元项目|500强|亿元以上.*项目",), "", 1),
    Subject("城市更新", ("拆迁|征收", "安置房|城市更新项目"), "", 1),
)
# What a source calls a project that is finished and used: nothing else is counted as 竣工投用.
IN_USE = re.compile(
    "竣工|完工|交付|投用|使用|投产|投运|运营|营业|启用|建成|落成|建设完成|完成(?:全部)?建设|通车|通航|开通|通水|通气|通电|开园|开业|开馆|开市|开学|开诊|试运行|达产|临床治疗"
)
# What a report is proud of, said of its main figures or in their sentence.
PROUD = re.compile(
    r"(?:全部|均|圆满|超额|超进度)[^，。；]{0,6}完成|完成(?:全年|年度|市|省|区)[^，。；]{0,12}(?:任务|目标|指标|计划)"
    r"|(?:居|列|为|保持)[^，。；]{0,4}(?:全国|全省|全市)[^，。；]{0,6}(?:第|前|首)|全(?:国|省|市)第\d|高于[^，。；]{0,10}计划"
)
# How a source itself holds a figure against what was planned, in the clause after it.
AGAINST = re.compile(
    r"(?:高于|低于|超出?|完成|为)(?:全年|年度|年初|人代会|市|预算|计划|预期|目标|调整)[^，。；]*?\d+(?:\.\d+)?(?:%|个百分点)"
)
# A clause that leans on the one before it: it has no subject of its own.
LEANING = re.compile(
    r"(?:预计)?(?:(?:计划)?总投资(?![^，；。]*的)|总开工|投资(?:超|达|突破|\d)|实现投资|完成投资|完成(?:全年|年度|年初|预算|率)|超(?:额|进度)|占|惠及|涉及|覆盖|总面积"
    r"|同比|比上年|较上年|增长|下降|提高|增幅|增速|高于|低于|达到?\d|位居|居全|列全|总量|累计达|其中|均|分别)"
)
# Projects counted without saying of what, and how a clause before them says it: 能源互联加速集聚，落地…等项目20个.
BARE_PROJECTS = re.compile(r"[^，。；]*等(?:项目\d+个|\d+个项目)")
FIELD = re.compile(r"[^，。；\d“]{2,8}(?:加速|加快|持续|不断|多元|稳步|蓬勃)[^，。；\d]{2}")
# A sentence that opens with a part of the area speaks of that part alone.
OF_A_PART = re.compile(
    r"[^，。；]{2,12}(?:组团|园区|片区|开发区|商务区|集聚区|度假区|试验区|新区)，"
)
# At the head of a clause cut out of its sentence, what pointed to something else.
OPENERS = re.compile(r"^(?:此外|同时|另外|并|其中|——|（[一二三四五六七八九十]+）)[，、：]?")
# What is said of the nation's situation is no problem of a district.
NATIONAL = re.compile(r"三重压力|外部环境|国际形势|百年未有之大变局|发展环境复杂|需求收缩|世纪疫情")
# Where the list of the main targets begins, and how sentences beside it begin that are targets too.
GOALS_AFTER = re.compile(r"(?:预期|主要|工作|奋斗)目标(?:任务)?(?:是|为|如下)?[:：]?")
GOAL_TOO = re.compile(
    r"(?:城镇|农村|全体|居民|城乡|单位|万元|进出口|实际|新增|粮食|能耗|空气|细颗粒物)"
)
# A place among others of its kind, not a prize.
PLACE = re.compile(r"全(?:国|省|市)[^，。；]{0,6}第?\d+|列[^，。；]{0,6}第\d+")
NUMBERED = ("一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是")
# What a problem is of -> what a task that answers it speaks of.
REMEDIES = (
    ("产业|动能|经济结构|新兴|传统", "产业链|产业集群|产业体系|新质生产力|转型升级|主导产业|现代服务业|工业|园区"),
    ("项目储备|优质项目|项目.*(?:推进|谋划)", "项目谋划|谋划.*项目|储备.*项目|项目库|项目招引|招商"),
    ("市场主体|经营主体|企业|经济活力|经济企稳|增长压力|消费", "营商环境|市场主体|经营主体|惠企|民营|消费|有效投资"),
    ("财政|收支|债务", "财源|财政|预算|债务"),
    ("城市更新|发展空间|发展载体|征[收迁拆]", "城市更新|片区|征收|征迁|土地|低效|载体"),
    ("融资", "融资|资金|债券|社会资本"),
    ("城市管理|精细化|城市品质|公共治理|城乡.*治理", "城市管理|精细化|精细治理|市容|环境整治|基层治理"),
    ("生态|环保|污染|环境质量", "生态|污染|环保|蓝天|碧水|降碳"),
    ("基础设施|短板", "基础设施|路网|管网|道路|供水"),
    ("教育|学位", "教育|学校|学位|中小学|幼儿园"),
    ("医疗|卫生|看病", "医疗|卫生|医院|健康"),
    ("养老|托育", "养老|托育|一老一小|医养"),
    ("民生|公共服务|群众期盼|就业", "就业|社会救助|公共服务|民生实事|社会保障"),
    ("乡村|农村|农业", "乡村|农村|农业"),
    ("创新|科技|人才", "科技|创新|人才|研发"),
    ("风险|隐患|安全", "安全生产|风险|隐患|应急|底线"),
    ("历史遗留|信访|急难愁盼|烦心", "历史遗留|信访|急难愁盼|烦心事|12345"),
    ("干部|作风|能力水平|政府.*(?:效能|服务)|形式主义", "作风|干部|廉洁|依法行政|从严治|四风|能力"),
)  # fmt: skip
