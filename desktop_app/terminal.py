"""What a command line says and reads: lines out, complaints, days and names of files."""

import argparse
import re
import sys
from datetime import date
from pathlib import Path

from desktop_app import clock
from desktop_app.rules.dates import read_date


def say(text: str) -> None:
    """Print a line now, whatever comes after it."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Say what was not done, and why."""
    sys.stderr.write(f"Không thực hiện được. {text}\n")


def day(text: str) -> date:
    """A day as 14/12/2022 or 2022-12-14, between 2000 and 2100."""
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip())
    try:
        return read_date(f"{iso[3]}/{iso[2]}/{iso[1]}" if iso else text, clock.today())
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def path(text: str) -> Path:
    """A file's or folder's name that can be written down."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("tên tệp có ký tự không ghi được; hãy đặt tên khác") from None
    return Path(text)
