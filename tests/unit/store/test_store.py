"""The store keeps facts exactly as they were read, replaces them as a whole and says in Chinese what is wrong with it."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import StoreError
from briefing.model import DocumentInfo, Facts, Observation, ProjectMention, Source, Task
from briefing.store import DocumentFacts, FileInfo, ScopeFacts, Store, schema, store_url
from tests.examples import examples

NOW = datetime(2025, 3, 1, 1, 0, tzinfo=UTC)


def info(
    id: str = "d1",
    file: str = "报告.txt",
    sha256: str = "f1",
    date: str = "2025-01-08",
    year: int = 2024,
) -> DocumentInfo:
    return DocumentInfo(
        id, file, "政府工作报告", "work_report", "槐荫区", date, year, year + 1, sha256
    )


def source(document: DocumentInfo, start: int = 0) -> Source:
    return Source(
        document.id,
        document.file,
        document.title,
        start,
        start + 3,
        "增长4%",
        "生产总值增长4%。",
        ("一、回顾",),
        "第1页",
    )


def observation(
    document: DocumentInfo, value: str = "56.70", start: int = 0, indicator: str | None = "gdp"
) -> Observation:
    return Observation(
        "地区生产总值",
        indicator,
        "槐荫区",
        "level",
        Decimal(value),
        "亿元",
        "estimate",
        "2024",
        "approx",
        source(document, start),
        "左右",
    )


def mention(document: DocumentInfo) -> ProjectMention:
    details = (("总投资", "5亿元"), ("包挂领导", ""))
    return ProjectMention(
        "named",
        "北延道路",
        "started",
        "actual",
        "2024",
        "槐荫区",
        source(document),
        "5亿元",
        None,
        details,
    )


def task(document: DocumentInfo) -> Task:
    return Task(
        "duty",
        "1",
        "抓产业",
        "抓好产业。",
        "2025",
        "槐荫区",
        source(document),
        ("区发改局",),
        ("区财政局", "各街道"),
        "增长6%",
        "12月底",
    )


def facts_of(document: DocumentInfo) -> Facts:
    return Facts(
        (observation(document), observation(document, "-0.0", 9, None)),
        (mention(document),),
        (task(document),),
    )


def read(
    document: DocumentInfo, district: str | None = "370104", facts: Facts | None = None
) -> tuple[FileInfo, list[DocumentFacts]]:
    file = FileInfo(document.sha256, (document.file,), "txt", "v1")
    return file, [DocumentFacts(document, district, facts_of(document) if facts is None else facts)]


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened


def test_all_facts_come_back_as_they_were(store: Store) -> None:
    document = info()
    store.replace(*read(document), NOW)
    facts = facts_of(document)
    assert store.scope_facts("370104") == ScopeFacts(
        (document,), facts.observations, facts.mentions, facts.tasks
    )
    assert str(store.observations()[0].value) == "56.70"
    assert store.mentions() == facts.mentions
    assert store.tasks(district="370104") == facts.tasks
    assert store.scope_facts("370105") == ScopeFacts((), (), (), ())


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
SOURCES = st.builds(
    Source,
    document=st.just("d1"),
    file=st.just("报告.txt"),
    title=st.just("政府工作报告"),
    start=st.integers(0, 2**31 - 1),
    end=st.integers(0, 2**31 - 1),
    quote=TEXT,
    sentence=TEXT,
    section=st.lists(TEXT, max_size=3).map(tuple),
    place=TEXT,
)
OBSERVATIONS = st.builds(
    Observation,
    name=TEXT,
    indicator=st.none() | TEXT,
    area=TEXT,
    measure=st.sampled_from(["level", "yoy", "rank"]),
    value=st.decimals(allow_nan=False, allow_infinity=False) | st.integers(0, 10**400).map(Decimal),
    unit=TEXT,
    status=st.sampled_from(["actual", "estimate", "target"]),
    period=TEXT,
    bound=st.sampled_from(["exact", "min"]),
    source=SOURCES,
    bound_text=TEXT,
    vintage=st.none() | st.sampled_from(["final", "preliminary"]),
    confidence=st.floats(0, 1),
)
TASKS = st.builds(
    Task,
    kind=st.sampled_from(["duty", "problem"]),
    number=TEXT,
    title=TEXT,
    text=TEXT,
    period=TEXT,
    area=TEXT,
    source=SOURCES,
    lead=st.lists(TEXT, max_size=3).map(tuple),
    responsible=st.lists(TEXT, max_size=3).map(tuple),
    goal=TEXT,
    deadline=TEXT,
)
MENTIONS = st.builds(
    ProjectMention,
    kind=st.sampled_from(["named", "portfolio"]),
    name=TEXT,
    stage=st.sampled_from(["signed", "completed"]),
    status=st.sampled_from(["actual", "target"]),
    period=TEXT,
    area=TEXT,
    source=SOURCES,
    investment=st.none() | TEXT,
    count=st.none() | TEXT,
    details=st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
)


@examples(40)
@given(
    st.lists(OBSERVATIONS, max_size=3), st.lists(MENTIONS, max_size=2), st.lists(TASKS, max_size=2)
)
def test_any_digits_and_any_text_survive(
    observations: list[Observation], mentions: list[ProjectMention], tasks: list[Task]
) -> None:
    facts = Facts(tuple(observations), tuple(mentions), tuple(tasks))
    with Store.open("sqlite://") as store:
        store.replace(*read(info(), facts=facts), NOW)
        assert Facts(store.observations(), store.mentions(), store.tasks()) == facts
        assert [str(o.value) for o in store.observations()] == [str(o.value) for o in observations]


def test_figures_are_found_by_district_indicator_period_status_and_document(store: Store) -> None:
    first, second = info(), info("d2", "另一份.txt", "f2", "2024-01-17")
    store.replace(*read(first), NOW)
    store.replace(*read(second, "370105"), NOW)
    assert [o.source.document for o in store.observations()] == [
        "d2",
        "d2",
        "d1",
        "d1",
    ]  # by the documents' dates
    assert {o.source.document for o in store.observations(district="370105")} == {"d2"}
    assert len(store.observations(indicator="gdp", period="2024", status="estimate")) == 2
    assert not store.observations(period="2023") + store.observations(status="target")
    assert {o.source.document for o in store.observations(documents=["d1", "unknown"])} == {"d1"}
    assert store.observations(documents=[]) == ()
    assert store.count_observations(store.documents()) == {"d1": 2, "d2": 2}


def test_what_no_database_takes_is_replaced_in_place(store: Store) -> None:
    document = info()
    spoilt = dataclasses.replace(
        mention(document), name="北延\0道路", details=(("总\0投资", "5亿元"),)
    )
    store.replace(*read(document, facts=Facts((), (spoilt,))), NOW)
    (found,) = store.mentions()
    assert (found.name, len(found.name)) == ("北延\ufffd道路", len(spoilt.name))


def test_reading_a_file_again_replaces_its_facts(store: Store) -> None:
    document = info()
    store.replace(*read(document), NOW)
    store.replace(*read(document, facts=Facts((observation(document, "57.1"),))), NOW)
    assert [str(o.value) for o in store.observations()] == ["57.1"]
    assert not store.mentions()
    assert not store.tasks()


def test_facts_are_replaced_wholly_or_not_at_all(store: Store) -> None:
    document = info()
    store.replace(*read(document), NOW)
    broken = dataclasses.replace(observation(document, "57.1"), unit=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        store.replace(*read(document, facts=Facts((observation(document, "57.1"), broken))), NOW)
    assert store.observations() == facts_of(document).observations


def test_a_process_killed_inside_a_replacement_leaves_the_old_facts(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/briefing.db"
    document = info()
    with Store.open(url) as store:
        store.replace(*read(document), NOW)
        # What a killed process leaves: a transaction that nobody ends.
        with store._writer.connect() as connection:
            connection.exec_driver_sql("DELETE FROM files")
            connection.exec_driver_sql("SELECT count(*) FROM observations").scalar_one()
            with Store.open(url) as other:
                assert other.observations() == facts_of(document).observations
        assert store.observations() == facts_of(document).observations


def test_the_same_content_under_another_name_is_one_document(store: Store) -> None:
    as_txt, as_docx = info(file="乙.txt", sha256="f1"), info(file="甲.docx", sha256="f2")
    store.replace(*read(as_txt), NOW)
    store.replace(*read(as_docx), NOW)
    store.remember("f1", "丙.txt")
    (document,) = store.documents()
    assert document.info.file == "丙.txt"  # the name that sorts first
    assert document.names == ("丙.txt", "乙.txt", "甲.docx")
    assert len(store.observations()) == 2
    assert store.files()["f1"].names == ("丙.txt", "乙.txt")


def test_a_run_sees_its_own_files_under_its_own_names(store: Store) -> None:
    store.replace(*read(info(file="乙.txt", sha256="f1")), NOW)
    store.replace(*read(info(file="丙.docx", sha256="f2")), NOW)
    store.replace(*read(info("d2", "其他.txt", "f3")), NOW)
    facts = store.scope_facts("370104", files={"f1": "乙.txt"})
    assert [(document.id, document.file) for document in facts.documents] == [("d1", "乙.txt")]
    assert {observation.source.file for observation in facts.observations} == {"乙.txt"}
    assert store.documents(files={}) == ()


def test_a_document_twice_in_a_file_is_stored_once(store: Store) -> None:
    file, documents = read(info())
    store.replace(file, documents * 2, NOW)
    assert len(store.documents()) == 1
    assert len(store.observations()) == 2


def test_what_extracted_a_file_and_its_warnings_are_kept(store: Store) -> None:
    file = FileInfo("f1", ("报告.txt",), "txt", "v1", ("第3页没有文字",))
    store.replace(file, [], NOW)
    assert store.files() == {"f1": file}


def test_runs_and_their_steps_are_recorded(store: Store) -> None:
    killed = store.runs.start("annual", NOW)
    run = store.runs.start("annual", NOW)
    store.runs.plan(run, ["a.docx", "b.xlsx", "c.pdf"])
    store.runs.skipped(run, [2], NOW)
    store.runs.began(run, 0, 1, NOW)
    store.runs.ended(run, 0, "done", NOW, sha256="abc")
    store.runs.ended(run, 1, "failed", NOW, "模板缺少变量")
    store.runs.finish(run, "failed", NOW, "1 份失败")
    assert [(r.id, r.state, r.finished_at) for r in store.runs.all("annual")] == [
        (killed, "interrupted", None),
        (run, "failed", NOW),
    ]
    first, second, third = store.runs.steps(run)
    assert (first.target, first.state, first.worker, first.started_at, first.sha256) == (
        "a.docx",
        "done",
        1,
        NOW,
        "abc",
    )
    assert (second.state, second.message, second.started_at) == ("failed", "模板缺少变量", None)
    assert (third.state, third.finished_at) == ("skipped", NOW)


def refusal(url: str, **options: object) -> str:
    with pytest.raises(StoreError) as caught:
        Store.open(url, **options)  # type: ignore[arg-type]
    return str(caught.value)


def test_what_a_database_says_in_its_own_language_is_not_repeated(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'facts.db'}") as store:
        with store._writing() as connection:
            connection.exec_driver_sql("DROP TABLE confirmations")
        with pytest.raises(
            StoreError, match=r"数据库出错（SQLITE_ERROR）（请管理员按这个代码检查数据库）$"
        ):
            store.confirmations.all()


def test_a_store_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    assert (
        refusal("briefing.db") == "briefing.db：不是数据库地址（例：sqlite:///output/briefing.db）"
    )
    assert "驱动" in refusal("oracle+nothing://host/db")
    missing = tmp_path / "none" / "briefing.db"
    assert (
        refusal(f"sqlite:///{missing}", create=False)
        == f"{missing}：还没有事实库（先用 briefing ingest 读入资料）"
    )
    assert not missing.parent.exists()

    text = tmp_path / "报告.txt"
    text.write_text("政府工作报告" * 200, encoding="utf-8")
    assert (
        refusal(f"sqlite:///{text}") == f"{text}：这个文件不是数据库，或已损坏"
        "（用备份恢复：briefing store restore 备份文件；没有备份的，移走它后重新读入资料）"
    )

    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    assert (
        refusal(f"sqlite:///{other}")
        == f"{other}：这个数据库不是 briefing 的事实库（检查 --store，或换一个新文件）"
    )

    blocked = tmp_path / "报告.txt" / "briefing.db"
    assert "建不了文件夹" in refusal(f"sqlite:///{blocked}")


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "briefing.db"
    Store.open(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as connection:
        connection.create_function("briefing_crc", -1, schema.crc_of, deterministic=True)
        connection.execute("UPDATE briefing_version SET version_num = '99'")
    connection.close()
    assert "由更新的版本建立（第 99 版" in refusal(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        connection.create_function("briefing_crc", -1, schema.crc_of, deterministic=True)
        connection.execute("UPDATE briefing_version SET version_num = '5f3a9c'")
    connection.close()
    assert "不是 briefing 的事实库" in refusal(f"sqlite:///{file}")


def test_a_locked_store_says_so_and_can_still_be_read(tmp_path: Path) -> None:
    file = tmp_path / "briefing.db"
    with Store.open(f"sqlite:///{file}", timeout=0.05) as store:
        store.replace(*read(info()), NOW)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="库正被另一个程序写入"):
            store.remember("f1", "别名.txt")
        assert len(store.observations()) == 2
        other.close()


def test_a_relative_file_counts_from_its_folder(tmp_path: Path) -> None:
    assert (
        store_url("sqlite:///data/facts.db", tmp_path)
        == f"sqlite:///{(tmp_path / 'data' / 'facts.db').as_posix()}"
    )
    absolute = f"sqlite:///{(tmp_path / 'facts.db').as_posix()}"
    assert (
        store_url(absolute, Path("elsewhere"))
        == store_url(tmp_path / "facts.db", Path("elsewhere"))
        == absolute
    )
    assert store_url("postgresql://host/db", tmp_path) == "postgresql://host/db"


def test_passwords_are_not_shown() -> None:
    assert "secret" not in refusal("postgresql+nothing://user:secret@host/db")
