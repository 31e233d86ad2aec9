"""A real Pack to show what templates can print."""

from __future__ import annotations

from briefing.analysis.cutoff import latest_period
from briefing.analysis.pack import build_pack, for_audience
from briefing.errors import SettingsError
from briefing.model import Audience, Pack, Scope
from briefing.settings import Settings, nearest
from briefing.store import Store


def example_pack(
    url: str, settings: Settings, district: str | None, period: str, audience: Audience
) -> Pack:
    """The Pack of a district (default: the first with a work report) and a period (default: its latest). Raises SettingsError."""
    wanted = settings.district(district) if district else None
    if district and wanted is None:
        names = [each.name for each in settings.districts]
        raise SettingsError(
            f"没有配置这个地区：{district}", where="--district", hint=nearest(district, names)
        )
    with Store.open(url, create=False) as store:
        for place in (wanted,) if wanted else settings.districts:
            when = period or latest_period(
                document.info for document in store.documents(district=place.code)
            )
            if when:
                scope = Scope("district", place.code, place.name)
                return for_audience(
                    build_pack(store.scope_facts(place.code), scope, when, settings), audience
                )
    raise SettingsError(
        "数据库里没有可以举例的政府工作报告、统计公报或预算报告",
        hint="先运行 briefing run 或 briefing ingest",
    )
