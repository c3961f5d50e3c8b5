"""Somebody who clicks and types on pages by what is written on them, as their readers do."""

from urllib.parse import urljoin

import lxml.html
import requests

from browser import PATIENCE


class Page:
    """What a page says, and where its links and forms lead."""

    def __init__(self, answer):
        self.address, self.status, self.content = answer.url, answer.status_code, answer.content
        self._tree = lxml.html.fromstring(answer.content, parser=lxml.html.HTMLParser(encoding="utf-8"))

    def says(self, sentence):
        return sentence in written(self._tree)

    def must_say(self, sentence):
        assert self.says(sentence), f"« {sentence} » is not said: {self._headline()}"

    def link(self, label):
        """The address of the first link with this text, in the page itself rather than in its menu."""
        links = self._tree.xpath("//main//a") + self._tree.xpath("//a")
        found = next((a for a in links if written(a) == label), None)
        assert found is not None, f"no link « {label} »: {self._headline()}"
        return urljoin(self.address, found.get("href"))

    def cell(self, row, column):
        """The text in the row that has a cell `row`, under the heading `column`."""
        headings = [written(heading) for heading in self._tree.iterfind(".//thead/tr/*")]
        for line in self._tree.iterfind(".//tbody/tr"):
            cells = [written(cell) for cell in line.iterfind("*")]
            if row in cells:
                return cells[headings.index(column)]
        raise AssertionError(f"no row of {row}: {self._headline()}")

    def filled(self, button, typed):
        """Method, address and values of the form that has this button and these labels, once filled in."""
        for form in self._tree.forms:
            pressed = next((b for b in form.iter("button") if written(b) == button), None)
            fields = [self._field(form, label) for label in typed]
            if pressed is not None and None not in fields:
                break
        else:
            raise AssertionError(f"no form with « {button} » and {list(typed)}: {self._headline()}")
        for control in [pressed, *fields]:
            assert not control.xpath("ancestor-or-self::*[@disabled]"), f"locked: {self._headline()}"
        for field, value in zip(fields, typed.values()):
            fill(form, field, value)
        values = form.form_values()
        if pressed.get("name"):
            values.append((pressed.get("name"), pressed.get("value")))
        return form.method, urljoin(self.address, form.action or ""), values

    def _field(self, form, label):
        named = (text.for_element for text in form.iter("label") if written(text) == label)
        return next(named, None)

    def _headline(self):
        headings = self._tree.xpath("//h1 | //*[@role='alert'] | //*[contains(@class, 'invalid-feedback')]")
        return f"{self.status}, {[written(heading) for heading in headings]}"


def written(element):
    """Its text, with single spaces and without what is hidden from who listens to it."""
    shown = element.xpath(".//text()[not(ancestor::*[@aria-hidden='true' or self::script or self::style])]")
    return " ".join("".join(shown).split())


def fill(form, field, value):
    """Types a text, chooses an option by its text, or ticks."""
    if field.tag == "select":
        field.value = next(option.get("value") for option in field.iter("option") if written(option) == value)
    elif field.get("type") == "radio":
        form.fields[field.name] = field.get("value")
    elif field.get("type") == "checkbox":
        field.checked = value
    else:
        field.value = value


class Visitor:
    """A person at a browser of their own."""

    def __init__(self):
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update({"Accept-Language": "fr", "Sec-Fetch-Site": "same-origin"})

    def open(self, address):
        return Page(self._session.get(address, timeout=PATIENCE))

    def follow(self, page, label):
        return self.open(page.link(label))

    def press(self, page, button, typed=None):
        """The page that follows when `typed` (values by label) is in the fields and the button is pressed."""
        method, address, values = page.filled(button, typed or {})
        if method == "GET":
            return Page(self._session.get(address, params=values, timeout=PATIENCE))
        headers = {"Origin": "/".join(address.split("/")[:3])}
        return Page(self._session.post(address, data=values, headers=headers, timeout=PATIENCE))
