"""A message with a package in it, as a draft that the person's own mail program opens, addresses and sends."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from desktop_app import files

WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def draft(path: Path, subject: str, text: str, attachment: Path) -> None:
    """Write a draft to ``path`` (``.eml``) with a workbook attached; whole or not at all. Raises OSError."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["To"] = ""
    message["X-Unsent"] = "1"  # Outlook and others open it as a message still to be sent
    message.set_content(text)
    message.add_attachment(attachment.read_bytes(), maintype=WORKBOOK[0], subtype=WORKBOOK[1], filename=attachment.name)
    with files.replacing(path) as half:
        half.write_bytes(message.as_bytes())
        files.flush(half)
