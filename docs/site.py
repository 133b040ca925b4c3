"""Hooks of mkdocs: the pages at the project's root belong to the site, and links lead to pages of it.

Documents are written for whoever reads them in the repository. A link to a file that is no page, such as a licence or
code, becomes its words.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
AT_THE_ROOT = {"README.md": "index.md", **{name: name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")}}
"""Each page's name in the repository, and in the site."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages at the root."""
    for name, page in AT_THE_ROOT.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let every link within the repository lead to the page of the site that shows it."""
    here = page.file.src_uri
    written = next((name for name, uri in AT_THE_ROOT.items() if uri == here), f"docs/{here}")

    def lead(link: re.Match[str]) -> str:
        image, words, target = link.groups()
        path, hash_, heading = target.partition("#")
        if not path or re.match(r"[a-z]+:", path):
            return link[0]
        file = posixpath.normpath(posixpath.join(posixpath.dirname(written), path))
        uri = AT_THE_ROOT.get(file, file.removeprefix("docs/") if file.startswith("docs/") else "")
        if files.get_file_from_path(uri) is None:
            return words
        relative = posixpath.relpath(uri, posixpath.dirname(here) or ".")
        return f"{image}[{words}]({relative}{hash_}{heading})"

    return re.sub(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", lead, markdown)
