"""Opening a database and saying in Chinese what is wrong with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from briefing.errors import StoreError
from briefing.store import schema

_EXAMPLE = "例：sqlite:///output/briefing.db"
RESTORE = "用备份恢复：briefing store restore 备份文件；没有备份的，移走它后重新读入资料"
# What the databases say, and what it means to the user: message and hint.
_MEANINGS = (
    ("database is locked", "库正被另一个程序写入，等了很久仍未轮到", "等那个程序结束后再试"),
    ("file is not a database", "这个文件不是数据库，或已损坏", RESTORE),
    ("could not decode", "数据库里有读不出的文字，已损坏", RESTORE),
    ("malformed", "数据库已损坏", RESTORE),
    ("unable to open database file", "打不开数据库文件", "检查文件夹是否存在、是否有权限"),
    ("readonly database", "数据库文件是只读的", "检查文件和文件夹的权限"),
    ("disk is full", "磁盘已满，没有写入", "腾出空间后再试"),
    ("connection refused", "连不上数据库服务器", "检查服务器是否已启动，地址和端口是否写对"),
    ("could not translate host name", "找不到数据库服务器", "检查地址是否写对"),
    ("failed to resolve host", "找不到数据库服务器", "检查地址是否写对"),
    ("connection timeout", "连接数据库服务器超时", "检查网络和地址"),
    (
        "password authentication failed",
        "数据库的用户名或密码不对",
        "检查 --store 或 BRIEFING_STORE",
    ),
    ("no password supplied", "没有写数据库的密码", "写在地址里，或设 PGPASSWORD"),
    ("does not exist", "没有这个数据库、用户或表", "请管理员建立，或检查地址"),
    ("permission denied", "数据库用户没有权限", "请管理员授权"),
    ("lock timeout", "库正被另一个程序写入，等了很久仍未轮到", "等那个程序结束后再试"),
    ("terminating connection", "数据库服务器中断了连接", "等服务器恢复后再运行一次"),
    ("server closed the connection", "数据库服务器中断了连接", "等服务器恢复后再运行一次"),
    ("connection is lost", "数据库服务器中断了连接", "等服务器恢复后再运行一次"),
    ("no space left", "磁盘已满，没有写入", "腾出空间后再试"),
    ("disk i/o error", "读写磁盘出错", "检查磁盘空间和文件大小限制"),
)


def parse(url: str) -> URL:
    """The parsed URL. Raises StoreError for what is not one."""
    try:
        return make_url(url)
    except ArgumentError:
        raise StoreError("不是数据库地址", where=url, hint=_EXAMPLE) from None


def store_url(named: str | Path, base: Path) -> str:
    """The address of a store that is named by a file or an address; a relative SQLite file counts from `base`."""
    if isinstance(named, Path):
        return f"sqlite:///{named.as_posix()}"
    file = file_of(parse(named))
    return store_url(base.absolute() / file, base) if file and not file.is_absolute() else named


def name(url: URL) -> str:
    """How messages name the database: the file, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "（内存）"
    return url.render_as_string(hide_password=True)


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database, None for any other and for one in memory."""
    in_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(url.database) if in_file and url.database else None


def connect(url: URL, timeout: float) -> Engine:
    """An engine; nothing is opened yet. timeout: seconds to wait for another writer."""
    sqlite = url.get_backend_name() == "sqlite"
    if url.drivername == "postgresql":  # SQLAlchemy's own choice would be psycopg2
        url = url.set(drivername="postgresql+psycopg")
    try:
        if sqlite:
            engine = create_engine(url, connect_args={"timeout": timeout})
        else:  # a connection that a restarted server has dropped is made again
            engine = create_engine(url, pool_pre_ping=True, connect_args=_patience(url, timeout))
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"用不了这种数据库：没有 {url.drivername} 的驱动",
            where=name(url),
            hint="可用 SQLite；PostgreSQL 要先安装：pip install 'briefing[postgres]'",
        ) from error
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _patience(url: URL, timeout: float) -> dict[str, object]:
    if url.get_backend_name() != "postgresql":
        return {}
    return {
        "connect_timeout": max(2, round(timeout)),
        "options": f"-c lock_timeout={round(timeout * 1000)}",
    }


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = (
        None  # the driver's own BEGIN leaves out DDL and reads; _begin_sqlite does it
    )
    connection.create_function("briefing_crc", -1, schema.crc_of, deterministic=True)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails when another wrote in between: writers take their turn at once.
    options = connection.get_execution_options()
    if options.get(
        "writes", False
    ):  # what was sent must outlive a power cut; what was read can be read again
        connection.exec_driver_sql(
            f"PRAGMA synchronous={'FULL' if options.get('durable', False) else 'NORMAL'}"
        )
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes", False) else "BEGIN")


def meaning(said: str) -> str:
    """What the words of a database mean, "" where we do not know them."""
    return next((message for words, message, _ in _MEANINGS if words in said.lower()), "")


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turns any database error into a StoreError."""
    try:
        yield
    except (
        UnicodeError,
        sqlite3.Error,
    ) as error:  # the driver itself, before SQLAlchemy hears of it
        raise StoreError("数据库已损坏", where=where, hint=RESTORE) from error
    except SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error)
        for words, message, hint in _MEANINGS:
            if words in said.lower():
                raise StoreError(message, where=where, hint=hint) from error
        # What else a driver says, in its own language, is for whoever looks after the database: it stays the cause.
        code = getattr(getattr(error, "orig", None), "sqlite_errorname", "") or getattr(
            getattr(error, "orig", None), "sqlstate", ""
        )
        raise StoreError(
            f"数据库出错（{code or type(error).__name__}）",
            where=where,
            hint="请管理员按这个代码检查数据库",
        ) from error
