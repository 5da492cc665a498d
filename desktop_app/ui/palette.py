"""The colours of the window by what they mean, for light and for dark."""

from __future__ import annotations

from dataclasses import dataclass


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours after WCAG 2.1, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean. Everything written in them has a contrast of at least 4.5 : 1 on its grounds.

    ``fills`` are the grounds of buttons and marks, written on in white; the other meanings are colours of letters on
    ``ground``, ``panel``, ``field`` and ``zebra``. ``dots`` are seen, not read (3 : 1);
    a word always stands beside one.
    """

    ground: str
    panel: str
    field: str
    zebra: str
    chosen: str
    chosen_idle: str
    line: str
    bar: str
    on_bar: str
    hover: str
    text: str
    muted: str
    accent: str
    danger: str
    warning: str
    success: str
    info: str
    violet: str
    fills: dict[str, str]
    dots: dict[str, str]


LIGHT = Palette(
    ground="#ffffff",
    panel="#f3f5f8",
    field="#ffffff",
    zebra="#f5f8fc",
    chosen="#cfe2f6",
    chosen_idle="#e1e7ee",
    line="#c9d1da",
    bar="#0b4a88",
    on_bar="#ffffff",
    hover="#e3ebf4",
    text="#1d2733",
    muted="#55606d",
    accent="#0b4f94",
    danger="#ad1a1f",
    warning="#8f4700",
    success="#13652f",
    info="#0a6178",
    violet="#6a2fc0",
    fills={
        "primary": "#0b4f94",
        "secondary": "#4d5865",
        "success": "#16703a",
        "info": "#0b6a83",
        "warning": "#9a4d00",
        "danger": "#b31d22",
    },
    dots={
        "danger": "#c4161c",
        "warning": "#c06400",
        "success": "#16813f",
        "info": "#1380a0",
        "accent": "#0b4f94",
        "violet": "#7c3aed",
        "muted": "#727f8d",
    },
)
DARK = Palette(
    ground="#1b232c",
    panel="#161d25",
    field="#222c37",
    zebra="#273341",
    chosen="#24476b",
    chosen_idle="#34404d",
    line="#3c4856",
    bar="#1f5b98",
    on_bar="#ffffff",
    hover="#28333f",
    text="#e4e9ef",
    muted="#a9b4c0",
    accent="#86bdf5",
    danger="#ff9a96",
    warning="#f2b168",
    success="#74d79a",
    info="#6fcbe0",
    violet="#cbabff",
    fills={
        "primary": "#2767a6",
        "secondary": "#5a6673",
        "success": "#1f7a45",
        "info": "#17708a",
        "warning": "#a35a0f",
        "danger": "#c23338",
    },
    dots={
        "danger": "#ff5f5c",
        "warning": "#f0a040",
        "success": "#45c977",
        "info": "#45b5d6",
        "accent": "#6aaef5",
        "violet": "#b78bff",
        "muted": "#8a97a6",
    },
)
