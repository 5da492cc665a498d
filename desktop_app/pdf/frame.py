"""The frame of every official document: page, margins, page numbers, head and foot, written to a file in one move."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate

from desktop_app import files
from desktop_app.pdf.head import Letterhead as LetterheadBlock
from desktop_app.pdf.head import addressees, centred
from desktop_app.pdf.paper import (
    Appendix,
    Letterhead,
    Paper,
    Signature,
    appendix_label,
    attached_to,
    full_number,
    issuer_name,
    place_and_day,
)
from desktop_app.pdf.signing import SigningBlock, SigningRow
from desktop_app.pdf.text import arrange, bullet, closing, grounds, heading, lead_in, note, para
from desktop_app.pdf.type import (
    APPENDIX_RULE,
    BOLD,
    BOTTOM,
    ITALIC,
    LEFT,
    PAGE_NUMBER_BASELINE,
    PAGE_NUMBER_SIZE,
    PAPER,
    REGULAR,
    RIGHT,
    TITLE_SIZE,
    TOP,
    register_fonts,
    tidy,
)

__all__ = [
    "Appendix",
    "Letterhead",
    "Paper",
    "Signature",
    "build",
    "bullet",
    "closing",
    "grounds",
    "heading",
    "lead_in",
    "note",
    "para",
]

_building = Lock()  # ReportLab reads its font files through one shared position


def build(path: Path, paper: Paper | Sequence[Paper], progress: Callable[[int], None] | None = None) -> int:
    """Print ``paper`` to the PDF file ``path`` and return its number of pages.

    Several papers stand one after another, each on pages of its own that are counted from one.

    The file is written beside its place and moved there when it is whole: after any failure the old file is as it was.
    The same paper gives the same bytes. The flowables of ``paper`` are used up; make a new story for another printing.

    Args:
        path: where the file goes; its folder exists.
        paper: what to print; not an empty list.
        progress: told the number of each finished page; what it raises stops the printing.

    Raises:
        OSError: the folder cannot be written to, the disk is full, or a viewer holds the old file (Windows).
    """
    papers = [paper] if isinstance(paper, Paper) else list(paper)
    first = papers[0]
    register_fonts()
    with files.replacing(path) as draft:
        with draft.open("wb") as file, _building:
            document = BaseDocTemplate(
                file,
                pageTemplates=[t for n, one in enumerate(papers) for t in _page_templates(one, progress, _part(n))],
                title=tidy((first.subject if len(papers) == 1 else "") or first.type_name),
                author=issuer_name(first.letterhead),
                subject=tidy(first.type_name),
                creator="Sổ Phường",
                lang="vi-VN",
                displayDocTitle=True,
                initialFontName=REGULAR,
                pageCompression=1,
                invariant=1,
            )
            document.build([flowable for n, one in enumerate(papers) for flowable in _story(one, _part(n))])
        files.flush(draft)
        return int(document.page)


def _part(place: int) -> str:
    """What the names of a paper's page templates begin with; empty for the first paper of a file."""
    return f"{place}:" if place else ""


def _story(paper: Paper, part: str) -> list[Flowable]:
    width = _text_size(paper.landscape)[0]
    head = paper.letterhead
    letter = paper.kind == "letter"
    story: list[Flowable] = [PageBreak(f"{part}document")] if part else []
    story += [
        LetterheadBlock(
            [tidy(line) for line in head.superior],
            [tidy(line) for line in head.issuer],
            f"Số: {full_number(paper)}" if full_number(paper) else "",
            place_and_day(paper),
            f"V/v {tidy(paper.subject)}" if letter else "",
        )
    ]
    if not letter:
        title = [(tidy(paper.type_name), BOLD, TITLE_SIZE), (tidy(paper.subject), BOLD, TITLE_SIZE)]
        story += centred(title, width, space_before=18)
    story += addressees(paper.addressees, width)
    story += arrange(paper.body, width, _signing_block(paper, width))
    for place, appendix in enumerate(paper.appendices):
        story += _appendix_story(paper, appendix, appendix_label(place, len(paper.appendices)), part)
    return story


def _signing_block(paper: Paper, width: float) -> Flowable | None:
    if paper.signatures:
        tidied = [Signature(tuple(map(tidy, s.authority)), tidy(s.name), tidy(s.how)) for s in paper.signatures]
        return SigningRow(tidied, width, paper.receivers)
    if not (paper.signature or paper.receivers):
        return None
    signature = paper.signature or Signature((), "")
    return SigningBlock(
        paper.receivers,
        [tidy(line) for line in signature.authority],
        tidy(signature.name),
        width,
        bool(paper.addressees),
    )


def _appendix_story(paper: Paper, appendix: Appendix, label: str, part: str) -> list[Flowable]:
    width = _text_size(appendix.landscape)[0]
    head = [(label, BOLD, TITLE_SIZE), (tidy(appendix.title).upper(), BOLD, TITLE_SIZE)]
    return [
        PageBreak(f"{part}{label}"),
        *centred([*head, (attached_to(paper), ITALIC, TITLE_SIZE)], width, rule=APPENDIX_RULE),
        *arrange(appendix.story, width),
    ]


def _page_templates(paper: Paper, progress: Callable[[int], None] | None, part: str) -> list[PageTemplate]:
    """One for the document itself and one for each appendix, since each counts its own pages."""
    labels = [appendix_label(place, len(paper.appendices)) for place in range(len(paper.appendices))]
    lying = [paper.landscape, *(appendix.landscape for appendix in paper.appendices)]
    names = [f"{part}{label}" for label in ("document", *labels)]
    return [_page_template(*each, progress) for each in zip(names, lying, strict=True)]


def _page_template(name: str, landscape: bool, progress: Callable[[int], None] | None) -> PageTemplate:
    width, height = _text_size(landscape)
    page = PAPER[::-1] if landscape else PAPER
    pages = 0

    def begin(canvas: Canvas, _document: BaseDocTemplate) -> None:
        nonlocal pages
        pages += 1
        if pages > 1:
            canvas.setFont(REGULAR, PAGE_NUMBER_SIZE)
            canvas.drawCentredString(LEFT + width / 2, page[1] - PAGE_NUMBER_BASELINE, str(pages))

    def end(_canvas: Canvas, document: BaseDocTemplate) -> None:
        if progress:
            progress(document.page)

    text = Frame(LEFT, BOTTOM, width, height, 0, 0, 0, 0, id="text")
    return PageTemplate(name, [text], begin, end, page)


def _text_size(landscape: bool) -> tuple[float, float]:
    """Width and height of the text in points; the margins are the same on either orientation of the paper."""
    width, height = PAPER[::-1] if landscape else PAPER
    return width - LEFT - RIGHT, height - TOP - BOTTOM
