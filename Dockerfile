# One image for every role: Airflow's programs, the workers, the one-off init.

# The package is installed editable, because it finds sql/, seeds/ and dags/ beside itself. What builds it stays here.
FROM python:3.12-slim AS package
WORKDIR /opt/dateline
COPY requirements/requirements.txt requirements/dev.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/requirements.txt -r requirements/dev.txt
COPY . .
RUN mkdir /wheels && python -c 'from hatchling.build import build_editable; build_editable("/wheels")'

FROM python:3.12-slim
# A file of more pinned, hashed requirements: requirements/s3.txt, an auth manager's provider (docs/deploy.md).
ARG EXTRA_REQUIREMENTS=""
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    AIRFLOW_HOME=/opt/airflow DATELINE_STATE_DIR=/var/lib/dateline

# Volumes take the owner of the folder they are mounted on when they are first used.
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin dateline \
    && install -d -o dateline -g dateline /opt/airflow /var/lib/dateline /var/lib/dateline/archive \
        /var/lib/airflow-passwords /var/log/airflow

WORKDIR /opt/dateline
COPY requirements requirements
RUN pip install --no-cache-dir --require-hashes -r requirements/requirements.txt
# A step of its own: it may take a package back to what its own packages allow.
RUN test -z "$EXTRA_REQUIREMENTS" || pip install --no-cache-dir --require-hashes -r "$EXTRA_REQUIREMENTS"
COPY . .
COPY --from=package /wheels /wheels
# pip compiles what it installs, but not what an editable package points to; without, each process would.
RUN pip install --no-cache-dir --no-deps --no-index /wheels/*.whl && rm -r /wheels && python -m compileall -q pipeline

USER dateline
CMD ["airflow", "version"]
