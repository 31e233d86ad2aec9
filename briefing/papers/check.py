"""Is a template usable? Asked by `briefing check`, before anything runs."""

from __future__ import annotations

from pathlib import Path

from briefing.errors import BriefingError, SettingsError
from briefing.settings.charts import read_charts_template
from briefing.settings.schema import Output
from briefing.settings.sheets import read_sheets_template


def check_template(output: Output, path: Path) -> list[SettingsError]:
    """What is wrong with the template of an output; [] where all is well."""
    try:
        data = path.read_bytes()
        if output.kind == "excel":
            read_sheets_template(output.template, data)
        elif output.kind == "pdf":
            read_charts_template(output.template, data)
        else:
            from briefing.papers.word import check_template as check_word

            issued = bool(output.issuer)
            return [_as_setting(error) for error in check_word(output.template, data, output.audience, issued=issued)]
    except BriefingError as error:
        return [_as_setting(error)]
    except OSError as error:
        return [SettingsError("模板读不出来", where=output.template, hint=error.strerror or "检查权限")]
    return []


def _as_setting(error: BriefingError) -> SettingsError:
    return error if isinstance(error, SettingsError) else SettingsError(error.message, where=error.where, hint=error.hint)
