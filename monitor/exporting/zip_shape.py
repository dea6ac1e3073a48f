"""Whether a zip file is its members and nothing else.

Programs that unpack look at different ends of a file: what stands before, between or behind the
members is seen by one and not by another, and no digest covers it.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import IO

_LOCAL_HEADER = struct.Struct("<4s2xH18x2H")  # signature, flags, lengths of name and extra
_END = struct.Struct("<4s16xH")  # signature, length of the comment
_SIZE_FOLLOWS = 0x08  # a flag: a descriptor stands behind the data
_DESCRIPTOR = 24  # bytes, at most: with a signature and long sizes


def hidden_bytes(archive: zipfile.ZipFile) -> Iterator[str]:
    """Sentences about bytes that belong to no member."""
    stream = archive.fp
    assert stream is not None
    place = slack = 0
    for member in sorted(archive.infolist(), key=lambda one: one.header_offset):
        if not place <= member.header_offset <= place + slack:
            where = "before its first file" if place == 0 else f"before {member.filename}"
            yield f"the zip file holds other bytes {where}"
            return
        place, slack = _end_of(stream, member)
    if not place <= archive.start_dir <= place + slack:
        yield "the zip file holds other bytes behind its last file"
    if archive.comment or not _ends_at_its_end(stream):
        yield "the zip file holds other bytes at its end"


def _end_of(stream: IO[bytes], member: zipfile.ZipInfo) -> tuple[int, int]:
    """Where a member ends at the earliest, and how many bytes later at the latest."""
    stream.seek(member.header_offset)
    _, flags, name, extra = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
    end = member.header_offset + _LOCAL_HEADER.size + name + extra + member.compress_size
    return end, _DESCRIPTOR if flags & _SIZE_FOLLOWS else 0


def _ends_at_its_end(stream: IO[bytes]) -> bool:
    stream.seek(-_END.size, 2)
    signature, comment = _END.unpack(stream.read(_END.size))
    return bool(signature == b"PK\x05\x06" and comment == 0)
