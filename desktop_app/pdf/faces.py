"""The window's own letters for drawings: the same font file that the screen shows, where ReportLab can read it."""

import struct
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from desktop_app.pdf import type as office

FILES = {
    "Segoe UI": ("segoeui.ttf", "segoeuib.ttf"),
    "Tahoma": ("tahoma.ttf", "tahomabd.ttf"),
    "Noto Sans": ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    "DejaVu Sans": ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    "Arimo": ("Arimo-Regular.ttf", "Arimo-Bold.ttf"),
    "Liberation Sans": ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
}
PLACES = (office.WINDOWS_FONTS, *(Path("/usr/share/fonts/truetype") / name for name in ("noto", "dejavu")))
PLACES += tuple(Path("/usr/share/fonts/truetype") / name for name in ("croscore", "liberation2", "liberation"))

_registering = Lock()
_known: dict[str, tuple[str, str]] = {}


def of_window(family: str) -> tuple[str, str]:
    """ReportLab's names of a family's regular and bold face; the paper's own where the family has no readable file."""
    with _registering:
        if family not in _known:
            _known[family] = _registered(family) or _paper()
        return _known[family]


def _registered(family: str) -> tuple[str, str] | None:
    files = FILES.get(family, ())
    place = next((place for place in PLACES if files and all((place / name).is_file() for name in files)), None)
    if place is None:
        return None
    names = (f"Window-{family}", f"Window-{family}-Bold")
    try:
        faces = [TTFont(name, str(place / file), asciiReadable=False) for name, file in zip(names, files, strict=True)]
    except (TTFError, OSError, struct.error):
        return None
    needed = f"{office.VIETNAMESE_LETTERS}…–%·"
    if any(ord(letter) not in face.face.charToGlyph for face in faces for letter in needed):
        return None
    for face in faces:
        pdfmetrics.registerFont(face)
    return names


def _paper() -> tuple[str, str]:
    office.register_fonts()
    return office.REGULAR, office.BOLD
