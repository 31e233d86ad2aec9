"""PDF chart packs: `render(pack, request)`; `bound_figures(data)` says of every digit printed which facts it comes from."""

from __future__ import annotations

from briefing.errors import PaperError
from briefing.model import Observation, Pack, ProjectMention, Task
from briefing.papers import Request, fonts
from briefing.papers.charts import make_charts, paint
from briefing.papers.links import links_of
from briefing.papers.pdf.pages import Book, lay_out
from briefing.papers.pdf.readback import BoundFigure, Loose, bound_figures, loose_digits
from briefing.periods import label
from briefing.settings.charts import read_charts_template


def render(pack: Pack, request: Request, printed: dict[str, list[str]] | None = None) -> bytes:
    """The chart pack of a Pack as PDF: the same bytes for the same Pack and request.

    `request.template` is the YAML of templates/charts/. Raises SettingsError for a template that cannot be used and PaperError
    for a character the font lacks.
    """
    template = read_charts_template(request.template.name, request.template.data)
    charts, absent = make_charts(pack, request.wording, template, request.audience)
    book = Book(pack, request, template, charts, absent)
    pages = lay_out(book)
    metadata = paint.Metadata(
        title=f"{pack.scope.name}{label(pack.period)}{book.title}",
        author=template.author or pack.scope.name,
        subject=template.subject or book.title,
        keywords="，".join(
            (pack.scope.name, label(pack.period), *(chart.name for chart in charts))
        ),
        date=pack.as_of,
    )
    try:
        return paint.to_pdf(pages, metadata, links_of(pack, request), printed)
    except fonts.MissingGlyph as error:
        raise PaperError(
            f"{error.message}{_origin(error.character, pack, request)}",
            where=error.where,
            hint=error.hint,
        ) from None


def _origin(character: str, pack: Pack, request: Request) -> str:
    """Which document, template or name of the settings a character came from, and under which heading."""
    if character in request.template.data.decode("utf-8-sig"):
        return f"，模板 {request.template.name} 里有这个字"
    mentions = (mention for project in pack.projects for mention in project.mentions)
    facts: tuple[Observation | ProjectMention | Task, ...] = (
        *pack.observations,
        *mentions,
        *pack.portfolios,
        *pack.tasks,
    )
    for source in (fact.source for fact in facts):
        if character in "".join((source.quote, *source.section, source.title)):
            heading = f"“{source.section[-1]}”一节" if source.section else source.place
            return f"，见资料《{source.title}》（{source.file}）{heading}"
    for document in pack.documents:
        if character in document.title + document.file:
            return f"，见资料《{document.title}》（{document.file}）的题名或文件名"
    named = [
        pack.scope.name,
        request.title,
        *(row.name for row in pack.indicators),
        *(row.name for row in pack.comparison),
    ]
    found = next((name for name in named if character in name), "")
    return f"，见任务或配置里的名称“{found}”" if found else ""


__all__ = ["BoundFigure", "Loose", "bound_figures", "loose_digits", "render"]
