# Läget in a container: `docker build -t laget .`, or `docker compose up` with compose.yaml.
# It runs as a user without rights and writes to /data and /tmp only, so that its root may be read-only.

FROM python:3.11-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV=/opt/laget
RUN pip install --no-cache-dir uv && uv venv "$VIRTUAL_ENV"
WORKDIR /build
# What changes seldom first: the libraries, each in the version and with the hash that was tested.
COPY requirements.txt ./
RUN uv pip install --no-cache --require-hashes --requirements requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY commands commands
COPY storage storage
RUN uv pip install --no-cache --no-deps .

FROM python:3.11-slim
ENV PATH=/opt/laget/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATABASE_URL=sqlite:////data/laget.db
RUN useradd --system --uid 10001 --home-dir /data laget && mkdir /data && chown laget /data
COPY --from=build /opt/laget /opt/laget
USER 10001
VOLUME /data
WORKDIR /data
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as http; http.urlopen('http://127.0.0.1:%s/readyz' % os.getenv('PORT', '3978'))"]
CMD ["laget", "web"]
