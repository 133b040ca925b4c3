# The commands of every day; `uv run just` lists them. Each is what the README and CONTRIBUTING say, by a shorter name.

[private]
default:
    @just --list --unsorted

# Everything that is needed to work on the project
install:
    uv sync --locked
    uv run pre-commit install

# The invented alliance, to look at
demo:
    uv run diagnostic demo

# The quick tests, in about a minute
test-fast:
    uv run pytest --fast

# Every test
test:
    uv run pytest

# Style, types, imports, and whatever else is checked before a commit
check:
    uv run pre-commit run --all-files

# The pages of docs/ as a site, in the folder site
docs:
    uv run --isolated --only-group docs mkdocs build --strict

# Everything that has to hold, as it is checked before a change is taken
ci:
    .ci/run
    .ci/proofs
