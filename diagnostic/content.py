"""Where the content lies: what was installed, and over it what a deployment has of its own.

A deployment's folder holds only what differs, by the same paths: of two files with one path its own counts, and what it
does not have comes from the product, whatever is added there later.
"""

from pathlib import Path

_PACKAGED = Path(__file__).parent / "_content"
_CHECKOUT = Path(__file__).parent.parent


def content_folder() -> Path:
    """The folder with the ``questionnaires/`` and ``reports/`` that were installed."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def content_layers(own: Path | None, folder: str) -> tuple[Path, ...]:
    """Where a folder of the content may lie, ``reports/words``: a deployment's own first, then what was installed."""
    return tuple(layer / folder for layer in (own, content_folder()) if layer)


def is_content(folder: Path) -> bool:
    """Whether a folder holds something of the content."""
    return any((folder / name).is_dir() for name in ("questionnaires", "reports"))


def content_files(own: Path | None, folder: str) -> dict[str, Path]:
    """All files in a folder of the content and below, by their path in it."""
    return {
        path.relative_to(layer).as_posix(): path
        for layer in reversed(content_layers(own, folder))
        for path in sorted(layer.rglob("*"))
        if path.is_file()
    }


def content_file(own: Path | None, folder: str, name: str) -> Path:
    """One file of a folder of the content, ``reports`` and ``brand.toml``."""
    layers = content_layers(own, folder)
    return next((layer / name for layer in layers if (layer / name).is_file()), layers[-1] / name)
