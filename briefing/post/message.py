"""A mail as bytes: right in new clients and in those of twenty years ago.

Headers are encoded words (RFC 2047), bodies and attachments base64, so that no server has to know more than ASCII. A file's name stands
twice: as RFC 2231 wants it, and as the `name` that old clients read.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.utils import format_datetime
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import quote

from briefing.post.templates import Words, one_line
from briefing.settings.mail import Mail

# Attachments' headers are written here as they are to stand; all others are folded by the library.
_POLICY = policy.SMTP.clone(refold_source="none")
_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}
_LINE = 45  # bytes of a name in one encoded word: words may not be longer than 75
_ROOM = 8192  # bytes for the headers, the words and the parts' borders beyond what is counted
_DOS_BEGIN = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    data: bytes

    @property
    def size(self) -> int:
        """Bytes it takes in a mail."""
        return -(-len(self.data) // 57) * 78 + 1024


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends a mail to whom."""

    sender: str
    sender_name: str
    reply_to: str
    to: str
    to_name: str
    cc: tuple[str, ...] = ()

    @classmethod
    def of(cls, mail: Mail, to: str, to_name: str, cc: tuple[str, ...] = ()) -> Envelope:
        return cls(mail.sender, mail.sender_name, mail.reply_to, to, to_name, cc)


def build(
    envelope: Envelope,
    words: Words,
    attachments: Sequence[Attachment],
    message_id: str,
    date: datetime,
) -> bytes:
    """The mail. The same bytes for the same arguments. date: aware, in the zone it is shown in."""
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = one_line(words.subject)
    mail["From"] = _address(envelope.sender_name, envelope.sender)
    mail["To"] = _address(envelope.to_name, envelope.to)
    if envelope.cc:
        mail["Cc"] = [_address("", address) for address in envelope.cc]
    if envelope.reply_to:
        mail["Reply-To"] = _address("", envelope.reply_to)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"  # no out-of-office answers (RFC 3834)
    mail.set_content(words.text, charset="utf-8", cte="base64")
    if words.html:
        mail.add_alternative(words.html, subtype="html", charset="utf-8", cte="base64")
    if attachments:
        mail.make_mixed()
        for attachment in attachments:
            mail.attach(_part(attachment))  # type: ignore[arg-type]  # a part of the old kind keeps its headers as they are
    print_ = hashlib.sha256(message_id.encode()).hexdigest()[:20]
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{print_}_{number}")
    return mail.as_bytes(policy=_POLICY)


def message_id(sender: str, *parts: str) -> str:
    """The identifier of a mail with these parts: the same whenever it is sent."""
    print_ = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
    return f"<{print_}@{sender.rpartition('@')[2]}>"


def _address(name: str, address: str) -> Address:
    return Address(one_line(name), addr_spec=address)


def _part(attachment: Attachment) -> Message:
    name = one_line(attachment.name)
    part = Message()
    kind = _TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    part["Content-Type"] = f'{kind};\r\n name="{_encoded(name)}"'
    part["Content-Disposition"] = f"attachment;\r\n filename*=UTF-8''{quote(name, safe='')}"
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(attachment.data).decode("ascii"))
    return part


def _encoded(name: str) -> str:
    """A name as encoded words inside quotes, where no standard allows them and old clients look for them."""
    return "\r\n ".join(
        f"=?UTF-8?B?{base64.b64encode(piece).decode()}?=" for piece in _pieces(name)
    )


def _pieces(name: str) -> Iterator[bytes]:
    """The name's UTF-8 in pieces of whole characters."""
    piece = b""
    for sign in name:
        encoded = sign.encode()
        if len(piece) + len(encoded) > _LINE:
            yield piece
            piece = b""
        piece += encoded
    yield piece


def zipped(attachments: Sequence[Attachment]) -> bytes:
    """A zip file of attachments; names that are not ASCII carry the UTF-8 flag."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for attachment in attachments:
            file.writestr(
                zipfile.ZipInfo(attachment.name, _DOS_BEGIN), attachment.data, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def grouped(
    attachments: Sequence[Attachment], limit: int, too_big: Literal["split", "zip"]
) -> list[list[int]]:
    """How attachments are shared out among mails of at most `limit` bytes: their places, mail by mail.

    One that is too big for any mail stands alone. `too_big` says whether they are zipped before they are shared out.
    """
    everything = list(range(len(attachments)))
    if sum(attachment.size for attachment in attachments) + _ROOM <= limit:
        return [everything]
    if too_big == "zip" and Attachment("", zipped(attachments)).size + _ROOM <= limit:
        return [everything]
    groups: list[list[int]] = []
    filled = 0
    for place, attachment in enumerate(attachments):
        if not groups or filled + attachment.size > limit:
            groups.append([])
            filled = _ROOM
        groups[-1].append(place)
        filled += attachment.size
    return groups


def fits(attachments: Sequence[Attachment], limit: int) -> bool:
    return sum(attachment.size for attachment in attachments) + _ROOM <= limit
