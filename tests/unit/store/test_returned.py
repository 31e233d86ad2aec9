"""What departments send back is laid over the facts, never in place of them, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefing.errors import StoreError
from briefing.model import Facts
from briefing.store import NewCorrection, NewReport, ReturnedFile, Store
from tests.unit.store.test_store import NOW, info, observation, read

DISTRICT = "370104"
AT = datetime(2025, 2, 10, 17, 30, tzinfo=UTC)  # already the 11th in Shanghai
FILE = ReturnedFile(
    "s1",
    "统计局.xlsx",
    "annual",
    DISTRICT,
    "statistics",
    "区统计局",
    "2024",
    "槐荫区2024年区统计局填报表",
    "甲科",
    "乙科",
    "区政府办",
    "2025-02-12",
    False,
)
FIGURE = observation(info())


def correction(old: str = "56.70", new: str = "57.1", stated: str = "56.70") -> NewCorrection:
    return NewCorrection(
        FIGURE.key, "2024", "地区生产总值", "亿元", stated, old, new, "主要指标!H7", "增长4%"
    )


def report(progress: str = "已开工", key: str = "task:0123") -> NewReport:
    return NewReport(key, "建学校", progress, "达进度", "", "加快施工", "任务!A5")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        opened.replace(*read(info()), NOW)
        yield opened


def take(
    store: Store,
    *corrections: NewCorrection,
    file: ReturnedFile = FILE,
    reports: tuple[NewReport, ...] = (),
    days: int = 0,
) -> None:
    store.returned.take(
        file, corrections, reports, store.returned.seen(file.district), AT + timedelta(days=days)
    )


def test_a_correction_is_laid_over_the_source_and_both_are_seen(store: Store) -> None:
    before = store.returned.prints()
    take(store, correction())
    first, second = store.scope_facts(DISTRICT).observations
    assert (str(first.value), first.bound, first.bound_text, first.key) == (
        "57.1",
        "exact",
        "",
        FIGURE.key,
    )
    said = first.correction
    assert said
    assert (str(said.value), said.bound_text, said.by, said.date, said.file, said.cell) == (
        "56.70", "左右", "区统计局", "2025-02-11", "统计局.xlsx", "主要指标!H7",
    )  # fmt: skip
    assert second.correction is None
    assert str(store.observations()[0].value) == "56.70"  # the facts stay what the sources say
    assert before != store.returned.prints()
    assert set(store.returned.prints()) == {DISTRICT}


def test_the_last_correction_holds_and_a_revert_is_recorded(store: Store) -> None:
    take(store, correction())
    take(store, correction(old="57.1", new="57.2"), file=replace(FILE, sha256="s2"), days=1)
    assert str(store.scope_facts(DISTRICT).observations[0].value) == "57.2"
    with pytest.raises(StoreError, match="已被后来的核定代替"):
        store.returned.revert([1], by="区政府办", at=AT)
    (reverted,) = store.returned.revert([2], by="区政府办", at=AT, note="误填")
    assert (reverted.old, reverted.new, reverted.by, reverted.note, reverted.reverts) == (
        "57.2",
        "57.1",
        "区政府办",
        "误填",
        2,
    )
    assert str(store.scope_facts(DISTRICT).observations[0].value) == "57.1"
    store.returned.revert([1], by="区政府办", at=AT)
    assert store.scope_facts(DISTRICT).observations[0] == FIGURE
    assert [row.state for row in store.returned.corrections(DISTRICT)] == [
        "reverted",
        "reverted",
        "revert",
        "revert",
    ]
    for id, said in ((1, "已经撤销过了"), (3, "本身就是一次撤销"), (9, "没有第 9 号核定")):
        with pytest.raises(StoreError, match=said):
            store.returned.revert([id], by="区政府办", at=AT)


def test_several_reverts_are_all_done_or_none(store: Store) -> None:
    take(store, correction())
    with pytest.raises(StoreError):
        store.returned.revert([1, 9], by="区政府办", at=AT)
    assert [row.state for row in store.returned.corrections()] == ["holds"]


def test_a_correction_of_a_figure_that_the_source_changed_since_waits(store: Store) -> None:
    take(store, correction())
    document = info()
    store.replace(*read(document, facts=Facts((observation(document, "58.0"),))), NOW)
    facts = store.scope_facts(DISTRICT)
    assert facts.observations[0].correction is None
    assert facts.notes == (
        "地区生产总值的核定值 57.1亿元 未采用：来源数已由 56.70亿元 变为 58.0亿元，请重新核定",
    )


def test_the_latest_report_of_each_department_and_period_counts(store: Store) -> None:
    take(store, reports=(report(),))
    take(store, reports=(report("已封顶"),), file=replace(FILE, sha256="s2"))
    take(
        store,
        reports=(report("正在招标"),),
        file=replace(FILE, sha256="s3", department="education", unit="区教育局"),
    )
    take(
        store,
        reports=(report("已竣工"),),
        file=replace(FILE, sha256="s4", period="2025Q1", late=True),
    )
    found = {(r.period, r.unit): (r.progress, r.late) for r in store.scope_facts(DISTRICT).reports}
    assert found == {
        ("2024", "区统计局"): ("已封顶", False),
        ("2024", "区教育局"): ("正在招标", False),
        ("2025Q1", "区统计局"): ("已竣工", True),
    }
    assert [file.sha256 for file, _ in store.returned.files("2024")] == ["s1", "s2", "s3"]
    assert store.scope_facts("370105").reports == ()


def test_what_came_in_meanwhile_is_not_overlooked(store: Store) -> None:
    seen = store.returned.seen(DISTRICT)
    take(store, correction())
    with pytest.raises(StoreError, match=r"统计局2\.xlsx：核对期间又有别的填报表导入"):
        store.returned.take(
            replace(FILE, sha256="s2", file="统计局2.xlsx"), [correction()], [], seen, AT
        )
    assert len(store.returned.corrections()) == 1


def test_a_file_is_stored_wholly_or_not_at_all(store: Store) -> None:
    broken = replace(report(), pace=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        take(store, correction(), reports=(broken,))
    assert store.returned.files() == ()
    assert store.returned.corrections() == ()


def test_a_corrected_figure_that_was_damaged_is_named(store: Store) -> None:
    take(store, correction())
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE corrections SET new = '五十七'")
    assert store.check() == ("corrections 表（地区生产总值，1）：数值“五十七”读不出来",)
