"""What a web page or a printed page adds around a document: links, buttons, page numbers, running headers, stray addresses."""

from __future__ import annotations

from collections import Counter

from briefing import lazy as re

# Whole lines of a government site's page, above or below the text.
_BUTTON = re.compile(
    r"(?:下载|打印|打印本页|打印此页|全屏|收藏|加入收藏|关闭|关闭窗口|关闭本页|返回|返回顶部|纠错|我要纠错|【我要纠错】|"
    r"[【\[（(]?字[号体]\s*[:：]?\s*(?:(?:加大|还原|减小|默认|特大|大|中|小)[\s|/]*)*[】\]）)]?|加大|还原|减小|默认|特大|大|中|小|[】\]]|[>＞»›|/]|大\s+中\s+小|"
    r"分享(?:到|至)?\s*[:：]?|微信|微博|QQ空间|朋友圈|首页|繁體(?:版)?|无障碍(?:浏览|阅读)?|长者(?:模式|版)|English|登录|注册|搜索|网站地图|联系我们|"
    r"扫一扫.{0,20}|手机(?:版|扫码).{0,12}|语音播报|听全文|当前位置\s*[:：].*|您(?:现在)?(?:所在)?的?位置\s*[:：].*|"
    r".{0,20}(?:ICP备|公网安备|网站标识码|版权所有|All Rights Reserved).*)"
)
_LABEL = re.compile(
    r"(?:信息来源|文章来源|来源URL|来源网址|原文链接|网址|来源|来源单位|时间|日期|发布时间|发布日期|发布机构|发布单位|更新时间|成文日期|生成日期|索引号|主题分类|"
    r"浏览次数|浏览量|阅读次数|点击数|点击量|访问量|作者|编辑|责任编辑|责编|审核|字号|字体|发文单位|发文机关|审签)\s*[:：](?P<value>.{0,40}|\s*https?://\S{0,200})"
)
# Who runs the site: below the text only, and only a government's office (a list of duties has 主办单位 too).
_OWNER = re.compile(
    r"(?:版权所有|主办|承办|协办|维护|运维|技术支持)(?:单位|部门)?\s*[:：].{0,20}(?:人民政府|政府办|网信办|大数据|信息中心|融媒体|有限公司|委员会办公室).{0,80}"
)
_RELATED = re.compile(
    r"(?:相关(?:报道|链接|阅读|文档|文章|新闻|附件|信息|解读)|上一[篇条]|下一[篇条]|延伸阅读|推荐阅读)\s*[:：]?.{0,60}|[上下]一[篇条]\s*[:：].{0,160}"
)
_FOOT = re.compile(r"(?:上一[篇条]|下一[篇条]|(?:主办|承办|协办|版权所有)(?:单位)?)\s*[:：]")
_CAPTION = re.compile(r".{0,60}(?:记者.{0,16}[摄报]|[（(]?资料图片?[）)]?|\s摄)")
_SEPARATOR = re.compile(r"[>＞»›]")

_BODY = re.compile(r"各位代表|(?:第[一二三四五六七八九十]+章|[一二三四五六七八九十]+、)")
_BODY_LENGTH = 60  # a line as long as this is text, not chrome
_ZONE = 60  # lines looked at from either end

_PAGE_NUMBER = re.compile(
    r"(?:[-–—―－~～·•]{1,3}\s*\d{1,4}\s*[-–—―－~～·•]{1,3}|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3}|Page\s+\d{1,4})",
    re.I,
)
_CONTENTS = re.compile(
    r"[^。]{2,80}?(?:\.{4,}|…{2,}|·{4,}|．{4,}|(?:\. ){4,})\s*[（(]?\d{1,4}[）)]?"
)  # a line of a table of contents
_BARE_NUMBER = re.compile(r"\d{1,3}|[ivxIVX]{1,5}")
_GAZETTE_HEADER = re.compile(
    r"(?:.{0,16}\s)?\S{2,20}公报\s*[（(〔]\s*\d{4}\s*年\s*第\s*\d{1,3}\s*[期号]\s*[）)〕].{0,16}"
)
_URL = re.compile(r"(?:https?://|www\.)[\x21-\x7e]{4,}", re.I)
_FURNITURE = re.compile(f"{_PAGE_NUMBER.pattern}|{_URL.pattern}|{_CONTENTS.pattern}", re.I)
_FURNITURE_ENDS = frozenset("–—―－～·•页）")  # and ASCII, and digits
_EDGES = (0, -1, 1, -2)  # lines of a page that may be its running header or footer
_URL_TAIL = re.compile(r"[\x21-\x7e]{12,}")
_TERMINAL = "。！？；：…”"


def around(lines: list[str]) -> set[int]:
    """The numbers of the lines (stripped, not empty) that are a web page's chrome above and below the text."""
    head = next(
        (
            i
            for i, line in enumerate(lines[:_ZONE])
            if len(line) >= _BODY_LENGTH or _BODY.match(line)
        ),
        0,
    )
    below = range(len(lines) - 1, max(-1, len(lines) - _ZONE), -1)
    tail = next(
        (i for i in below if len(lines[i]) >= _BODY_LENGTH and not _FOOT.match(lines[i])),
        len(lines) - 1,
    )
    found = _chrome(lines, 0, head) | _chrome(lines, tail + 1, len(lines))
    related = next(
        (i for i in range(tail + 1, len(lines)) if _RELATED.fullmatch(lines[i])), len(lines)
    )
    owners = {i for i in range(tail + 1, len(lines)) if _OWNER.fullmatch(lines[i])}
    return found | owners | set(range(related, len(lines)))


def _chrome(lines: list[str], first: int, last: int) -> set[int]:
    found: set[int] = set()
    for i in range(first, last):
        line = lines[i]
        if _SEPARATOR.fullmatch(line):  # a trail of links: each stands between separators
            found.update(j for j in (i - 1, i, i + 1) if first <= j < last)
        elif _BUTTON.fullmatch(line) or _CAPTION.fullmatch(line):
            found.add(i)
        elif label := _LABEL.fullmatch(line):
            found.add(i)
            if not label["value"].strip() and i + 1 < last and len(lines[i + 1]) <= 20:
                found.add(i + 1)
    return found


def furniture(lines: list[str]) -> set[int]:
    """The numbers of the lines that are page numbers, lines of a table of contents or stray web addresses in the text."""
    found: set[int] = set()
    for i, line in enumerate(lines):
        last = line[-1]
        if len(line) > 400 or not (last.isascii() or last.isdecimal() or last in _FURNITURE_ENDS):
            continue
        if last in _TERMINAL:
            continue
        if _FURNITURE.fullmatch(line) or (
            i - 1 in found and _URL.match(lines[i - 1]) and _URL_TAIL.fullmatch(line)
        ):
            found.add(i)  # the tail of an address that ran over the line, too
    return found


def printed(lines: list[str], known: set[int]) -> set[int]:
    """The same on a printed page: a gazette's running headers, and bare numbers beside one of those or of the `known` lines."""
    headers = {
        i
        for i, line in enumerate(lines)
        if "公报" in line and len(line) <= 60 and _GAZETTE_HEADER.fullmatch(line)
    }
    beside = known | headers
    return headers | {
        i
        for i, line in enumerate(lines)
        if len(line) <= 5 and _BARE_NUMBER.fullmatch(line) and {i - 1, i + 1} & beside
    }


def running(pages: list[list[int]], lines: list[str]) -> set[int]:
    """Lines that stand at the head or foot of most pages, page numbers apart. `pages`: the line numbers of each page."""
    if len(pages) < 3:
        return set()
    edges = [
        (place, page[place], _digitless(lines[page[place]]))
        for page in pages
        for place in _EDGES[: max(0, len(page) - 1)]
    ]
    seen = Counter((place, text) for place, _, text in edges)
    enough = max(3, len(pages) // 3)
    return {i for place, i, text in edges if len(lines[i]) <= 60 and seen[place, text] >= enough}


def _digitless(line: str) -> str:
    return re.sub(r"[\d\s]+", "", line)
