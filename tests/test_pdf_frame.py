"""The official frame, measured in finished PDFs against Nghị định 30/2020/NĐ-CP (DOMAIN.md section 3)."""

import re
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pypdfium2
import pytest
import reportlab
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph

from desktop_app.pdf import type as faces
from desktop_app.pdf.frame import (
    Appendix,
    Letterhead,
    Paper,
    Signature,
    build,
    bullet,
    closing,
    heading,
    note,
    para,
)
from desktop_app.pdf.tables import TableColumn, register_table
from tests.reading_pdf import MM, Line, page_sizes, read_lines, read_rules, squashed, text_of

WARD = Letterhead((), ("ỦY BAN NHÂN DÂN", "PHƯỜNG LONG BIÊN"), "Long Biên", "Ủy ban nhân dân phường Long Biên")
SENTENCE = (
    "Ủy ban nhân dân phường đã chỉ đạo các phòng, ban, đơn vị tập trung thực hiện các nhiệm vụ được giao tại các "
    "thông báo kết luận; tổ chức kiểm tra, đôn đốc và tổng hợp kết quả theo quy định."
)
LEFT_EDGE, RIGHT_EDGE, RIGHT_EDGE_LYING = 30.0, 195.0, 282.0
FACES = {"Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"}


@pytest.fixture(autouse=True, scope="module")
def bundled_font() -> None:
    """Whatever this computer has, the pages measured here are set in the bundled font."""
    faces.WINDOWS_FONTS = Path("none")
    assert faces.register_fonts() == "Tinos"


def report(**changes: object) -> Paper:
    paper = Paper(
        WARD,
        "BÁO CÁO",
        "BC-UBND",
        "Kết quả thực hiện nhiệm vụ năm 2026",
        [heading("I. Công tác chỉ đạo"), para(SENTENCE), para(SENTENCE), closing("Trân trọng báo cáo.")],
        drafted_on=date(2026, 11, 22),
        addressees=("Ủy ban nhân dân thành phố Hà Nội",),
        receivers=("Thường trực Đảng ủy phường", "Lưu: VT, VP"),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn Ước"),
    )
    return replace(paper, **changes)  # type: ignore[arg-type]


@pytest.fixture
def printed(tmp_path: Path) -> "Printer":
    return Printer(tmp_path)


class Printer:
    """Builds papers and finds lines in them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "Báo cáo.pdf"

    def __call__(self, paper: Paper) -> list[Line]:
        build(self.path, paper)
        self.lines = read_lines(self.path)
        return self.lines

    def line(self, beginning: str) -> Line:
        found = [line for line in self.lines if line.text.startswith(beginning)]
        assert len(found) == 1, f"{beginning}: {found}"
        return found[0]


def looks(line: Line, face: str, low: float, high: float) -> bool:
    return line.face == face and low <= line.size <= high


# ---------------------------------------------------------------- letters


@pytest.mark.parametrize("file", sorted(FACES))
def test_the_bundled_faces_hold_every_vietnamese_letter(file: str) -> None:
    assert len(faces.VIETNAMESE_LETTERS) == 134
    assert set("đĐ") < set(faces.VIETNAMESE_LETTERS)
    assert faces.missing_letters(TTFont("probe", str(faces.BUNDLED_FONTS / file))) == ""


def test_the_licence_of_the_bundled_font_is_beside_it() -> None:
    licence = (faces.BUNDLED_FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "Copyright 2010 Google" in licence
    assert "SIL OPEN FONT LICENSE" in licence
    assert "DISCLAIMER" in licence


def test_every_vietnamese_letter_can_be_copied_out_of_all_four_faces(printed: Printer) -> None:
    letters = faces.VIETNAMESE_LETTERS + faces.SIGNS + "≤≥đĐ"
    styles = [
        ParagraphStyle(name, fontName=name, fontSize=13, leading=20)
        for name in (faces.REGULAR, faces.BOLD, faces.ITALIC, faces.BOLD_ITALIC)
    ]
    table = register_table([TableColumn(letters, 160)], [[letters]])
    lines = printed(report(body=[*(Paragraph(letters, style) for style in styles), table]))
    for face in ("Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"):
        copied = "".join(line.text for line in lines if line.face == face)
        assert [letter for letter in letters if letter not in copied] == []
    assert b"Helvetica" not in printed.path.read_bytes()  # nothing but embedded faces


def test_times_new_roman_is_taken_only_when_it_is_whole(tmp_path: Path) -> None:
    windows = tmp_path / "Fonts"
    windows.mkdir()
    names = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
    for name in names[:3]:
        shutil.copy(faces.BUNDLED_FONTS / "Tinos-Regular.ttf", windows / name)
    assert faces.find_faces(windows)[0] == "Tinos"
    shutil.copy(faces.BUNDLED_FONTS / "Tinos-BoldItalic.ttf", windows / names[3])
    name, found = faces.find_faces(windows)
    assert name == "Times New Roman"
    assert [face.fontName for face in found] == [faces.REGULAR, faces.BOLD, faces.ITALIC, faces.BOLD_ITALIC]
    shutil.copy(Path(reportlab.__file__).parent / "fonts" / "VeraBd.ttf", windows / names[1])  # has no Vietnamese
    assert faces.find_faces(windows)[0] == "Tinos"
    (windows / names[1]).write_bytes(b"\x00\x01\x00\x00 half a file")
    assert faces.find_faces(windows)[0] == "Tinos"


def test_signs_of_markup_and_decomposed_letters_print_as_they_read(printed: Printer) -> None:
    decomposed = normalize("NFD", "Đôn đốc nhiệm vụ")
    body = [
        heading(f"II. HĐND&UBND <b> {decomposed}"),
        para(f"Văn phòng HĐND&UBND: 5 < 6 > 4; &amp; <i>; {decomposed}"),
        bullet("a &lt; b\nxuống dòng"),
        note("x\x00\u200b & y"),
        closing("Hết &"),
    ]
    receivers = (f"HĐND&UBND {decomposed}",)
    printed(report(body=body, subject=f"A&B <{decomposed}>", addressees=("X&Y <Z>",), receivers=receivers))
    text = text_of(printed.path)
    assert text == normalize("NFC", text)
    for whole in (
        "II. HĐND&UBND <B> ĐÔN ĐỐC NHIỆM VỤ",
        "HĐND&UBND: 5 < 6 > 4; &amp; <i>; Đôn đốc nhiệm vụ",
        "- a &lt; b",
        "x & y",
        "Hết &./.",
        "A&B <Đôn đốc nhiệm vụ>",
        "X&Y <Z>",
        "- HĐND&UBND Đôn đốc nhiệm vụ.",
    ):
        assert squashed(whole) in squashed(text)


# ---------------------------------------------------------------- page and head


def test_the_text_keeps_the_margins_20_20_30_15(printed: Printer) -> None:
    lines = printed(report(body=[para(SENTENCE) for _ in range(30)]))
    assert page_sizes(printed.path) == [(210, 297)] * 4
    body = [line for line in lines if line.size == 14]
    assert min(line.left for line in lines) == pytest.approx(LEFT_EDGE, abs=0.1)
    assert max(line.right for line in body) == pytest.approx(RIGHT_EDGE, abs=0.3)
    assert max(line.baseline for line in body) < 277
    first = min(line.baseline for line in body if line.page > 0)
    assert 20 + 0.89 * 14 / MM < first < 20 + 14.1 / MM


def test_country_and_motto_stand_at_the_right_with_a_line_as_long_as_the_motto(printed: Printer) -> None:
    printed(report())
    country, motto = printed.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), printed.line("Độc lập - Tự do - Hạnh phúc")
    assert looks(country, "Tinos-Bold", 12, 13)
    assert looks(motto, "Tinos-Bold", 13, 14)
    assert country.centre == pytest.approx(145, abs=0.2)  # of the right 100 mm of the text
    assert motto.centre == pytest.approx(145, abs=0.2)
    assert country.right <= RIGHT_EDGE
    rule = next(rule for rule in read_rules(printed.path) if abs(rule.centre - motto.centre) < 1)
    assert rule.length == pytest.approx(motto.right - motto.left, abs=0.1)
    assert motto.right - motto.left == pytest.approx(60.5, abs=0.1)
    assert rule.top == rule.bottom
    assert 1 <= rule.top - motto.baseline <= 2.1
    assert 0.5 <= rule.thickness <= 0.75


def test_the_issuer_is_bold_under_its_superior_with_a_short_line(printed: Printer) -> None:
    office = replace(WARD, superior=("UBND PHƯỜNG LONG BIÊN",), issuer=("PHÒNG VĂN HÓA - XÃ HỘI",))
    printed(report(letterhead=office))
    superior, issuer = printed.line("UBND PHƯỜNG LONG BIÊN"), printed.line("PHÒNG VĂN HÓA - XÃ HỘI")
    assert looks(superior, "Tinos", 12, 13)
    assert looks(issuer, "Tinos-Bold", 12, 13)
    assert superior.baseline < issuer.baseline
    assert superior.baseline == printed.line("CỘNG HÒA").baseline
    assert superior.centre == pytest.approx(62.5, abs=0.2)
    assert issuer.centre == pytest.approx(62.5, abs=0.2)
    rule = next(rule for rule in read_rules(printed.path) if abs(rule.centre - 62.5) < 0.2)
    assert 1 / 3 <= rule.length / (issuer.right - issuer.left) <= 1 / 2
    assert 1 <= rule.top - issuer.baseline <= 2.1


@pytest.mark.parametrize(
    ("issuer", "wrapped"),
    [
        (("ỦY BAN NHÂN DÂN PHƯỜNG LONG BIÊN",), ["ỦY BAN NHÂN DÂN", "PHƯỜNG LONG BIÊN"]),
        (("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",), ["TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"]),
        (("CÔNG AN PHƯỜNG",), ["CÔNG AN PHƯỜNG"]),
    ],
)
def test_a_long_office_name_wraps_into_even_centred_lines(
    printed: Printer, issuer: tuple[str, ...], wrapped: list[str]
) -> None:
    lines = printed(report(letterhead=replace(WARD, issuer=issuer)))
    names = [line for line in lines if line.face == "Tinos-Bold" and line.right < 95 and line.baseline < 40]
    assert [line.text for line in names] == wrapped
    assert all(line.centre == pytest.approx(62.5, abs=0.2) and line.left >= LEFT_EDGE for line in names)


def test_number_and_date_share_a_baseline_under_their_columns(printed: Printer) -> None:
    printed(report(number="5", issued_on=date(2027, 1, 5)))
    number, day = printed.line("Số: 05/BC-UBND"), printed.line("Long Biên, ngày 05 tháng 01 năm 2027")
    assert looks(number, "Tinos", 13, 13)
    assert looks(day, "Tinos-Italic", 13, 14)
    assert number.baseline == day.baseline
    assert number.centre == pytest.approx(62.5, abs=0.2)
    assert day.centre == pytest.approx(145, abs=0.2)
    lowest_rule = sorted(rule.top for rule in read_rules(printed.path))[1]
    assert number.baseline - number.size / MM * 0.66 > lowest_rule


def test_a_draft_leaves_number_and_day_blank(printed: Printer) -> None:
    lines = printed(report())
    head = [line for line in lines if line.baseline == printed.line("Số:").baseline]
    assert [line.text for line in head] == ["Số:", "/BC-UBND", "Long Biên, ngày", "tháng 11 năm 2026"]
    assert head[1].left - head[0].right > 5  # room for a pen
    assert head[3].left - head[2].right > 5
    printed(report(drafted_on=date(2027, 2, 9)))
    assert printed.line("tháng 02 năm 2027")
    printed(report(drafted_on=None))
    assert printed.line("tháng")
    assert printed.line("năm")


@pytest.mark.parametrize("number", ["05/BC-UBND", "5", "05"])
def test_a_number_may_be_given_alone_or_whole(printed: Printer, number: str) -> None:
    printed(report(number=number))
    assert printed.line("Số: 05/BC-UBND")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2020, 1, 5), "ngày 05 tháng 01 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2027, 2, 9), "ngày 09 tháng 02 năm 2027"),
        (date(2027, 3, 5), "ngày 05 tháng 3 năm 2027"),
    ],
)
def test_the_date_has_zeros_as_the_decree_writes_them(printed: Printer, day: date, words: str) -> None:
    printed(report(issued_on=day))
    assert printed.line(f"Long Biên, {words}")


@pytest.mark.parametrize("place", ["Phường Điện Biên Phủ", "Đặc khu Hoàng Sa và Trường Sa thuộc thành phố Đà Nẵng"])
def test_a_long_place_name_neither_leaves_the_page_nor_meets_the_number(printed: Printer, place: str) -> None:
    lines = printed(report(letterhead=replace(WARD, place=place), number="1205", issued_on=date(2026, 11, 22)))
    number = printed.line("Số:")
    dates = [line for line in lines if line.face == "Tinos-Italic"]
    assert squashed("".join(line.text for line in dates)) == squashed(f"{place}, ngày 22 tháng 11 năm 2026")
    assert dates[0].baseline == number.baseline
    assert min(line.left for line in dates) > number.right + 2
    assert max(line.right for line in dates) <= RIGHT_EDGE + 0.1


def test_type_and_subject_are_bold_and_centred_over_a_short_line(printed: Printer) -> None:
    printed(report())
    name, subject = printed.line("BÁO CÁO"), printed.line("Kết quả thực hiện")
    for line in (name, subject):
        assert looks(line, "Tinos-Bold", 13, 14)
        assert line.centre == pytest.approx(112.5, abs=0.2)
    assert name.baseline < subject.baseline < name.baseline + 7
    rule = next(rule for rule in read_rules(printed.path) if abs(rule.centre - 112.5) < 0.2)
    assert 1 / 3 <= rule.length / (subject.right - subject.left) <= 1 / 2
    assert 1 <= rule.top - subject.baseline <= 2.1


def test_one_addressee_stands_beside_the_label(printed: Printer) -> None:
    printed(report())
    line = printed.line("Kính gửi: Ủy ban nhân dân thành phố Hà Nội")
    assert looks(line, "Tinos", 13, 14)
    assert line.centre == pytest.approx(112.5, abs=0.3)


def test_several_addressees_stand_under_the_colon(printed: Printer) -> None:
    printed(report(addressees=("Phòng Văn hóa - Xã hội", "Phòng Kinh tế;", "Công an phường.")))
    label = printed.line("Kính gửi:")
    assert label.text == "Kính gửi:"
    names = [printed.line(text) for text in ("- Phòng Văn", "- Phòng Kinh", "- Công an")]
    assert [name.text[-1] for name in names] == [";", ";", "."]
    assert printed.line("- Công an phường.")
    colon = 14 * 0.278 / MM
    for name in names:
        assert name.left == pytest.approx(label.right - colon, abs=0.3)
        assert name.baseline > label.baseline


# ---------------------------------------------------------------- body


def test_paragraphs_are_justified_indented_and_spaced(printed: Printer) -> None:
    lines = printed(report(body=[para(SENTENCE), para(SENTENCE), closing(SENTENCE)], addressees=()))
    body = [line for line in lines if line.size == 14 and line.face == "Tinos"]
    firsts = [place for place, line in enumerate(body) if line.text.startswith("Ủy ban nhân dân phường đã")]
    assert len(firsts) == 3
    for place, line in enumerate(body):
        assert line.left == pytest.approx(LEFT_EDGE + (10 if place in firsts else 0), abs=0.1)
        last_of_paragraph = place + 1 in firsts or place + 1 == len(body)
        assert last_of_paragraph or line.right == pytest.approx(RIGHT_EDGE, abs=0.3)
    leading = body[1].baseline - body[0].baseline
    assert leading * MM == pytest.approx(14 * 1.15 * 1.15, abs=0.05)
    assert (body[firsts[1]].baseline - body[firsts[1] - 1].baseline - leading) * MM >= 5.99
    assert body[-1].text.endswith("theo quy định./.")


@pytest.mark.parametrize("text", ["Trân trọng", "Trân trọng.", "Trân trọng./.", "Trân trọng; "])
def test_the_text_ends_with_one_closing_sign(printed: Printer, text: str) -> None:
    printed(report(body=[closing(text)]))
    assert printed.line("Trân").text == "Trân trọng./."


def test_headings_have_the_letters_of_their_level(printed: Printer) -> None:
    printed(
        report(
            body=[
                heading("I. Công tác"),
                heading("1. Kết quả", 2),
                heading("a) Ưu điểm", 3),
                para("x"),
                note("Ghi chú:"),
            ]
        )
    )
    assert looks(printed.line("I. CÔNG TÁC"), "Tinos-Bold", 13, 14)
    assert looks(printed.line("1. Kết quả"), "Tinos-Bold", 13, 14)
    assert looks(printed.line("a) Ưu điểm"), "Tinos", 13, 14)
    assert printed.line("Ghi chú:").face == "Tinos-Italic"


# ---------------------------------------------------------------- signature


def test_receivers_and_authority_begin_on_one_line(printed: Printer) -> None:
    printed(report(receivers=("Thường trực Đảng ủy phường (để báo cáo)", "Lưu: VT, VP")))
    label, authority = printed.line("Nơi nhận:"), printed.line("TM. ỦY BAN NHÂN DÂN")
    assert looks(label, "Tinos-BoldItalic", 12, 12)
    assert looks(authority, "Tinos-Bold", 13, 14)
    assert label.baseline == authority.baseline
    assert label.left == pytest.approx(LEFT_EDGE, abs=0.1)
    assert authority.left > 112.5
    entries = [printed.line(text) for text in ("- Như trên;", "- Thường trực Đảng ủy phường", "- Lưu: VT, VP.")]
    assert all(looks(entry, "Tinos", 11, 11) and entry.left == pytest.approx(LEFT_EDGE, abs=0.1) for entry in entries)
    assert [entry.baseline for entry in entries] == sorted(entry.baseline for entry in entries)


def test_a_paper_without_addressees_has_no_as_above(printed: Printer) -> None:
    printed(report(addressees=()))
    assert "Như trên" not in text_of(printed.path)
    printed(report(receivers=("Như trên", "Lưu: VT")))
    assert text_of(printed.path).count("Như trên") == 1


def test_there_is_room_for_a_signature_over_the_name(printed: Printer) -> None:
    printed(report(signature=Signature(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Thị Thu Hà")))
    position, name = printed.line("PHÓ CHỦ TỊCH"), printed.line("Nguyễn Thị Thu Hà")
    assert looks(name, "Tinos-Bold", 13, 14)
    assert 25 <= name.baseline - position.baseline - 14 * 0.66 / MM <= 30  # from its foot to the name's capitals
    for line in (position, name, printed.line("TM. ỦY BAN"), printed.line("KT. CHỦ TỊCH")):
        assert line.centre == pytest.approx(LEFT_EDGE + 165 * 3 / 4, abs=0.2)


def test_a_long_authority_wraps_in_its_half(printed: Printer) -> None:
    position = "TRƯỞNG PHÒNG KINH TẾ, HẠ TẦNG VÀ ĐÔ THỊ"
    lines = printed(report(signature=Signature((position,), "Lê Đình Dũng")))
    found = [line for line in lines if line.left > 100 and line.face == "Tinos-Bold" and line.baseline > 60]
    assert " ".join(line.text for line in found[:2]) == position
    assert max(line.right for line in found) <= RIGHT_EDGE


@pytest.mark.parametrize("last", ["line", "short", "long", "heading", "note"])
def test_the_signature_is_never_alone_nor_parted_wherever_the_page_ends(printed: Printer, last: str) -> None:
    ends: dict[str, list[Flowable]] = {
        "line": [closing("Trân trọng")],
        "short": [para("Một dòng."), closing("Trân trọng")],
        "long": [closing(SENTENCE * 3)],
        "heading": [heading("II. Kiến nghị"), closing("Không")],
        "note": [para(SENTENCE), note("Số liệu tính đến ngày 14/11/2026.")],
    }
    turned = 0
    for count in range(12, 32):
        story = [para(f"{number}. Dòng.") for number in range(count)]
        build(printed.path, report(body=[*story, *_again(ends[last])]))
        lines = read_lines(printed.path)
        authority = next(line for line in lines if line.text.startswith("TM. ỦY BAN"))
        same_page = {line.text for line in lines if line.page == authority.page}
        assert {"Nguyễn Văn Ước", "Nơi nhận:", "- Lưu: VT, VP."} <= same_page
        above = [
            line
            for line in lines
            if line.page == authority.page and line.baseline < authority.baseline and line.face != "Tinos-BoldItalic"
        ]
        text = [line for line in above if line.size != 13]
        assert len({line.baseline for line in text}) >= 2, f"{count}: {[line.text for line in above]}"
        turned += authority.page
    assert turned > 3  # some of the lengths did push the signature overleaf


def test_a_last_paragraph_that_fits_gives_two_lines_to_the_signature_overleaf(printed: Printer) -> None:
    shared = 0
    for count in range(7, 16):
        text = " ".join(f"câu thứ {number} của đoạn cuối;" for number in range(30))
        lines = printed(report(body=[*(para(f"{number}. Dòng.") for number in range(count)), closing(text)]))
        authority = printed.line("TM. ỦY BAN")
        with_it = [line for line in lines if line.page == authority.page == 1 and line.baseline < authority.baseline]
        overleaf = [line for line in with_it if line.baseline > 18 and line.size == 14]
        if len(overleaf) == 2:
            shared += 1
            assert max(line.baseline for line in lines if line.page == 0) > 200
    assert shared > 2


def _again(story: list[Flowable]) -> list[Flowable]:
    """The same flowables new, since building uses them up."""
    return [type(one)(None, one.style, frags=one.frags) for one in story]


def test_no_heading_stands_at_the_foot_of_a_page(printed: Printer) -> None:
    rows = [["1", SENTENCE]] * 2
    for count in range(14, 30):
        table = register_table([TableColumn("STT", 10), TableColumn("Nội dung", 155)], rows)
        story = [para(f"{number}. Dòng.") for number in range(count)]
        follow: Flowable = para(SENTENCE) if count % 2 else table
        story += [heading("II. Hai tiêu đề"), heading("1. Liền nhau", 2), follow, closing(SENTENCE)]
        lines = printed(report(body=story))
        first, second = printed.line("II. HAI"), printed.line("1. Liền")
        after = lines[lines.index(second) + 1]
        assert first.page == second.page == after.page
        assert after.baseline > second.baseline


def test_more_receivers_than_a_page_holds_go_on_overleaf(printed: Printer) -> None:
    names = tuple(f"Ủy ban nhân dân phường số {number}" for number in range(126))
    printed(report(receivers=names, addressees=names))
    text = squashed(text_of(printed.path))
    assert all(squashed(f"- {name};") in text for name in names[:-1])
    assert printed.line("Nguyễn Văn Ước").page == printed.line("TM. ỦY BAN").page


def test_a_paper_with_nothing_in_it_still_has_its_head(printed: Printer) -> None:
    lines = printed(Paper(WARD, "", "", "", []))
    assert [line.text for line in lines][-2:] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


def test_a_subject_longer_than_a_page_is_not_lost(printed: Printer) -> None:
    subject = " ".join(f"trích yếu {number}" for number in range(900))
    printed(report(subject=subject))
    assert squashed(subject) in re.sub(r"BC\d+", "BC", squashed(_without_page_numbers(printed.lines)))


def _without_page_numbers(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines if line.baseline > 15)


# ---------------------------------------------------------------- pages and appendices


def appendices(count: int) -> tuple[Appendix, ...]:
    columns = [TableColumn("STT", 12, "center"), TableColumn("Nội dung nhiệm vụ", 240)]
    return tuple(
        Appendix(f"Danh mục thứ {place}", [register_table(columns, [[str(row), SENTENCE * 2] for row in range(40)])])
        for place in range(1, count + 1)
    )


def test_pages_are_numbered_in_the_top_margin_but_not_the_first(printed: Printer) -> None:
    printed(report(body=[para(SENTENCE) for _ in range(50)]))
    numbers = [line for line in printed.lines if line.baseline < 18]
    assert [line.text for line in numbers] == ["2", "3", "4", "5"]
    assert [line.page for line in numbers] == [1, 2, 3, 4]
    assert len(page_sizes(printed.path)) == 5
    for line in numbers:
        assert looks(line, "Tinos", 13, 14)
        assert line.baseline == pytest.approx(12, abs=0.1)
        assert line.centre == pytest.approx(112.5, abs=0.2)


def test_each_appendix_begins_a_page_and_counts_its_own(printed: Printer) -> None:
    lines = printed(report(appendices=appendices(2), body=[para(SENTENCE) for _ in range(12)]))
    first, second = (next(line.page for line in lines if line.text == label) for label in ("Phụ lục I", "Phụ lục II"))
    sizes = page_sizes(printed.path)
    assert set(sizes[:first]) == {(210, 297)}
    assert set(sizes[first:]) == {(297, 210)}
    pages = [None, "2"], [None, "2", "3", "4", "5"], [None, "2", "3", "4", "5"]
    assert [first, second - first, len(sizes) - second] == [len(part) for part in pages]
    numbers = {line.page: line.text for line in lines if line.baseline < 18}
    assert [numbers.get(page) for page in range(len(sizes))] == [number for part in pages for number in part]


def test_the_head_of_an_appendix_names_its_document(printed: Printer) -> None:
    printed(report(appendices=appendices(1), number="5", issued_on=date(2027, 1, 5)))
    label, title = printed.line("Phụ lục"), printed.line("DANH MỤC THỨ 1")
    attached = printed.line("(Kèm theo Báo cáo số 05/BC-UBND ngày 05 tháng 01 năm 2027 của Ủy ban nhân dân")
    assert label.text == "Phụ lục"
    assert looks(label, "Tinos-Bold", 14, 14)
    assert looks(title, "Tinos-Bold", 13, 14)
    assert looks(attached, "Tinos-Italic", 13, 14)
    middle = (LEFT_EDGE + RIGHT_EDGE_LYING) / 2
    assert all(line.centre == pytest.approx(middle, abs=0.3) for line in (label, title, attached))
    rule = read_rules(printed.path, label.page)[0]
    assert rule.centre == pytest.approx(middle, abs=0.2)
    assert rule.length < 45
    assert rule.top > attached.baseline


def test_the_appendix_of_a_draft_leaves_number_and_day_blank(printed: Printer) -> None:
    printed(report(appendices=appendices(1)))
    text = text_of(printed.path)
    assert re.search(r"\(Kèm theo Báo cáo số\s+/BC-UBND ngày\s+tháng 11 năm 2026\s+của Ủy ban", text)
    gap = printed.line("(Kèm theo Báo cáo số"), printed.line("/BC-UBND ngày")
    assert gap[1].left - gap[0].right > 5


def test_a_register_lies_across_in_the_same_frame(printed: Printer) -> None:
    table = register_table([TableColumn("STT", 12), TableColumn("Nội dung", 240)], [["1", SENTENCE]] * 40)
    paper = Paper(WARD, "SỔ THEO DÕI NHIỆM VỤ", "", "Năm 2026", [table], landscape=True)
    lines = printed(paper)
    assert set(page_sizes(printed.path)) == {(297, 210)}
    assert "Số:" not in text_of(printed.path)
    assert "ngày" not in text_of(printed.path)
    assert printed.line("SỔ THEO DÕI").centre == pytest.approx((LEFT_EDGE + RIGHT_EDGE_LYING) / 2, abs=0.3)
    assert min(line.left for line in lines) > LEFT_EDGE
    assert max(line.right for line in lines) < RIGHT_EDGE_LYING
    assert printed.line("2").centre == pytest.approx((LEFT_EDGE + RIGHT_EDGE_LYING) / 2, abs=0.3)


def test_a_letter_has_its_matter_under_the_number_and_no_title(printed: Printer) -> None:
    subject = "đôn đốc thực hiện các nhiệm vụ quá hạn tại các thông báo kết luận"
    lines = printed(report(kind="letter", symbol="UBND-VP", number="12", subject=subject, appendices=appendices(1)))
    number = printed.line("Số: 12/UBND-VP")
    about = [line for line in lines if line.page == 0 and line.left < 90 and 0 < line.baseline - number.baseline < 25]
    about = [line for line in about if line.centre == pytest.approx(62.5, abs=0.3)]
    assert " ".join(line.text for line in about) == f"V/v {subject}"
    assert all(looks(line, "Tinos", 12, 13) for line in about)
    assert (about[0].baseline - number.baseline) * MM == pytest.approx(13 * 1.15 + 6, abs=0.2)
    assert "BÁO CÁO" not in text_of(printed.path)
    assert "(Kèm theo Công văn số 12/UBND-VP ngày" in text_of(printed.path)


# ---------------------------------------------------------------- the file


def test_the_same_paper_gives_the_same_bytes(tmp_path: Path) -> None:
    files = []
    for name in ("a.pdf", "b.pdf"):
        build(tmp_path / name, report(appendices=appendices(2)))
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]


@pytest.fixture
def restless_threads() -> Iterator[None]:
    """Threads take turns as often as they can, so that what they share unguarded shows."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("restless_threads")
def test_papers_printed_at_the_same_moment_come_out_as_if_alone(tmp_path: Path) -> None:
    build(tmp_path / "alone.pdf", report(appendices=appendices(1)))
    names = [f"{number}.pdf" for number in range(4)]
    papers = {name: report(appendices=appendices(1)) for name in names}
    threads = [threading.Thread(target=build, args=(tmp_path / name, papers[name])) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(tmp_path / name).read_bytes() for name in names} == {(tmp_path / "alone.pdf").read_bytes()}


def test_the_file_knows_its_title_author_and_language(printed: Printer) -> None:
    printed(report())
    with pypdfium2.PdfDocument(printed.path) as pdf:
        about = pdf.get_metadata_dict()
    assert about["Title"] == "Kết quả thực hiện nhiệm vụ năm 2026"
    assert about["Author"] == "Ủy ban nhân dân phường Long Biên"
    assert b"vi-VN" in printed.path.read_bytes()


def test_progress_counts_the_pages_and_build_returns_them(tmp_path: Path) -> None:
    told: list[int] = []
    pages = build(tmp_path / "a.pdf", report(appendices=appendices(2)), told.append)
    assert pages == len(page_sizes(tmp_path / "a.pdf")) > 4
    assert told == list(range(1, pages + 1))


class Cancelled(Exception):
    pass


@pytest.mark.parametrize("at_page", [1, 3])
def test_cancelling_leaves_the_old_file_and_nothing_else(tmp_path: Path, at_page: int) -> None:
    path = tmp_path / "Sổ.pdf"
    path.write_bytes(b"old")

    def cancel(page: int) -> None:
        if page == at_page:
            raise Cancelled

    with pytest.raises(Cancelled):
        build(path, report(appendices=appendices(1)), cancel)
    assert [entry.name for entry in tmp_path.iterdir()] == ["Sổ.pdf"]
    assert path.read_bytes() == b"old"
    assert build(path, report()) == 1  # and the next printing is not disturbed
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit that only POSIX sets")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "Sổ.pdf"
    path.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            build(path, report())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [entry.name for entry in tmp_path.iterdir()] == ["Sổ.pdf"]
    assert path.read_bytes() == b"old"


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no such folder"):
        build(tmp_path / "no such folder" / "a.pdf", report())
    taken = tmp_path / "taken.pdf"
    taken.mkdir()
    (taken / "inside").write_text("kept")
    with pytest.raises(OSError, match="taken"):
        build(taken, report())
    assert [entry.name for entry in tmp_path.iterdir()] == ["taken.pdf"]
    assert (taken / "inside").read_text() == "kept"
