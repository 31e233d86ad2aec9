"""The charts of a Word paper: chosen from what the Pack carries, printed by templates as marks, drawn only where a mark was printed."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import Any, NamedTuple

from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from briefing.model import Pack, Source
from briefing.papers import Request, charts, filters
from briefing.papers.charts import Chart
from briefing.papers.charts.scene import Run, Runs
from briefing.papers.word.clauses import UNJUDGED
from briefing.papers.word.sources import section_numbers, shared_numbers, short_name
from briefing.papers.word.widths import width
from briefing.settings.schema import Wording

_CAPTION = 36  # Han characters of 11 points on a line, besides 图1
WIDTH, HEIGHT = Mm(156), 80  # mm, where a page of them has room for it
_PAGE, _TITLE, _LINE = (
    222,
    6.8,
    5.7,
)  # mm: the type area but for what rounding takes, a line above and one below a figure
_NOTE, _SPACE = 41, 4  # Han characters of 10.5 points on a line; mm around a figure's texts
MAGNIFIED = 1.3  # 7 points, the least type of a chart, are 9 on paper
MOST, ROWS = 2, 8
# A template's variable -> the charts it is made of, what a reader wants first in front.
_WANTED = {
    "图表": ("targets", "trends", "growth", "pace", "outlook", "livelihood"),
    "项目图表": ("flow", "stages", "investment"),
}
VARIABLES = tuple(_WANTED)
_OF_DISTRICTS = ("districts",)
_APPENDIX = "，见数据附录"  # of the chart pack; a Word paper has none
_T, _P = qn("w:t"), qn("w:p")
_MARK = re.compile("\ufdd3([0-9]+)\ufdd3")


class Mark(str):
    """What a template prints for a picture, with the chart that is drawn there."""

    chart: Chart
    height: float = HEIGHT  # mm


class Picture(NamedTuple):
    data: bytes  # PNG
    alt: str


def chosen(pack: Pack, request: Request) -> list[Chart]:
    """All charts a template of this request can print, in the order of their marks."""
    return [chart for name in _WANTED for chart in _of(name, pack, request)]


def _of(name: str, pack: Pack, request: Request) -> list[Chart]:
    wanted = (
        _WANTED[name] if pack.scope.kind != "districts" else _OF_DISTRICTS if name == "图表" else ()
    )
    if request.audience == "leader":  # what nobody reported, or nobody can compare, is not drawn
        pack = replace(pack, targets=tuple(row for row in pack.targets if row.verdict.judged))
    if not any(
        row.actual for row in pack.targets
    ):  # targets alone show nothing that the table does not
        wanted = tuple(kind for kind in wanted if kind != "targets")
    return charts.pick(pack, wanted, MOST, _wording(request), request.audience, ROWS)


def _wording(request: Request) -> Wording:
    """The configured words; outside internal papers a target without a verdict says only what is known."""
    if request.audience == "internal":
        return request.wording
    return request.wording.model_copy(update={"verdicts": request.wording.verdicts | UNJUDGED})


def build(pack: Pack, request: Request) -> dict[str, Any]:
    """The variables 图表 and 项目图表."""
    built: dict[str, Any] = {}
    mark = 0
    for name in _WANTED:
        built[name] = []
        for number, chart in enumerate(_of(name, pack, request), start=1):
            mark += 1
            marked = Mark(f"\ufdd3{mark}\ufdd3")
            marked.chart = chart
            built[name].append(
                {
                    "号": str(number),
                    "标题": _on_lines(_bound(chart.title)),
                    "图": marked,
                    "说明": "。".join(
                        part
                        for part in (_bound(chart.key), _bound(chart.note).rstrip("。"))
                        if part
                    ),
                    "来源": _sources(chart.sources, pack, request),
                }
            )
        for entry in built[name]:
            entry["图"].height = _height(built[name])
    return built


def _height(entries: Sequence[Mapping[str, Any]]) -> float:
    """How high each picture of a page can be, in mm, so that all that is said of them stands on it too."""
    texts = sum(
        (1 + ("\n" in entry["标题"])) * _TITLE
        + ceil(width(f"读图：{entry['说明']}。来源：{entry['来源']}。") / _NOTE) * _LINE
        + _SPACE
        for entry in entries
    )
    return min(HEIGHT, (_PAGE - texts) // len(entries))


def _on_lines(title: str) -> str:
    """On two lines where one does not hold it: after its colon, so that no single character stands on the second."""
    head, colon, rest = title.partition("：")
    return f"{head}{colon}\n{rest}" if colon and width(title) > _CAPTION else title


def _bound(text: Runs) -> str:
    return "".join(_run(run) for run in text)


def _run(run: Run) -> str:
    if not run.keys:
        said = filters.plain(run.text.replace(_APPENDIX, "未画"))
        # A gap between two signs of a key: ○ 2024年计划　● 2024年实际.
        return (
            f"{' ' if run.text[:1].isspace() else ''}{said}{' ' if run.text[-1:].isspace() else ''}"
        )
    return filters.bind(
        run.keys[0] if run.kind == "figure" else filters.derived("chart", run.keys), run.text
    )


def _sources(sources: Sequence[Source], pack: Pack, request: Request) -> str:
    """2025年政府工作报告一、二；2024年政府工作报告一: the sections of each in text order."""
    documents = {document.id: document for document in pack.documents}
    shared = shared_numbers(pack)
    places: dict[str, dict[str, None]] = {}
    first = list(dict.fromkeys(source.document for source in sources))
    for source in sorted(sources, key=lambda each: (first.index(each.document), each.start)):
        numbers = section_numbers(source, shared)
        places.setdefault(short_name(source, documents, request), {})[numbers] = None
    return "；".join(
        name + "、".join(numbers for numbers in found if numbers) for name, found in places.items()
    )


def place(body: Any, document: Any, variables: Mapping[str, Any]) -> None:
    """Put the pictures of what `build` made where a rendered body holds their marks. `document`: the docx.Document that `body` belongs to."""
    marks = [entry["图"] for name in _WANTED for entry in variables.get(name, ())]
    marked = [text for text in body.iter(_T) if _MARK.search(text.text or "")]
    first = document.part.next_id if marked else 0  # found by looking through the whole document
    for place, text in enumerate(marked):
        number = int(_MARK.findall(text.text)[0])
        text.text = _MARK.sub("", text.text)
        picture = drawn(marks[number - 1])
        relation, image = document.part.get_or_add_image(io.BytesIO(picture.data))
        inline = CT_Inline.new_pic_inline(
            first + place, relation, image.filename, *image.scaled_dimensions(WIDTH)
        )
        inline.docPr.set("descr", picture.alt)
        inline.docPr.set("name", f"图{number}")
        text.getparent().add_drawing(inline)
        # In lines of a fixed height Word shows of a picture only as much as the line is high.
        paragraph = next(element for element in text.iterancestors(_P))
        Paragraph(paragraph, document).paragraph_format.line_spacing = 1.0


def unmarked(text: str) -> str:
    """What a person may read where a picture's mark stands."""
    return _MARK.sub("（图片）", text)


def drawn(mark: Mark) -> Picture:
    """The picture as a Word paper holds it."""
    data = charts.png_of(mark.chart, width_mm=WIDTH.mm, height_mm=mark.height, magnified=MAGNIFIED)
    return Picture(data, mark.chart.alt)


def pictures(document: Any) -> list[Picture]:
    """The pictures in the body of a paper, in reading order."""
    found = []
    for inline in document.element.body.iter(qn("wp:inline"), qn("wp:anchor")):
        for blip in inline.iter(qn("a:blip")):
            part = document.part.related_parts[blip.get(qn("r:embed"))]
            found.append(Picture(part.blob, inline.find(qn("wp:docPr")).get("descr", "")))
    return found
