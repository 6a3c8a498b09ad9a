# What one does here, in a word each: `uv run --group dev just`, or `just` where it is installed.

set positional-arguments

run := "uv run --group dev"

# What there is
[private]
default:
    @just --list --unsorted

# The example programme and the local chat, at http://127.0.0.1:3978
demo *arguments:
    uv run laget demo "$@"

# The tests, on SQLite and PostgreSQL; arguments go to pytest
test *arguments:
    {{ run }} pytest "$@"

# The quick checks: style, types, which floor imports which
lint:
    {{ run }} ruff check
    {{ run }} ruff format --check
    {{ run }} mypy
    {{ run }} lint-imports

# All that must hold before a change lands
check:
    bash .ci/run

# How quick it is, beside a floor from the same run; --quick for a minute instead of ten
bench *arguments:
    {{ run }} python -m tests.bench "$@"

# The pictures of README and the guide, made anew; needs Chromium, npm and LibreOffice
pictures:
    {{ run }} python -m tests.pictures.chat
    {{ run }} python -m tests.pictures.guide
    {{ run }} python -m tests.pictures.reports
    {{ run }} python -m tests.pictures.slack
    {{ run }} python -m tests.pictures.teams

# Renew the pinned versions of what we depend on; --add pins only what is new
pin *arguments:
    bash .ci/pin "$@"
