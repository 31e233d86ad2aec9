"""The Packs of a plan's papers: a district's facts are looked up and indexed once for the district and all its departments."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from typing import Self

from briefing.analysis.index import Index
from briefing.analysis.pack import build_comparison, for_audience, is_empty, of_department, pack_of
from briefing.jobs.plan import ScopePlan
from briefing.model import Audience, Pack, Scope
from briefing.settings import Settings
from briefing.store import Store


class Packs:
    """`whole`: the Pack of the plan's own scope, from which those of departments are taken."""

    def __init__(self, whole: Pack, index: Index | None) -> None:
        self.whole = whole
        self._index = index
        self._departments: dict[str, Pack] = {}
        self._pickled: dict[tuple[str, Audience], bytes | None] = {}

    @classmethod
    def of(
        cls,
        plan: ScopePlan,
        store: Store,
        files: Mapping[str, str] | None,
        settings: Settings,
        as_of: str,
    ) -> Self:
        """files: those the run may use, by sha256, with the names they are shown by. Raises StoreError."""
        if plan.scope.kind == "district":
            index = Index(store.scope_facts(plan.scope.code, files=files), settings)
            return cls(pack_of(index, plan.scope, plan.period, as_of), index)
        areas = {
            name: store.scope_facts(district.code, files=files)
            for name, district in plan.areas.items()
        }
        whole = store.scope_facts(plan.whole.code, files=files) if plan.whole else None
        return cls(build_comparison(areas, plan.scope, plan.period, settings, whole, as_of), None)

    def pack(self, scope: Scope, audience: Audience) -> Pack:
        """The Pack of the plan's scope or of one of its departments, as an audience may see it."""
        return for_audience(self._of(scope), audience)

    def pickled(self, scope: Scope, audience: Audience) -> bytes | None:
        """The same, pickled once for all papers that take it; None for a department of which there is nothing to tell."""
        key = scope.department, audience
        if key not in self._pickled:
            pack = self.pack(scope, audience)
            self._pickled[key] = (
                None
                if scope.department and is_empty(pack)
                else pickle.dumps(pack, pickle.HIGHEST_PROTOCOL)
            )
        return self._pickled[key]

    def _of(self, scope: Scope) -> Pack:
        if not scope.department or self._index is None:
            return self.whole
        if scope.department not in self._departments:
            self._departments[scope.department] = of_department(
                self.whole, self._index, scope.department
            )
        return self._departments[scope.department]
