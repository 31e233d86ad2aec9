"""Web pages: the article with its headings and tables, without what stands around it."""

from __future__ import annotations

import pytest

from briefing.errors import SourceError
from briefing.sources import documents, read_bytes

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>统计公报-某县人民政府</title>
<meta name="ArticleTitle" content="2024年某县国民经济和社会发展统计公报"><meta name="PubDate" content="2025-03-20 10:00"></head>
<body><div class="header"><a href="/">首页</a><a href="/zw">政务公开</a></div>
<div class="nav"><ul><li><a href="/a">要闻</a></li><li><a href="/b">公告</a></li></ul></div>
<script>var hidden = "脚本";</script>
<div class="main"><h1>2024年某县国民经济和社会发展统计公报</h1>
<div class="share">分享到 微信 微博</div>
<div class="TRS_Editor"><style>p {{}}</style>
<p>　　<b>一、综合</b></p>
<p>　　初步核算，全年地区生产总值123.40亿元，
比上年增长5.6%。</p><p style="display:none">看不见的话</p>
<p>主要指标表</p>
<table><tr><th rowspan="2">指标</th><th colspan="2">2024年</th></tr><tr><th>绝对数</th><th>增长<br>（%）</th></tr>
<tr><td>粮食产量</td><td>12.30</td><td>1.0</td></tr></table>
<p>二、农业</p><p>农林牧渔业总产值30亿元，<br>增长4%。</p></div></div>
<div class="footer">版权所有 某县人民政府</div></body></html>"""


@pytest.mark.parametrize(
    ("charset", "codec"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("nonsense", "utf-8")]
)
def test_the_article(charset: str, codec: str) -> None:
    reading = read_bytes("公报.html", PAGE.format(charset=charset).encode(codec))
    (document,) = documents(reading)
    assert (document.title, document.kind, document.area) == (
        "2024年某县国民经济和社会发展统计公报",
        "communique",
        "某县",
    )
    assert (document.date, document.year_reviewed) == ("2025-03-20", 2024)
    assert document.text.split("\n") == [
        "2024年某县国民经济和社会发展统计公报",
        "一、综合",
        "初步核算，全年地区生产总值123.40亿元，比上年增长5.6%。",
        "主要指标表",
        "二、农业",
        "农林牧渔业总产值30亿元，增长4%。",
    ]
    assert [section.heading for section in document.sections] == ["一、综合", "二、农业"]
    assert not any(
        word in reading.text for word in ("首页", "要闻", "脚本", "看不见", "版权", "分享")
    )


def test_lines_of_text_set_as_it_is_stay_lines_and_classes_strike_out() -> None:
    page = (
        "<html><head><title>某县2024年统计公报</title><style>.old,.del {color: red; text-decoration: line-through}</style></head><body>"
        "<p>税收收入<span class='del x'>99.9亿元</span>45.3亿元。</p>"
        "<pre>粮食播种面积    25.3万亩\n粮食总产量      12.5万吨</pre><details><summary>财政</summary>收支平衡。</details></body></html>"
    )
    reading = read_bytes("公报.html", page.encode())
    assert reading.text.split("\n")[1:] == [
        "税收收入45.3亿元。",
        "粮食播种面积 25.3万亩",
        "粮食总产量 12.5万吨",
        "财政",
        "收支平衡。",
        "",
    ]
    assert reading.warnings == ("有 1 处删除线文字，未读取（“99.9亿元”）",)


def test_tables_keep_their_cells() -> None:
    reading = read_bytes("公报.html", PAGE.format(charset="utf-8").encode())
    (table,) = reading.tables
    assert table.title == "主要指标表"
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells] == [
        ("指标", 0, 0, 2, 1),
        ("2024年", 0, 1, 1, 2),
        ("绝对数", 1, 1, 1, 1),
        ("增长\n（%）", 1, 2, 1, 1),
        ("粮食产量", 2, 0, 1, 1),
        ("12.30", 2, 1, 1, 1),
        ("1.0", 2, 2, 1, 1),
    ]
    assert all(reading.text[cell.start : cell.end] == cell.text for cell in table.cells)


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    text = "全年经济运行平稳，" * 40
    page = f"<html><body><table><tr><td>栏目</td><td>位置</td></tr><tr><td><p>甲。{text}</p></td><td><p>乙。{text}</p></td></tr></table></body></html>"
    reading = read_bytes("页.html", page.encode())
    assert reading.tables == ()
    assert "甲。" in reading.text


def test_a_web_page_named_xls() -> None:
    page = "<html><body><table><tr><td>指标</td><td>数值</td></tr><tr><td>收入</td><td>5</td></tr></table></body></html>"
    reading = read_bytes("导出.xls", page.encode())
    assert reading.format == "html"
    assert [cell.text for cell in reading.tables[0].cells] == ["指标", "数值", "收入", "5"]
    assert reading.warnings == ("扩展名是 .xls，内容是 html，已按内容读取",)


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(SourceError) as error:
        read_bytes("空.html", b"<html><body><script>x</script></body></html>")
    assert (
        str(error.value)
        == "空.html：网页里没有正文（请在浏览器里打开，把正文另存为 .docx 或 .txt）"
    )


def test_deep_nesting_does_no_harm() -> None:
    page = (
        "<html><body>"
        + "<div>" * 200
        + "全年地区生产总值增长5.6%，收入增长3%。"
        + "</div>" * 200
        + "</body></html>"
    )
    assert "增长5.6%" in read_bytes("深.html", page.encode()).text
    with pytest.raises(SourceError):
        read_bytes("深.html", page.replace("<div>", "<div>" * 50).encode())


def test_a_printed_document_in_one_paragraph_has_its_lines_again() -> None:
    """A site that copies a PDF leaves a blank where a line ended: headings, page numbers and charts are no part of sentences."""
    said = (
        "全年财政支出30.38亿元，下降1.4%。 —11— 九、居民收入和社会保障 全年城镇居民人均可支配收入42750元，增长4.7%。 "
        "2021—2025年城乡居民人均可支配收入 单位：元 5000040000 城镇 农村 全年城镇居民人均消费支出24546元，增长5.6%。 "
        "年末参加基本养老保险人数167.84万人。 年末参加失业保险人数38.51万人，其中 企业职工15.19万人。 "
    )
    page = (
        f"<html><body><h1>某县2025年国民经济和社会发展统计公报</h1><p>{said * 2}</p></body></html>"
    )
    (document,) = documents(read_bytes("公报.html", page.encode()))
    lines = document.text.split("\n")
    assert "九、居民收入和社会保障" in lines
    assert "全年城镇居民人均可支配收入42750元，增长4.7%。" in lines
    assert "全年城镇居民人均消费支出24546元，增长5.6%。" in lines
    assert "年末参加失业保险人数38.51万人，其中企业职工15.19万人。" in "".join(lines)
    assert not any("—11—" in line for line in lines)


def test_a_page_unfolded_by_a_button_is_read_from_its_first_sentence() -> None:
    first = "".join(f"<p>全年第{at}产业增加值{at}0.5亿元，增长4.{at}%。</p>" for at in (1, 2, 3))
    rest = "".join(f"<p>全年粮食产量{at}万吨，比上年增长1.2%。</p>" for at in range(10, 70))
    page = (
        f"<html><body><div><div>{first}</div><div>展开</div><div>{rest}</div></div></body></html>"
    )
    text = read_bytes("公报.html", page.encode()).text
    assert text.startswith("全年第1产业增加值10.5亿元")
    assert "69万吨，比上年增长1.2%。" in text
