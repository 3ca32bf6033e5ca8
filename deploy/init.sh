#!/bin/sh
# What has to be done once before a version's programs start; doing it again changes nothing.
set -eu

airflow db migrate
dateline db upgrade
dateline seeds load

# The simple auth manager reads its passwords from a file that it opens for writing: a volume of the API server's own.
umask 077
python - <<'PYTHON'
import json
import os
from pathlib import Path

path = Path(os.environ["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"])
path.write_text(json.dumps({"admin": os.environ["ADMIN_PASSWORD"]}), encoding="utf-8")
PYTHON
