"""Drawings as pictures of the screen, pixel for pixel, through PDFium."""

from threading import Lock

import pypdfium2
from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing

_one_at_a_time = Lock()  # PDFium works for one thread only


def ppm(drawing: Drawing, scale: float) -> bytes:
    """A drawing as a binary PPM of ``scale`` pixels a point, for Tk."""
    with _one_at_a_time:
        document = pypdfium2.PdfDocument(renderPDF.drawToString(drawing))
        try:
            bitmap = document[0].render(scale=scale, rev_byteorder=True)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            assert bitmap.n_channels == 3, bitmap.n_channels
            pixels = bytes(bitmap.buffer)
        finally:
            document.close()
    lines = b"".join(pixels[line * stride : line * stride + width * 3] for line in range(height))
    return b"P6 %d %d 255\n" % (width, height) + lines


def points(pixels: int, scale: float) -> float:
    """The length of a drawing that becomes exactly so many pixels; PDFium rounds up."""
    return (pixels - 0.01) / scale
