"""PDF files written by hand: standard fonts, and right-to-left letters without any font file.

    pdf([Text("Privacy Policy", 72, 700, size=20, bold=True), Text("We collect ...", 72, 660)])
    flowed(["# Privacy Policy", "We collect your name and ..."], columns=60, rows=40)

Right-to-left text is written glyph by glyph, as producers do: in the order of the eye or of
speech, each glyph with a place of its own and a ToUnicode map that says what it means.
"""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

WIDTH, HEIGHT = 612, 792
ADVANCE = 0.6  # of the font size: every letter of Courier, and of the right-to-left font
_FONTS = {
    ("Courier", False): "F1",
    ("Courier", True): "F2",
    ("Helvetica", False): "F3",
    ("Helvetica", True): "F4",
    ("Times-Roman", False): "F5",
    ("Times-Roman", True): "F6",
}
_BOLD = {"Times-Roman": "Times-Bold"}


@dataclass(frozen=True, slots=True)
class Text:
    """A line at a place; ``y`` counts upwards. ``rtl``: ``x`` is its right edge."""

    text: str
    x: float
    y: float
    size: float = 12
    bold: bool = False
    font: str = "Courier"
    rtl: bool = False
    visual: bool = True  # the order of the eye; else that of speech
    angle: bool = False  # slanted, as a watermark
    turn: int = 0  # degrees; of a page with this rotation it stands upright at x, y

    @property
    def width(self) -> float:
        return len(self.text) * ADVANCE * self.size


@dataclass(frozen=True, slots=True)
class Page:
    texts: Sequence[Text]
    links: Sequence[tuple[float, float, float, float, str]] = ()
    rotate: int = 0


@dataclass(slots=True)
class _File:
    objects: list[bytes] = field(default_factory=list)

    def add(self, body: str | bytes) -> int:
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def stream(self, data: bytes, *, compressed: bool = True, extra: str = "") -> int:
        packed = zlib.compress(data) if compressed else data
        name = " /Filter /FlateDecode" if compressed else ""
        head = f"<< /Length {len(packed)}{name}{extra} >>\nstream\n".encode()
        return self.add(head + packed + b"\nendstream")

    def written(self, root: int, info: int, *, extra: str = "") -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
        trailer = f"<< /Size {len(places) + 1} /Root {root} 0 R /Info {info} 0 R{extra} >>"
        return bytes(out) + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()


def pdf(*pages: Sequence[Text] | Page, title: str = "", encrypt: bool = False) -> bytes:
    """A PDF of these pages. ``encrypt``: it asks for a password that nobody knows."""
    file = _File()
    whole = [page if isinstance(page, Page) else Page(page) for page in pages]
    glyphs = sorted(
        {sign for page in whole for text in page.texts if text.rtl for sign in text.text}
    )
    fonts = [
        f"/{name} {file.add(_standard(family, bold))} 0 R"
        for (family, bold), name in _FONTS.items()
    ]
    if glyphs:
        fonts.append(f"/FR {_rtl_font(file, glyphs)} 0 R")
    tree = len(file.objects) + sum(2 + len(page.links) for page in whole) + 1
    numbers = [_page(file, page, tree, " ".join(fonts), glyphs) for page in whole]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    assert file.add(f"<< /Type /Pages /Count {len(numbers)} /Kids [{kids}] >>") == tree
    root = file.add(f"<< /Type /Catalog /Pages {tree} 0 R >>")
    info = file.add(f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>")
    extra = ""
    if encrypt:
        key = "00" * 32
        extra = (
            f" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{'11' * 32}> >>"
            f" /ID [<{'ab' * 16}> <{'ab' * 16}>]"
        )
    return file.written(root, info, extra=extra)


def _standard(family: str, bold: bool) -> str:
    name = (_BOLD.get(family) or f"{family}-Bold") if bold else family
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _rtl_font(file: _File, glyphs: Sequence[str]) -> int:
    """A Type 3 font of boxes: its letters have widths, ink, and a meaning."""
    ink = file.stream(b"600 0 50 0 550 700 d1 50 0 500 700 re f")
    lines = "\n".join(
        f"<{code:02x}> <{sign.encode('utf-16-be').hex()}>" for code, sign in enumerate(glyphs, 1)
    )
    cmap = file.stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"1 begincodespacerange <00> <ff> endcodespacerange "
        + f"{len(glyphs)} beginbfchar\n{lines}\nendbfchar ".encode()
        + b"endcmap end end"
    )
    names = " ".join(f"/g{code}" for code in range(1, len(glyphs) + 1))
    procs = " ".join(f"/g{code} {ink} 0 R" for code in range(1, len(glyphs) + 1))
    return file.add(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 700] /FontMatrix [.001 0 0 .001 0 0] "
        f"/CharProcs << {procs} >> /Encoding << /Type /Encoding /Differences [1 {names}] >> "
        f"/FirstChar 1 /LastChar {len(glyphs)} /Widths [{'600 ' * len(glyphs)}] "
        f"/ToUnicode {cmap} 0 R /Resources << >> >>"
    )


def _page(file: _File, page: Page, tree: int, fonts: str, glyphs: Sequence[str]) -> int:
    content = "\n".join(_shown(text, glyphs) for text in page.texts)
    stream = file.stream(content.encode("cp1252"))
    links = [
        file.add(
            f"<< /Type /Annot /Subtype /Link /Rect [{left} {bottom} {right} {top}] "
            f"/A << /S /URI /URI ({href}) >> >>"
        )
        for left, bottom, right, top, href in page.links
    ]
    annotations = " ".join(f"{number} 0 R" for number in links)
    return file.add(
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] "
        f"/Rotate {page.rotate} /Annots [{annotations}] "
        f"/Resources << /Font << {fonts} >> >> /Contents {stream} 0 R >>"
    )


def _shown(text: Text, glyphs: Sequence[str]) -> str:
    if text.rtl:
        return _shown_rtl(text, glyphs)
    escaped = text.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    font = _FONTS[text.font, text.bold]
    return f"BT /{font} {text.size} Tf {_matrix(text)} Tm ({escaped}) Tj ET"


def _matrix(text: Text) -> str:
    """Of a page that is shown turned clockwise the text is written turned the other way."""
    x, y = text.x, text.y
    match text.turn:
        case 90:
            return f"0 1 -1 0 {WIDTH - y} {x}"
        case 180:
            return f"-1 0 0 -1 {WIDTH - x} {HEIGHT - y}"
        case 270:
            return f"0 -1 1 0 {y} {HEIGHT - x}"
    return f"{'.7 .7 -.7 .7' if text.angle else '1 0 0 1'} {x} {y}"


def _shown_rtl(text: Text, glyphs: Sequence[str]) -> str:
    """``text.text`` is what is seen from left to right."""
    step = ADVANCE * text.size
    left = text.x - text.width
    places = [(sign, left + index * step) for index, sign in enumerate(text.text)]
    drawn = places if text.visual else reversed(places)
    return "\n".join(
        f"BT /FR {text.size} Tf 1 0 0 1 {at:.2f} {text.y} Tm <{glyphs.index(sign) + 1:02x}> Tj ET"
        for sign, at in drawn
    )


def flowed(
    paragraphs: Sequence[str],
    *,
    columns: int = 66,
    rows: int = 44,
    size: float = 11,
    font: str = "Courier",
    header: str = "",
    footer: str = "",
    title: str = "",
) -> bytes:
    """Paragraphs set in lines of ``columns`` letters, ``rows`` lines a page.

    ``#`` opens a heading, ``-`` a list item. ``{page}`` and ``{pages}`` stand for numbers in the
    header and footer.
    """
    lines: list[Text | None] = []
    for paragraph in paragraphs:
        head = paragraph.startswith("# ")
        item = paragraph.startswith("- ")
        words = paragraph[2:] if head or item else paragraph
        look = Text("", 72, 0, size=size * 1.5 if head else size, bold=head, font=font)
        parts = textwrap.wrap(words, 40 if head else columns, break_long_words=False)
        for number, part in enumerate(parts):
            shown = f"\u2022 {part}" if item and not number else part
            lines.append(replace(look, text=shown, x=84 if item and number else 72))
        lines.append(None)
    pages = [lines[start : start + rows] for start in range(0, len(lines), rows)]
    step = size * 1.25
    set_pages: list[Page] = []
    for number, page in enumerate(pages, 1):
        texts = [replace(line, y=HEIGHT - 96 - row * step) for row, line in enumerate(page) if line]
        for said, y in ((header, HEIGHT - 40), (footer, 36)):
            if said:
                shown = said.format(page=number, pages=len(pages))
                texts.append(Text(shown, 72, y, size=9, font=font))
        set_pages.append(Page(texts))
    return pdf(*set_pages, title=title)
