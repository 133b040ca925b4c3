# The build stage has uv and the sources; the image that runs has neither.
FROM python:3.11-slim-bookworm AS build
ENV UV_PROJECT_ENVIRONMENT=/opt/diagnostic \
    UV_PYTHON_DOWNLOADS=never \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy
RUN pip install --no-cache-dir uv
WORKDIR /build
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --locked --no-dev --no-install-project
COPY questionnaires questionnaires
COPY reports reports
COPY diagnostic diagnostic
RUN uv sync --locked --no-dev --no-editable

FROM python:3.11-slim-bookworm
# A PDF shows scripts that our own fonts lack in these: Korean and Chinese in the one, all others in the other.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-cjk fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/diagnostic diagnostic
COPY --from=build /opt/diagnostic /opt/diagnostic
ENV PATH=/opt/diagnostic/bin:$PATH \
    PYTHONUNBUFFERED=1
USER 10001
# Without DIAGNOSTIC_DATABASE an SQLite file is made here: mount a volume.
WORKDIR /var/lib/diagnostic
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["diagnostic"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
