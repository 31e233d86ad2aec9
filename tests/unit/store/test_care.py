"""Old stores open, sound ones are told from damaged ones, copies are whole, servers may be restarted."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import threading
import zlib
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text

from briefing.errors import StoreError
from briefing.store import Order, Store, moving, schema
from briefing.store.restoring import repair, restore
from tests.postgres import Server
from tests.unit.store.test_store import NOW, facts_of, info, read

VERSION_1 = (Path(__file__).parent / "version1.sql").read_text(encoding="utf-8")


def old(file: Path) -> str:
    """A store as the first version left it, with a document and a run."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(VERSION_1)
    return f"sqlite:///{file.as_posix()}"


def test_an_older_store_keeps_what_people_did_and_says_how_to_read_the_documents_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Store.open(old(tmp_path / "b.db"), create=False) as store:
        assert [run.state for run in store.runs.all("annual")] == ["done"]
        assert store.observations() == ()
        store.replace(*read(info()), NOW)
        assert store.check() == ()
    assert "资料要重新读入" in caplog.text
    assert "briefing ingest" in caplog.text
    with closing(sqlite3.connect(tmp_path / "b.v1.db")) as aside:  # as it was
        assert aside.execute("SELECT value FROM observations").fetchall() == [("57.10",)]
    with Store.open(f"sqlite:///{(tmp_path / 'b.db').as_posix()}", create=False) as store:
        assert len(store.observations()) > 0


# What version 9 had, the last before its scripts became one: tables of what people did, with rows.
_NINE = (
    "CREATE TABLE briefing_version (version_num VARCHAR(32) PRIMARY KEY)",
    "INSERT INTO briefing_version VALUES ('9')",
    "CREATE TABLE files (sha256 TEXT PRIMARY KEY)",
    'CREATE TABLE confirmations ("key" TEXT PRIMARY KEY, what TEXT NOT NULL, "by" TEXT NOT NULL, note TEXT NOT NULL, '
    "at TIMESTAMP NOT NULL, district TEXT NOT NULL DEFAULT '')",
    "INSERT INTO confirmations VALUES ('k', '占比', '办公室', '', '2025-01-01 00:00:00.000000', '370104')",
    "CREATE TABLE ledger (id INTEGER PRIMARY KEY, job TEXT NOT NULL, period TEXT NOT NULL, recipient TEXT NOT NULL, "
    "unit TEXT NOT NULL, channel TEXT NOT NULL, sheet TEXT NOT NULL, correction INTEGER NOT NULL, digest TEXT NOT NULL, "
    "sha256 TEXT NOT NULL, name TEXT NOT NULL, message_id TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, "
    "said TEXT NOT NULL, at TIMESTAMP NOT NULL)",
    "INSERT INTO ledger VALUES (7, 'annual', '2024', 'a@b.test', '甲局', 'mail', 'p.xlsx', 0, 'd', 's', 'p.xlsx', '<m>', "
    "'sent', 1, '', '2025-01-01 00:00:00.000000')",
)


def test_the_ledger_and_confirmations_of_the_last_version_are_carried_over(url: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        for statement in _NINE:
            connection.execute(text(statement))
    engine.dispose()
    with Store.open(url, create=False) as store:
        (entry,) = store.ledger.entries("annual")
        assert (entry.id, entry.state, entry.order.unit, entry.order.seal) == (
            7,
            "sent",
            "甲局",
            "",
        )
        (confirmation,) = store.confirmations.all()
        assert (confirmation.what, confirmation.district) == ("占比", "370104")
        assert store.check() == ()
        again = replace(entry.order, period="2025", seal="s")
        assert store.ledger.prepare([again], {}, NOW) == (8,)


def test_a_copy_is_the_same_store_and_another_is_not(url: str, tmp_path: Path) -> None:
    with Store.open(url) as store, Store.open("sqlite://") as other:
        store.backup(tmp_path / "b.db")
        with Store.open(f"sqlite:///{(tmp_path / 'b.db').as_posix()}") as copy:
            assert copy.seals.store == store.seals.store != other.seals.store
            key = ("departments", "370104", "finance", "2024")
            assert copy.seals.key(*key) == store.seals.key(*key) != other.seals.key(*key)


def test_many_may_open_a_new_store_at_once(url: str) -> None:
    failures: list[Exception] = []

    def open_and_close() -> None:
        try:
            Store.open(url).close()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=open_and_close) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_what_papers_ask_for_is_found_by_index(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/b.db") as store, store._reading() as connection:
        for query in (
            "SELECT * FROM documents JOIN file_names ON file_names.sha256 = documents.sha256 WHERE documents.district = 'x'",
            *(
                f"SELECT * FROM {table} WHERE document IN (1, 2)"
                for table in ("observations", "mentions", "tasks", "findings")
            ),
            "SELECT * FROM observations WHERE indicator = 'gdp' AND period = '2024'",
            "UPDATE steps SET state = 'done' WHERE run = 1 AND position = 2",
            "DELETE FROM files WHERE sha256 = 'x'",
        ):
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
            assert not [line for line in plan if line.startswith("SCAN")], (query, plan)


def test_a_backup_is_a_store_of_its_own(url: str, tmp_path: Path) -> None:
    file = tmp_path / "备份" / "facts.db"
    with Store.open(url) as store:
        store.replace(*read(info()), NOW)
        run = store.runs.start("annual", NOW)
        store.backup(file)
        store.replace(*read(info("d2", "另一份.txt", "f2")), NOW)
        with Store.open(f"sqlite:///{file.as_posix()}", create=False) as copy:
            assert copy.observations() == facts_of(info()).observations
            assert copy.files() == {"f1": store.files()["f1"]}
            assert [each.id for each in copy.runs.all()] == [run]
            assert copy.check() == ()
        store.backup(file)  # in place of the older one
    assert [each.name for each in file.parent.iterdir()] == ["facts.db"]


def test_a_backup_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "文件").write_bytes(b"")
    with (
        Store.open(f"sqlite:///{tmp_path}/b.db") as store,
        pytest.raises(StoreError, match="备份写不出来"),
    ):
        store.backup(tmp_path / "文件" / "facts.db")


def test_a_check_names_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    with Store.open(f"sqlite:///{file}") as store:
        store.replace(*read(info()), NOW)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.create_function("briefing_crc", -1, schema.crc_of, deterministic=True)
        connection.execute("UPDATE observations SET number = 1 WHERE position = 0")
        connection.execute("UPDATE observations SET quote = '' WHERE position = 1")
        connection.execute("DELETE FROM file_names")
        connection.execute(
            "INSERT INTO steps VALUES (9, 0, 'a.docx', 'done', NULL, NULL, NULL, '', NULL, NULL)"
        )
    with Store.open(f"sqlite:///{file}") as store:
        said = "\n".join(store.check())
    for part in (
        "数值“56.70”与排序用的 1.0 不一致",
        "没有出处",
        "政府工作报告：没有所在文件的名称",
        "steps 第 1 行所属的 runs 记录不存在",
    ):
        assert part in said


def test_a_restarted_server_is_found_again_and_a_stopped_one_named(server: Server) -> None:
    url = server.database()
    with Store.open(url, timeout=3) as store:
        store.replace(*read(info()), NOW)
        server.stop()
        try:
            with pytest.raises(StoreError, match="连不上数据库服务器"):
                store.remember("f1", "别名.txt")
        finally:
            server.start()
        store.remember("f1", "别名.txt")
        assert store.files()["f1"].names == ("别名.txt", "报告.txt")
        assert len(store.observations()) == 2


def test_a_server_restarted_inside_a_transaction_loses_nothing_that_was_stored(
    server: Server,
) -> None:
    url = server.database()
    with Store.open(url, timeout=3) as store:
        store.replace(*read(info()), NOW)
        with pytest.raises(StoreError, match="数据库服务器中断了连接"):
            forget_while_restarting(store, server)
        assert len(store.observations()) == 2


def forget_while_restarting(store: Store, server: Server) -> None:
    with store._writing() as connection:
        connection.exec_driver_sql("DELETE FROM files")
        server.stop()
        server.start()
        connection.exec_driver_sql("DELETE FROM runs")


def test_a_locked_row_is_waited_for_and_then_named(server: Server) -> None:
    url = server.database()
    with Store.open(url) as store, Store.open(url, timeout=0.2) as other:
        store.replace(*read(info()), NOW)
        with store._writing() as connection:
            connection.exec_driver_sql("UPDATE files SET format = 'docx'")
            with pytest.raises(StoreError, match="库正被另一个程序写入"):
                other.replace(*read(info()), NOW)
            assert len(other.observations()) == 2  # readers go on


def test_what_is_wrong_with_an_address_is_said(server: Server) -> None:
    with pytest.raises(StoreError, match="没有这个数据库、用户或表"):
        Store.open(f"postgresql://briefing@127.0.0.1:{server.port}/nowhere")
    engine = create_engine(server.database().replace("postgresql", "postgresql+psycopg"))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE songs (title TEXT)")
        assert inspect(connection).get_table_names() == ["songs"]
    url = str(engine.url)
    engine.dispose()
    with pytest.raises(StoreError, match="不是 briefing 的事实库"):
        Store.open(url)


def a_store(file: Path) -> str:
    """A store with something in every kind of table."""
    url = f"sqlite:///{file.as_posix()}"
    with Store.open(url) as store:
        store.replace(*read(info()), NOW)
        run = store.runs.start("annual", NOW)
        store.runs.plan(run, ["annual/2024/a.docx"])
        store.confirmations.add({"k": "占比"}, by="办公室", at=NOW, district="370104")
        order = Order(
            "annual", "2024", "a@b.test", "甲局", "mail", "a.docx", 0, "d", "s", "a.docx", "<m>"
        )
        store.ledger.settle(store.ledger.prepare([order], {"d": [["甲"]]}, NOW), "sent", NOW)
    return url


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as connection:
        return {
            table.name: connection.execute(f'SELECT * FROM "{table.name}" ORDER BY 1, 2').fetchall()
            for table in schema.metadata.sorted_tables
        }


def damaged(file: Path, data: bytes, places: list[int]) -> None:
    changed = bytearray(data)
    for place in places:
        changed[place] ^= 1 << (place % 8)
    file.write_bytes(changed)
    for journal in ("-wal", "-shm"):
        file.with_name(file.name + journal).unlink(missing_ok=True)


def says_sound(url: str) -> bool:
    try:
        with Store.open(url, create=False) as store:
            return store.check() == ()
    except StoreError:
        return False


@pytest.mark.slow
def test_a_store_damaged_at_any_of_two_hundred_bytes_is_never_called_sound(tmp_path: Path) -> None:
    url = a_store(tmp_path / "b.db")
    file = tmp_path / "b.db"
    data, whole = file.read_bytes(), contents(file)
    chance, unnoticed = random.Random(6), 0
    for place in chance.sample(range(len(data)), 200):
        damaged(file, data, [place])
        if says_sound(url):  # then the byte lies where nothing is kept
            assert contents(file) == whole, place
            unnoticed += 1
    used = [at for at in range(len(data)) if data[at]]
    for place in chance.sample(used, 200):
        damaged(file, data, [place])
        if says_sound(url):
            assert contents(file) == whole, place
            unnoticed += 1
    print(f"{400 - unnoticed} of 400 noticed, {unnoticed} in bytes that nothing is kept in")
    damaged(file, data, chance.sample(range(len(data)), 200))
    assert not says_sound(url)


def test_a_flipped_digit_is_noticed_and_named(tmp_path: Path) -> None:
    url = a_store(tmp_path / "b.db")
    file = tmp_path / "b.db"
    data = file.read_bytes()
    place = data.index(b"56.70")
    damaged(file, data, [place])
    with Store.open(url, create=False) as store:
        assert any("内容与写入时不同" in problem for problem in store.check())


def test_text_that_cannot_be_decoded_is_a_sentence(tmp_path: Path) -> None:
    url = a_store(tmp_path / "b.db")
    file = tmp_path / "b.db"
    broken = file.read_bytes().replace("政府工作".encode(), b"\xff\xfe" * 6)
    file.write_bytes(broken)
    with Store.open(url, create=False) as store:
        problems = store.check()
        assert any("读不出的文字" in problem for problem in problems), problems
        with pytest.raises(StoreError, match="数据库里有读不出的文字，已损坏"):
            store.documents()


def test_a_backup_and_an_export_are_restored_wholly(url: str, tmp_path: Path) -> None:
    a_store(tmp_path / "a.db")
    with Store.open(f"sqlite:///{(tmp_path / 'a.db').as_posix()}") as store:
        store.backup(tmp_path / "备份.db")
        store.export(tmp_path / "导出.jsonl")
        facts, seal = store.observations(), store.seals.store
    for number, file in enumerate(("备份.db", "导出.jsonl")):
        with Store.open(url) as target:
            target.runs.start("other", NOW)
        with pytest.raises(StoreError, match="库里有内容，没有恢复"):
            restore(tmp_path / file, url, replace=False)
        assert restore(tmp_path / file, url, replace=True).sent_until == NOW
        with Store.open(url, create=False) as restored:
            assert (restored.observations(), restored.seals.store) == (facts, seal)
            assert [run.job for run in restored.runs.all()] == ["annual"]
            assert [entry.state for entry in restored.ledger.entries()] == ["sent"]
            assert restored.check() == ()
            assert restored.runs.start("next", NOW) == 2, number


def exported(folder: Path) -> tuple[Path, list[dict[str, Any]]]:
    """An export and its lines."""
    a_store(folder / "a.db")
    file = folder / "导出.jsonl"
    with Store.open(f"sqlite:///{(folder / 'a.db').as_posix()}") as store:
        store.export(file)
    return file, [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def written(file: Path, lines: list[dict[str, Any]]) -> None:
    """The lines, with numbers, checksums and an end that fit."""
    made = []
    for number, line in enumerate(lines[:-1], 1):
        if number > 1:
            line = line | {"line": number}
            line.pop("crc")
            line["crc"] = zlib.crc32((json.dumps(line, ensure_ascii=False) + "\n").encode())
        made.append((json.dumps(line, ensure_ascii=False) + "\n").encode())
    end = {"end": dict(Counter(str(line["table"]) for line in lines[1:-1]))}
    end["sha256"] = hashlib.sha256(b"".join(made)).hexdigest()
    file.write_bytes(b"".join(made) + json.dumps(end).encode() + b"\n")


def test_an_export_of_another_version_brings_what_people_did(tmp_path: Path) -> None:
    file, lines = exported(tmp_path)
    lines[0]["schema_version"] = 12
    written(file, lines)
    with Store.open("sqlite://") as target:
        target.restore(file)
        assert target.observations() == ()
        assert [entry.state for entry in target.ledger.entries()] == ["sent"]


def test_an_export_of_the_format_without_an_end_is_restored_with_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, lines = exported(tmp_path)
    old = [lines[0] | {"briefing_export": 1}]
    old += [{"table": line["table"], "row": line["row"]} for line in lines[1:-1]]
    file.write_text("".join(json.dumps(line) + "\n" for line in old), encoding="utf-8")
    with Store.open("sqlite://") as target:
        target.restore(file)
        assert [entry.state for entry in target.ledger.entries()] == ["sent"]
    assert "看不出是不是完整" in caplog.text


def refused(file: Path, url: str) -> str:
    """What is said of an export that is not restored; what is there stays."""
    with Store.open(url) as store:
        before = store.runs.start("here", NOW)
    with pytest.raises(StoreError) as caught:
        restore(file, url, replace=True)
    with Store.open(url, create=False) as store:
        assert [run.id for run in store.runs.all()][-1] == before
    return str(caught.value)


def read_back(file: Path) -> str:
    """What is said of an export that cannot be restored."""
    with Store.open("sqlite://") as target, pytest.raises(StoreError) as caught:
        target.restore(file)
    return str(caught.value)


def test_an_export_cut_off_anywhere_is_refused(url: str, tmp_path: Path) -> None:
    file, _ = exported(tmp_path)
    whole = file.read_bytes()
    ends = [at + 1 for at, sign in enumerate(whole) if sign == ord("\n")]
    for count, end in enumerate(ends[:-1], 1):  # between two lines
        file.write_bytes(whole[:end])
        assert f"导出文件不完整：到第 {count} 行就断了，没有结尾行" in read_back(file)
    file.write_bytes(whole[: ends[4] + 20])
    assert "导出文件第 6 行读不出来，可能不完整" in refused(file, url)


def test_any_line_of_an_export_that_was_changed_or_lost_is_named(tmp_path: Path) -> None:
    file, _ = exported(tmp_path)
    whole = file.read_bytes().splitlines(keepends=True)
    chance = random.Random(7)
    for at in range(1, len(whole) - 1):
        signs = bytearray(whole[at])
        place = chance.choice([n for n, sign in enumerate(signs) if chr(sign).isdigit()])
        signs[place] = ord("1") if signs[place] != ord("1") else ord("2")
        for changed in (bytes(signs), b""):
            file.write_bytes(b"".join([*whole[:at], changed, *whole[at + 1 :]]))
            assert f"导出文件第 {at + 1} 行" in read_back(file)


@pytest.mark.parametrize(
    ("line", "change", "says"),
    [
        (0, {"schema_version": "abc"}, "导出文件第 1 行的 schema_version 不是版本号"),
        (0, {"schema_version": None}, "导出文件第 1 行的 schema_version 不是版本号"),
        (0, {"schema_version": -3}, "导出文件第 1 行的 schema_version 不是版本号"),
        (0, {"schema_version": 99}, "导出文件第 1 行说明它由更新的版本导出（升级 briefing）"),
        (0, {"briefing_export": 9}, "导出文件第 1 行说明它由更新的版本导出（升级 briefing）"),
        (1, {"table": "songs"}, "导出文件第 2 行的表 songs 这个版本没有"),
        (1, {"table": ["a"]}, "导出文件第 2 行不是一张表的一行"),
        (1, {"row": 5}, "导出文件第 2 行不是一张表的一行"),
        ("runs", {"started_at": "昨天"}, "的 started_at 读不出来：日期不对"),
        ("runs", {"id": "第一"}, "的 id 读不出来：整数不对"),
        ("runs", {"job": None}, "的 job 读不出来：文字不对"),
        ("sheets", {"content": {"base64": "?"}}, "的 content 读不出来：编码不对"),
    ],
)
def test_what_cannot_be_in_an_export_is_a_sentence_with_its_line(
    tmp_path: Path, line: int | str, change: dict[str, Any], says: str
) -> None:
    file, lines = exported(tmp_path)
    if isinstance(line, str):
        line = next(n for n, each in enumerate(lines) if each.get("table") == line)
        change = {"row": lines[line]["row"] | change}
        says = f"导出文件第 {line + 1} 行{says}"
    lines[line] |= change
    written(file, lines)
    assert says in read_back(file)


@pytest.mark.parametrize(("name", "data"), [("a.db", b"SQLite format 3\0" + b"x" * 99), ("b.txt", b"x"), ("c.jsonl", b'{"briefing_export": 1, "schema_version": 1}\n{"table"')])  # fmt: skip
def test_a_bad_backup_changes_nothing(name: str, data: bytes, tmp_path: Path) -> None:
    url = a_store(tmp_path / "here.db")
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StoreError, match=name.replace(".", r"\.")):
        restore(tmp_path / name, url, replace=True)
    with Store.open(url, create=False) as store:
        assert len(store.observations()) == 2


def test_a_damaged_store_is_repaired_from_a_backup_and_keeps_what_came_since(
    tmp_path: Path,
) -> None:
    url = a_store(tmp_path / "b.db")
    with Store.open(url) as store:
        store.backup(tmp_path / "备份.db")
        store.confirmations.add({"later": "以后的"}, by="办公室", at=NOW, district="370104")
    file = tmp_path / "b.db"
    file.write_bytes(file.read_bytes().replace("政府工作".encode(), b"\xff\xfe" * 6))
    done = repair(tmp_path / "备份.db", url)
    assert done.saved == {"confirmations": 1}
    with Store.open(url) as store:
        assert store.check() == ()
        assert {each.key for each in store.confirmations.all()} == {"k", "later"}
        assert len(store.observations()) == 2
    assert Path(done.aside).exists()


def test_a_store_whose_very_head_is_gone_is_repaired_from_the_backup_alone(tmp_path: Path) -> None:
    url = a_store(tmp_path / "b.db")
    with Store.open(url) as store:
        store.backup(tmp_path / "备份.db")
    (tmp_path / "b.db").write_bytes(b"\0" * 4096)
    done = repair(tmp_path / "备份.db", url)
    assert done.saved == {}
    with Store.open(url, create=False) as store:
        assert (store.check(), len(store.observations())) == ((), 2)


@pytest.mark.parametrize("again", [False, True])
def test_whoever_is_stopped_while_restoring_has_lost_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    url = a_store(tmp_path / "b.db")
    with Store.open(url) as store:
        store.export(tmp_path / "导出.jsonl")
        run = store.runs.start("since", NOW)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moving, "_continue_numbers", stop)
        with pytest.raises(KeyboardInterrupt):
            restore(tmp_path / "导出.jsonl", url, replace=True)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["b.db", "导出.jsonl"]
    with Store.open(url, create=False) as store:
        assert store.runs.all()[-1].id == run
    if again:
        assert restore(tmp_path / "导出.jsonl", url, replace=True).aside
        assert sorted(file.name for file in tmp_path.iterdir()) == [
            "b.db",
            "b.原库1.db",
            "导出.jsonl",
        ]
