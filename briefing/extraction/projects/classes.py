"""Level, class and stage of projects, as their names or a ledger's cells say them."""

from __future__ import annotations

from functools import lru_cache

from briefing import lazy as re
from briefing.model import ProjectClass, ProjectLevel, Stage

_LEVELS: tuple[tuple[ProjectLevel, re.Pattern[str]], ...] = (
    ("省级", re.compile("省级|省重[点大]|省列|省定|省补短板|省双招双引|列入省")),
    ("市级", re.compile("市级|市重[点大]|市列|市定|列入市")),
    ("区级", re.compile("区级|县级|旗级|[区县旗]重[点大]|[区县旗]列")),
)
_SEVERAL = re.compile("[省市区县旗][、和及与]?[省市区县旗](?:级|重|列)")  # 省、市级重点项目
_CLASSES: tuple[tuple[ProjectClass, re.Pattern[str]], ...] = (
    ("储备", re.compile("储备|谋划|策划|预备|前期|拟建")),
    ("续建", re.compile("续建|在建|结转|跨年|收尾")),
    ("新建", re.compile("新建|新开工|开工|改建|扩建|改扩建|技改|迁建|拟开工")),
)


@lru_cache(maxsize=1024)
def level_of(text: str) -> ProjectLevel:
    """省级, 市级 or 区级 where the text says one of them, "" where it says none or several (省市重点项目)."""
    said = [level for level, words in _LEVELS if words.search(text)]
    if _SEVERAL.search(text):
        return ""
    return said[0] if len(said) == 1 else ""


def category_of(text: str) -> ProjectClass:
    """续建, 新建 or 储备 where the text says so. 竣工项目 may have begun in the same year (当年开工、当年竣工)."""
    return next((category for category, words in _CLASSES if words.search(text)), "")


_NOT_YET = r"(?<![未拟待])(?<!计划)(?<!预计)(?<!力争)(?<!尚未)"
_PART = r"(?<!主体)(?<!基础)(?<!土建)(?<!主体已)(?<!主体工程)"
_PROGRESS: tuple[tuple[Stage, re.Pattern[str]], ...] = (
    (
        "completed",
        re.compile(
            _NOT_YET
            + _PART
            + r"(?:竣工|全部完工|整体完工|项目完工|已完工|建成投|投产|投用|投入使用|投入运营|交付使用|已交付|通车|开业|运营|已建成|全面建成|通过验收)"
        ),
    ),
    (
        "preparing",
        re.compile(
            r"正在?(?:办理|开展|进行|编制)[^，。；]{0,12}(?:前期|手续|许可|审批|可研|设计|招标|报批)|未开工|前期|征地|拆迁|征收|征迁|选址"
        ),
    ),
    (
        "building",
        re.compile(
            r"(?<!方可)施工(?!许可|图|手续|招标)|封顶|主体|基础|装修|装饰|安装|设备|桩基|基坑|土方|浇筑|铺设|在建|正在建设|完成工程量|完成总工程量"
        ),
    ),
    ("started", re.compile(_NOT_YET + r"(?:开工|动工|进场|破土|奠基|启动建设)")),
    ("signed", re.compile(_NOT_YET + r"(?:签约|落地|摘牌|签订)")),
    ("preparing", re.compile("手续|立项|可研|设计|招标|审批|报批|环评|许可|供地|挂牌|用地")),
    ("reserved", re.compile("谋划|策划|储备|规划|论证|洽谈|对接")),
)
_CLAUSES = re.compile(r"[，,。；;、\n]")
_TO_COME = re.compile(r"预计|计划|力争|将于|下一?步|确保|前(?:完成|竣工|开工|投产)")
# By how a project is built, or what heads a list of projects.
CATEGORY: tuple[tuple[Stage, re.Pattern[str]], ...] = (
    ("preparing", re.compile("前期")),
    ("reserved", re.compile("储备|谋划|策划|预备|拟建|在谈|意向|洽谈|对接")),
    ("completed", re.compile("竣工|投产|完工|建成")),
    ("building", re.compile("续建|在建|结转")),
    ("started", re.compile("新建|新开|开工")),
    ("signed", re.compile("签约|落地|招引")),
)


def stage_of_progress(progress: str) -> tuple[Stage, str] | None:
    """How far a cell of 形象进度 says a project is, and the clause that says so; what is to come says nothing."""
    so_far = [clause for clause in _CLAUSES.split(progress) if not _TO_COME.search(clause)]
    for stage, words in _PROGRESS:
        for clause in so_far:
            if words.search(clause):
                return stage, clause.strip()
    return None
