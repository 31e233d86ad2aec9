# briefing with everything it reads and draws with: docker build -t briefing . ; docker run --rm -v "$PWD:/workspace" briefing run annual
# The base image, the package index (PIP_INDEX_URL) and the Debian mirror may be those of an intranet.
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE} AS build
ARG PIP_INDEX_URL
WORKDIR /source
COPY . .
RUN python -m venv /opt/briefing \
    && sed -nE 's/^([a-z0-9].*==[^ ]+).*/\1/p' requirements.lock > constraints.txt \
    && /opt/briefing/bin/pip install --no-cache-dir -c constraints.txt ".[cluster,postgres]"

FROM ${BASE}
# antiword and LibreOffice read old and other formats, LibreOffice makes PDF of Word papers (--with-pdf); Noto CJK is what it sets them in.
RUN apt-get update \
    && apt-get install -y --no-install-recommends antiword fonts-noto-cjk libreoffice-writer libreoffice-calc \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 briefing
COPY --from=build /opt/briefing /opt/briefing
ENV PATH=/opt/briefing/bin:$PATH \
    LANG=C.UTF-8 \
    TZ=Asia/Shanghai \
    HOME=/home/briefing \
    MPLCONFIGDIR=/tmp/matplotlib
USER briefing
WORKDIR /workspace
ENTRYPOINT ["briefing"]
CMD ["--help"]
