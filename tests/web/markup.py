"""Reading a page the way a browser's accessibility tree does, as far as the tests need it."""

from html.parser import HTMLParser

VOID = {"input", "link", "meta", "br"}


class Element:
    """One element, with its attributes and all text inside it."""

    def __init__(self, tag: str, attributes: dict[str, str], parents: tuple["Element", ...]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parents = parents
        self.text = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


class Page(HTMLParser):
    """Every element of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [e for e in self.elements if e.tag == tag and all(e.get(n) == v for n, v in attributes.items())]

    def by_id(self, identity: str) -> Element:
        found = [element for element in self.elements if element.get("id") == identity]
        assert len(found) == 1, f"{len(found)} elements have the id {identity!r}"
        return found[0]

    def controls(self) -> list[Element]:
        return [element for element in self.elements if element.tag in ("input", "select", "textarea")]

    def name_of(self, control: Element) -> str:
        """The label of a control: the ``<label>`` around it or for it."""
        around = [parent for parent in control.parents if parent.tag == "label"]
        labels = around or (self.all("label", **{"for": control.get("id")}) if control.get("id") else [])
        return labels[0].words if labels else ""
