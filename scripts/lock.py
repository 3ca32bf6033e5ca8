"""Make requirements/*.txt anew from pyproject.toml: exact versions with hashes, no addresses."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
OPTIONS = ["--quiet", "--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate", "--no-header"]
OPTIONS += ["--no-emit-index-url", "--no-emit-find-links", "--upgrade"]


def main() -> None:
    """Write uv.txt, requirements.txt, and dev.txt constrained by it."""
    folder = ROOT / "requirements"
    compile_to(folder / "uv.txt", "-", text="uv\n")
    compile_to(folder / "requirements.txt", str(ROOT / "pyproject.toml"))
    compile_to(
        folder / "dev.txt", f"--group={ROOT / 'pyproject.toml'}:dev", f"--constraint={folder / 'requirements.txt'}"
    )
    for path in folder.glob("*.txt"):
        if "://" in path.read_text(encoding="utf-8"):
            sys.exit(f"{path} holds an address; take it out before committing")


def compile_to(path: Path, *source: str, text: str | None = None) -> None:
    """Resolve a source into a pinned file."""
    command = [str(UV), "pip", "compile", *OPTIONS, "--output-file", str(path), *source]
    subprocess.run(command, check=True, input=text, text=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
