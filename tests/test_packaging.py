"""The package in each form in which it reaches people: wheel, source distribution, checkout; and what it imports."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import chainrule

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("click", "rich", "lark", "mpmath", "sympy")
SHOW_HOME = "import chainrule; print(chainrule.__file__); print(chainrule.derive('sin(cos(x))').answer)"


def python(*arguments: str, path: Path | None = None, cwd: Path = ROOT) -> str:
    environment = {**os.environ, **({"PYTHONPATH": str(path)} if path else {})}
    finished = subprocess.run([sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    python("-m", "hatchling", "build", "-d", str(folder))
    return folder


def test_a_wheel_works_by_itself(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    data = ("py.typed", "grammar/expression.lark", "rendering/media/schema.json")
    assert {f"chainrule/{name}" for name in data} <= set(names)
    assert not [name for name in names if name.startswith(("tests", "examples", ".ci"))]
    home, answer = python("-c", SHOW_HOME, path=tmp_path, cwd=tmp_path).splitlines()
    assert Path(home) == tmp_path / "chainrule" / "__init__.py"
    assert answer == "-sin(x)*cos(cos(x))"


def test_a_source_distribution_has_all_that_is_needed_to_build_and_test(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"grammar/expression.lark", "chainrule/py.typed", "tests/test_packaging.py", "README.md", "LICENSE",
              "pyproject.toml", ".ci/run"}  # fmt: skip
    assert wanted <= names


def test_a_bare_checkout_works(tmp_path: Path) -> None:
    assert "cos(cos(x))" in python("-m", "chainrule", "sin(cos(x))", "--detail", "answer", path=ROOT, cwd=tmp_path)


def test_importing_the_package_is_light() -> None:
    """What only some uses need is imported when they need it."""
    loaded = f"import sys; print([name for name in {HEAVY} if name in sys.modules])"
    assert python("-c", f"import chainrule; {loaded}") == "[]\n"
    code = "import chainrule; chainrule.derive('sin(cos(x))').to_text()"
    python("-c", code)  # makes the reader's tables, if no process has done so before
    assert python("-c", f"{code}; {loaded}") == "[]\n"


def test_plain_output_does_not_import_rich() -> None:
    code = "import atexit, sys; atexit.register(lambda: print('rich' in sys.modules))\n"
    assert python("-c", f"{code}from chainrule.cli.main import main; main(['x^2'])").endswith("False\n")


def test_every_public_name_is_there() -> None:
    for name in chainrule.__all__:
        assert getattr(chainrule, name) is not None
    assert set(chainrule.__all__) <= set(dir(chainrule))
    with pytest.raises(AttributeError, match="no attribute 'integrate'"):
        chainrule.integrate  # type: ignore[attr-defined]  # noqa: B018


def test_the_version_is_a_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["dynamic"] == ["version"]
    assert all(part.isdecimal() for part in chainrule.__version__.split("."))
