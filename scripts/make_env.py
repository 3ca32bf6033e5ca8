"""Write .env from .env.example with fresh secrets. Standard library only: it runs before anything is installed.

python3 scripts/make_env.py [--contact https://example.org/crawler]
"""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
SECRETS = (
    "ADMIN_PASSWORD", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "WRITER_PASSWORD", "ANALYST_PASSWORD", "AIRFLOW_PASSWORD",
    "CELERY_PASSWORD", "REDIS_PASSWORD", "FERNET_KEY", "SECRET_KEY", "JWT_SECRET",
)  # fmt: skip


def fill_env(example: str, contact: str) -> str:
    """Return the example with every secret filled in, each one new."""
    values = {name: make_secret(name) for name in SECRETS} | {"DATELINE_CONTACT": contact}
    lines = []
    for line in example.splitlines():
        name, equals, value = line.partition("=")
        lines.append(f"{name}={values[name]}" if equals and not value and name in values else line)
    return "\n".join(lines) + "\n"


def make_secret(name: str) -> str:
    """Return a new secret in characters that may stand in an address."""
    if name == "FERNET_KEY":
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    # Hexadecimal: no sign that a shell, a URL or a person would read wrongly. 64 characters: HS512 wants 512 bits.
    return secrets.token_hex(32)


def main() -> int:
    """Write .env for the owner alone; a .env that is there stays."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--contact", default="", help="where publishers can reach you; goes into the user agent")
    contact = parser.parse_args().contact
    path = HOME / ".env"
    text = fill_env((HOME / ".env.example").read_text(encoding="utf-8"), contact)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        sys.stderr.write(f"{path} is there already and stays as it is; move it away to get new secrets\n")
        return 1
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    sys.stderr.write(f"wrote {path}" + ("" if contact else "; set DATELINE_CONTACT in it") + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
