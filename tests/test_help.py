"""The guide of F1: everything people meet has its page, and what a page quotes from the interface is really there."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from desktop_app import catalogue, commands
from desktop_app.errors import CODES
from desktop_app.features.demo.service import SCENARIOS
from desktop_app.ui import help as guide
from desktop_app.ui import kit, markdown
from desktop_app.ui.grid import KEYS as GRID_KEYS

ROOT = Path(__file__).resolve().parents[1]
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(guide.PAGES.glob("*.md"))}
SHORTEST, LONGEST = 25, 90  # lines
BESIDES_SCREENS = {
    "first_start",
    "keys",
    "dates_and_search",
    "lateness",
    "problems",
    "commands",
    "whats_new",
    "task_flow",
    "task_steps",
    "lists",
    "attachments",
    "daily",
    "target_split",
}
HOLE = "…"  # what stands for a value in a text of the interface

# Words that slip into Vietnamese of computers; names such as Excel, Windows, USB are names.
ENGLISH = re.compile(
    r"\b(?:(?:backup|button|cancel|check|click|command|computer|copy|database|default|delete|desktop|display|email|file|"
    r"filter|folder|font|form|format|help|import|install|internet|key|link|list|log|login|menu|mouse|offline|online|option|"
    r"page|password|paste|print|printer|program|report|reset|restore|save|scan|screen|scroll|search|server|setting|sheet|"
    r"software|status|system|task|text|undo|update|user|version|web|workbook)s?|window)\b",
    re.IGNORECASE,
)

# Each key of the guide, and what in the sources of the window makes it work; None for what Tk itself does.
KEYS = {
    "F1": "<F1>",
    "F2": "<F2>",
    "F4": "<F4>",
    "F5": "<F5>",
    "F10": "<F10>",
    "Esc": "<Escape>",
    "Enter": "<Return>",
    "Dấu cách": "<Key-space>",
    "Tab": "<Tab>",
    "Shift+Tab": "<Shift-Tab>",
    "Shift": "Shift-",
    "Delete": "<Delete>",
    "Home": '"Home":',
    "End": '"End":',
    "Page Up": '"Prior":',
    "Page Down": '"Next":',
    "Mũi tên lên": "<Up>",
    "Mũi tên xuống": "<Down>",
    "Mũi tên trái": "<Left>",
    "Mũi tên phải": "<Right>",
    "Alt+Mũi tên xuống": "<Alt-Down>",
    "Ctrl+Mũi tên lên": "<Control-{arrow}>",
    "Ctrl+Mũi tên xuống": "<Control-{arrow}>",
    "Alt+1": "<Alt-Key-{place}>",
    "Alt+9": "<Alt-Key-{place}>",
    "Ctrl+Tab": "<Control-Tab>",
    "Ctrl+Shift+Tab": "<Control-Shift-Tab>",
    "Ctrl+N": '"n": "new"',
    "Ctrl+S": '"s": "save"',
    "Ctrl+F": '"f": "focus_search"',
    "Ctrl+P": '"p": "print_"',
    "Ctrl+1": '"1": "first_answer"',
    "Ctrl+2": '"2": "second_answer"',
    "Ctrl+A": "<Control-{letter}>",
    "Ctrl+C": "<Control-c>",
    "Ctrl+Shift+C": "<Control-C>",
    "Shift+F10": "<Shift-F10>",
    "Ctrl+D": "<Control-d>",
    "Ctrl+V": None,
    "Ctrl+Y": '("y", 1)',
    "Ctrl+K": 'for case in "kK"',
    "Ctrl+/": "<Control-slash>",
    "Ctrl+Alt+Z": "<Control-Alt-{case}>",
    "Alt+0": "<Alt-Key-0>",
    "Ctrl+Z": '("z", -1)',
    "Ctrl+Delete": "<Control-Delete>",
    "Shift+Enter": "<Shift-Return>",
    "F6": "<F6>",
    "Ctrl+X": '"x": self.cut',
    "Ctrl+Page Up": "<Control-{key}>",
    "Ctrl+Page Down": "<Control-{key}>",
}


# --- Reading the sources and the pages ---


def _sources() -> list[Path]:
    return [*sorted((ROOT / "desktop_app").rglob("*.py")), ROOT / "db" / "words.py", *(ROOT / "db/models").glob("*.py")]


def _text_of(node: ast.AST) -> str | None:
    """A text as it is written, with … for each value put in; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
    return None


def _texts_in(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Every text below a node, docstrings and the pieces of f-strings aside, and whether values are put into it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        text = _text_of(child)
        if text is not None:
            yield " ".join(text.split()), isinstance(child, ast.JoinedStr)
        yield from _texts_in(child) if not isinstance(child, ast.JoinedStr) else _in_values(child)


def _in_values(joined: ast.JoinedStr) -> Iterator[tuple[str, bool]]:
    for part in joined.values:
        if isinstance(part, ast.FormattedValue):
            yield from _texts_in(part)


@cache
def interface() -> tuple[frozenset[str], tuple[str, ...]]:
    """The texts of the program: those that stand as they are, and those into which values are put."""
    plain: set[str] = set()
    filled: set[str] = set()
    for path in _sources():
        for text, has_holes in _texts_in(ast.parse(path.read_text(encoding="utf-8"))):
            (filled if has_holes else plain).add(text)
    return frozenset(plain), tuple(sorted(text for text in filled if len(re.findall(r"\w", text)) > 5))


@cache
def _with_nouns() -> tuple[re.Pattern[str], ...]:
    """The texts into which values are put, with the nouns of the records as values: compiled once, tried often."""
    nouns = "|".join(re.escape(entity.noun) for entity in catalogue.entities())
    return tuple(re.compile(re.escape(text).replace(HOLE, f"(?:{nouns})")) for text in interface()[1])


@cache
def is_said(quote: str) -> bool:
    """Whether the interface says ``quote``: as a whole, with a noun or any value put in, or as part of a message."""
    plain, filled = interface()
    if quote in plain or quote in filled:
        return True
    if any(pattern.fullmatch(quote) for pattern in _with_nouns()):
        return True
    pieces = [piece.strip() for piece in quote.split(HOLE) if piece.strip()]
    if len(" ".join(pieces).split()) >= (4 if HOLE in quote else 6):
        part = re.compile(".*".join(rf"(?<!\w){re.escape(piece)}(?!\w)" for piece in pieces))
        return any(part.search(text) for text in (*plain, *filled))
    begins = [text.split(HOLE)[0].strip() for text in filled]
    return len(quote.split()) > 1 and quote in begins


def quotes(page: str) -> list[str]:
    """What stands between “ and ”, inner ones left where they are."""
    found, depth, start = [], 0, 0
    text = "\n".join(markdown.blocks(page))
    for place, letter in enumerate(text):
        if letter == "“":
            start, depth = (start if depth else place + 1), depth + 1
        elif letter == "”":
            depth -= 1
            assert depth >= 0, f"”: {text[max(0, place - 60) : place + 1]}"
            if depth == 0:
                found.append(text[start:place])
    assert depth == 0, f"“ without its ”: {text[start : start + 60]}"
    return found


def marked(page: str) -> list[str]:
    """What stands between backticks: keys, commands, names of files."""
    return re.findall(r"`([^`]+)`", page)


def buttons(path: Path) -> set[str]:
    """The words on the buttons that a source file makes."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".button") and len(node.args) > 1:
            # kit.button(where, text, …), or bar.button(text, …)
            found.add(_text_of(node.args[ast.unparse(node.func) == "kit.button"]) or "")
        if isinstance(node, ast.For) and ast.unparse(node.target).startswith("(text,") and _is_table(node.iter):
            found |= {_text_of(line.elts[0]) or "" for line in node.iter.elts}  # type: ignore[attr-defined]
    return {" ".join(text.split()) for text in found if len(re.findall(r"\w", text)) > 1}


def is_explained(button: str, said: set[str]) -> bool:
    """Whether one of the quotes is this button, whatever value is put into its words."""
    pattern = re.escape(button).replace(HOLE, ".+")
    return button in said or button.split(HOLE)[0].strip() in said or any(re.fullmatch(pattern, one) for one in said)


def _is_table(node: ast.AST) -> bool:
    return isinstance(node, ast.Tuple) and all(isinstance(line, ast.Tuple) for line in node.elts)


@cache
def screens() -> dict[str, str]:
    """Source file of a screen -> its help page."""
    made = [getattr(screen.load(), "func", screen.load()) for screen in catalogue.SCREENS]
    return {made_by.__module__: made_by.help_page for made_by in made}


# --- What has a page ---


def test_every_screen_has_its_page_and_every_page_its_place() -> None:
    assert set(screens().values()) | BESIDES_SCREENS == set(PAGES)
    assert len(set(screens().values())) == len(catalogue.SCREENS)


def test_every_printed_form_is_on_the_page_of_printing() -> None:
    assert {form.title for form in catalogue.FORMS} <= set(quotes(PAGES["printing"]))


def test_every_command_option_form_and_scenario_is_on_the_page_of_commands() -> None:
    said = " ".join(marked(PAGES["commands"]))
    words = set(re.findall(r"[\w-]+", said))
    assert set(commands.COMMANDS) <= words
    assert set(re.findall(r"--[a-z-]+", commands.USAGE)) <= set(re.findall(r"--[a-z-]+", said))
    assert {form.name for form in catalogue.FORMS} <= words
    assert set(SCENARIOS) <= words


def test_the_page_of_commands_names_no_option_that_is_refused() -> None:
    installer = {"--demo"}
    said = set(re.findall(r"--[a-z-]+", " ".join(marked(PAGES["commands"]))))
    assert said - installer <= set(re.findall(r"--[a-z-]+", commands.USAGE))


def test_every_error_code_and_no_other_is_on_the_page_of_problems() -> None:
    said = {code for page in PAGES.values() for code in re.findall(r"\bE-[A-Z-]+", page)}
    assert {code for code in marked(PAGES["problems"]) if code.startswith("E-")} == set(CODES) == said


@pytest.mark.parametrize("module", screens())
def test_every_button_of_a_screen_is_explained_on_its_page(module: str) -> None:
    said = {*quotes(PAGES[screens()[module]]), *quotes(PAGES["first_start"])}
    found = buttons(ROOT / f"{module.replace('.', '/')}.py")
    assert [text for text in sorted(found) if not is_explained(text, said)] == []


@pytest.mark.parametrize(
    "name", ["pane", "filters", "drafts", "list_side", "columns_window", "bulk", "refused_rows", "attached"]
)
def test_every_button_that_all_screens_have_is_explained(name: str) -> None:
    said = {quote for page in PAGES.values() for quote in quotes(page)}
    found = buttons(ROOT / f"desktop_app/ui/{name}.py")
    assert found
    assert [text for text in sorted(found) if not is_explained(text, said)] == []


# --- What the pages say ---


@pytest.mark.parametrize("name", PAGES)
def test_everything_a_page_quotes_is_said_by_the_interface(name: str) -> None:
    assert [quote for quote in quotes(PAGES[name]) if not is_said(quote)] == []


def test_a_label_that_nobody_shows_would_be_noticed() -> None:
    assert is_said("Lưu (Ctrl+S)")
    assert is_said("Thêm cuộc họp (Ctrl+N)")
    for stale in (
        "Lưu (Ctrl+W)",
        "Thêm bàn ghế (Ctrl+N)",
        "Thêm nhanh",
        "Xóa vĩnh viễn",
        "Ngày hoàn thành ở sau ngày mai",
    ):
        assert not is_said(stale), stale


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_short_titled_and_well_written(name: str) -> None:
    page = PAGES[name]
    assert unicodedata.is_normalized("NFC", page)
    assert page.startswith("# ")
    assert len(re.findall(r"^# ", page, re.MULTILINE)) == 1
    assert SHORTEST <= len(page.splitlines()) <= LONGEST
    assert not re.search(r"[^\S\n ]|\S  +\S| $", page, re.MULTILINE), "a tab or a blank too many"
    assert ENGLISH.findall(re.sub(r"`[^`]*`|\]\(\w+\.md\)", " ", page)) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_help_window_understands_all_of_a_page(name: str) -> None:
    for words, _ in markdown.pieces(PAGES[name]):
        assert not re.search(r"\*\*|`|\]\(|^#|^\s*[-*] ", words), words
    assert "```" not in PAGES[name]


def test_every_link_leads_to_a_page_and_every_page_is_led_to() -> None:
    targets = {name: set(re.findall(r"\]\(([^)]*)\)", page)) for name, page in PAGES.items()}
    for name, found in targets.items():
        assert found <= {f"{other}.md" for other in PAGES}, name
        assert f"{name}.md" not in found, f"{name} leads to itself"
    led_to = set().union(*targets.values())
    assert {f"{name}.md" for name in PAGES} - led_to <= {"whats_new.md"}


def test_titles_tell_pages_apart() -> None:
    titles = [markdown.title_of(page) for page in PAGES.values()]
    assert len(titles) == len(set(titles))
    assert max(map(len, titles)) <= 40


# --- Keys ---


def test_every_key_of_the_guide_is_bound() -> None:
    window = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "desktop_app").rglob("*.py"))
    said = marked(PAGES["keys"])
    assert set(said) == set(KEYS)
    for key in said:
        bound = KEYS[key]
        assert bound is None or bound in window, key


def test_every_key_that_the_interface_names_is_on_the_page_of_keys() -> None:
    plain, filled = interface()
    named = {key for text in (*plain, *filled) for key in re.findall(r"\(((?:Ctrl\+\w+)|Esc|Enter|F\d+)\)", text)}
    named |= set(re.findall(r"\b(?:F\d+|Ctrl\+\w+|Enter)\b", GRID_KEYS))
    assert len(named) > 8
    assert named <= set(marked(PAGES["keys"]))


def test_other_pages_name_keys_of_the_page_of_keys() -> None:
    for name, page in PAGES.items():
        keys = {
            each for each in marked(page) if re.match(r"(?:Ctrl|Alt|Shift)\+|F\d+$|Mũi tên|Dấu cách|Tab$|E[ns]", each)
        }
        assert keys <= set(KEYS), name


# --- The window ---


@pytest.fixture
def main(root: kit.App) -> Iterator[kit.App]:
    yield root
    if guide.HelpWindow.opened is not None and guide.HelpWindow.opened.winfo_exists():
        guide.HelpWindow.opened.destroy()


def test_f1_shows_every_page_with_its_title(main: kit.App) -> None:
    for name, page in PAGES.items():
        window = guide.show(main, name)
        window.update()
        assert window.text.get("1.0", "1.end") == markdown.title_of(page)
        assert window.list.selection() == (name,)
        assert len(window.text.get("1.0", "end")) > 800


def test_a_click_on_a_link_opens_the_page_it_names(main: kit.App) -> None:
    window = guide.show(main, "overview")
    window.update()
    window.text.see(window.text.tag_ranges("link:tasks")[0])
    window.update()
    where = window.text.bbox(window.text.tag_ranges("link:tasks")[0])
    assert where is not None
    for event in ("<Enter>", "<Motion>", "<Button-1>"):
        window.text.event_generate(event, x=where[0] + where[2] // 2, y=where[1] + where[3] // 2)
    window.update()
    assert window.page == "tasks"
    assert window.text.get("1.0", "1.end") == "Nhiệm vụ"
