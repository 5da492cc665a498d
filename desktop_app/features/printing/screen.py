"""Choosing a form and a period, and printing it to a file that opens by itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_app import clock, errors, jobs
from desktop_app.features.office import service as office
from desktop_app.features.printing import service as printing
from desktop_app.features.printing.columns import REQUEST
from desktop_app.rules import week
from desktop_app.ui import dialogs, kit, printed
from desktop_app.ui.command import Command, here
from desktop_app.ui.form import Form

PDF = (("Tệp PDF", "*.pdf"),)


class PrintingScreen(kit.Frame):
    """The forms at the left, what they ask at the right."""

    title = "Báo cáo, in"
    help_page = "printing"

    def __init__(self, master: kit.Misc, forms: Sequence[printing.Form]) -> None:
        super().__init__(master, padding=kit.px(master, 16))
        gap = kit.px(self, 10)
        self.forms = {form.name: form for form in forms}
        self.chosen = kit.StringVar(self, forms[0].name)
        kit.label(self, self.title, "title").pack(anchor="w", pady=(0, gap))
        kit.label(self, "Mẫu cần in", "heading").pack(anchor="w")
        choices = kit.Frame(self)  # in two columns: the fields need the height
        choices.pack(fill="x")
        self.choices: dict[str, kit.Radiobutton] = {}
        for place, form in enumerate(forms):
            self.choices[form.name] = choice = kit.Radiobutton(
                choices, text=form.title, value=form.name, variable=self.chosen, command=self._form_chosen
            )
            choice.grid(row=place // 2, column=place % 2, sticky="w", padx=(0, gap * 2), pady=kit.px(self, 2))
        buttons = kit.Frame(self)
        buttons.pack(side="bottom", fill="x", pady=(gap, 0))
        kit.button(buttons, "In ra tệp PDF và mở (Ctrl+P)", self.print_, "primary", "printer").pack(side="left")
        kit.button(buttons, "Chọn nơi lưu…", self.print_as, "plain", "folder2-open").pack(side="left", padx=gap)
        self.done = kit.wraplabel(self, "", "success")
        self.done.pack(side="bottom", fill="x")
        self._asked: dict[str, Form] = {}
        for name, form in self.forms.items():
            self._asked[name] = asked = Form(self, REQUEST, self._layout(form))
            proposed = {"period": str(clock.today().year), "scheme": form.scheme.label} if form.of_period else {}
            proposed |= {"week": week.of(clock.today()).code} if "week" in form.asks else {}
            asked.show(REQUEST.texts() | proposed)
            asked.keep_draft(f"printing-{name}")
        for below in (self.done, buttons):
            below.lift()  # the keyboard comes to them after the fields
        self._form_chosen()

    # --- What the shell asks ---

    def refresh(self) -> None:
        """There is nothing to read again."""

    def open(self, wanted: Mapping[str, Any], record_id: int | None) -> None:
        """Choose the form named in ``wanted``, and begin with what it asks."""
        if wanted.get("form") in self.forms:
            self.chosen.set(wanted["form"])
            self._form_chosen()
            self.asked.focus_first()

    def focus_first(self) -> None:
        """The keyboard begins at the form that is chosen; arrow keys lead to the others."""
        self.choices[self.chosen.get()].focus_set()

    def may_leave(self) -> bool:
        """What is typed here stays here."""
        return True

    def commands(self) -> list[Command]:
        """What the command palette offers here."""
        return here(
            ("In ra tệp PDF và mở", self.print_, "Ctrl+P"),
            ("In, chọn nơi lưu", self.print_as),
        )

    def print_(self) -> None:
        """Print into the office's folder and open the file."""
        request = self._request()
        if request is not None:
            folder = office.folder().files
            self._print(request, folder / printing.suggested_name(self.form, request))

    def print_as(self) -> None:
        """Print into a file of one's choice and open it."""
        request = self._request()
        if request is None:
            return
        name = printing.suggested_name(self.form, request)
        path = dialogs.save_file(self, f"Lưu {self.form.title.lower()}", name, PDF)
        if path is not None:
            self._print(request, path)

    # --- Inside ---

    @property
    def form(self) -> printing.Form:
        """The form that is chosen."""
        return self.forms[self.chosen.get()]

    @property
    def asked(self) -> Form:
        """The fields of the form that is chosen."""
        return self._asked[self.chosen.get()]

    def _layout(self, form: printing.Form) -> tuple[tuple[str, ...], ...]:
        usual = form.asks == printing.PERIOD
        layout: list[tuple[str, ...]] = [("period", "scheme*2", "as_at") if usual else form.asks]
        layout += [("number", "issued_on")] if form.numbered else []
        layout += [("shortcomings",), ("directions",), ("proposals",)] if form.remarks else []
        return tuple(layout)

    def _form_chosen(self) -> None:
        for name, choice in self.choices.items():  # Tab stops at the chosen form alone: there are many
            choice.configure(takefocus=name == self.chosen.get())
        for name, asked in self._asked.items():
            if name == self.chosen.get():
                asked.pack(fill="both", expand=True, pady=(kit.px(self, 10), 0))
            else:
                asked.pack_forget()
        self.done.configure(text="")

    def _request(self) -> printing.Request | None:
        self.done.configure(text="")
        try:
            request = printing.request(self.asked.texts(), self.form.scheme)
            printing.prepare(self.form, request, Path("x.pdf"))
        except errors.Refused as refused:
            self.asked.complain(refused.problems)
            return None
        self.asked.complain({})
        return request

    def _print(self, request: printing.Request, path: Path) -> None:
        form = self.form
        try:
            done = printed.print_out(self, form.title.lower(), lambda: printing.prepare(form, request, path))
        except jobs.Cancelled:
            self.done.configure(text="Đã dừng; chưa có tệp nào được ghi.")
        except errors.Refused as refused:
            self.asked.complain(refused.problems)
        except errors.Failed as failed:
            self.asked.say(f"{failed}.")
        else:
            self.asked.saved()
            self.done.configure(text=done.words)
