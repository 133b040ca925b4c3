"""Where the content lies: questionnaires and what shapes a briefing."""

from pathlib import Path

_PACKAGED = Path(__file__).parent / "_content"
_CHECKOUT = Path(__file__).parent.parent


def content_folder(own: Path | None = None) -> Path:
    """The folder that holds ``questionnaires/`` and ``reports/``: a deployment's own, else what was installed."""
    if own is not None:
        return own
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
