"""A run whose store is on a server: the same papers; a server that goes away in the middle stops it, and the next run mends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.errors import StoreError
from briefing.store import Store
from tests.postgres import Server, server
from tests.unit.jobs.conftest import Run
from tests.unit.jobs.test_run import tree

pytestmark = pytest.mark.slow

__all__ = ["server"]


class StopsServer:
    """Progress that stops the server at the third paper."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.papers = 0

    def begin(self, what: str, total: int) -> None: ...
    def end(self) -> None: ...
    def say(self, level: str, message: str) -> None: ...

    def step(self, label: str, failure: str = "") -> None:
        self.papers += label.endswith(("区情简报", "指标表"))
        if self.papers == 3:
            self.server.stop()


def test_the_papers_do_not_depend_on_the_database(
    run: Run, workspace: Path, tmp_path: Path, server: Server
) -> None:
    run()
    url = server.database()
    assert run({"store": url, "output": tmp_path / "other"}).exit_code == 0
    assert tree(tmp_path / "other") == tree(workspace / "output")
    assert {step.state for step in run({"store": url, "output": tmp_path / "other"}).steps} == {
        "skipped"
    }


def test_a_server_that_goes_away_stops_the_run_and_the_next_mends_it(
    run: Run, workspace: Path, tmp_path: Path, server: Server
) -> None:
    run({"output": tmp_path / "undisturbed"})
    url = server.database()
    with pytest.raises(StoreError, match="数据库服务器中断了连接|连不上数据库服务器"):  # noqa: RUF043
        run({"store": url, "progress": StopsServer(server)})
    server.start()
    assert run({"store": url}).exit_code == 0
    assert tree(workspace / "output") == tree(tmp_path / "undisturbed")
    with Store.open(url) as store:
        assert [each.state for each in store.runs.all("annual")] == ["interrupted", "done"]
