from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jupyter_client.kernelspec import NoSuchKernel

from kb.runs.kernels.recipe import Recipe, make_recipe, recipe_for

LAUNCHER = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]


def spec(*argv: str, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(**{"argv": list(argv), "env": {}, "metadata": {}, "resource_dir": "/kernels/own", **more})


def recipe(*argv: str, environment: dict[str, str] | None = None, **more: Any) -> Recipe | None:
    return make_recipe(spec(*argv, **more), ["--extra"], Path("/here"), environment or {}, ["import pandas"])


def made(*argv: str, environment: dict[str, str] | None = None, **more: Any) -> Recipe:
    found = recipe(*argv, environment=environment, **more)
    assert found
    return found


def test_a_kernel_of_ipython_has_a_recipe() -> None:
    found = made(*LAUNCHER)

    assert found.interpreter == (sys.executable,)
    assert found.arguments == ("--extra",)
    assert (found.folder, found.statements) == (Path("/here"), ("import pandas",))


def test_options_of_the_interpreter_and_of_the_kernel_are_kept() -> None:
    found = made("/other/python", "-Xfrozen_modules=off", *LAUNCHER[1:], "--quiet")

    assert found.interpreter == ("/other/python", "-Xfrozen_modules=off")
    assert found.arguments == ("--quiet", "--extra")


def test_words_are_filled_in_as_jupyter_does() -> None:
    found = made("{prefix}/bin/python", "-X", "{resource_dir}", *LAUNCHER[1:])

    assert found.interpreter == (f"{sys.prefix}/bin/python", "-X", "/kernels/own")


def test_the_home_folder_is_known() -> None:
    assert made("~/bin/python", *LAUNCHER[1:]).interpreter == (os.path.expanduser("~/bin/python"),)  # noqa: PTH111


@pytest.mark.parametrize("name", ["python", "python3", "python{}.{}".format(*sys.version_info[:2])])
def test_python_is_this_one(name: str) -> None:
    assert made(name, *LAUNCHER[1:]).interpreter == (sys.executable,)


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["R", "--slave", "{connection_file}"],
        ["python", "-m", "bash_kernel", "-f", "{connection_file}"],
        ["python", "-m", "ipykernel_launcher", "--quiet", "-f", "{connection_file}"],
        ["python", "-m"],
    ],
)
def test_other_kernels_have_none(argv: list[str]) -> None:
    assert recipe(*argv) is None


def test_a_kernel_that_someone_else_provides_has_none() -> None:
    assert recipe(*LAUNCHER, metadata={"kernel_provisioner": {"provisioner_name": "k8s"}}) is None


def test_the_environment_is_what_jupyter_would_give() -> None:
    found = made(
        *LAUNCHER,
        environment={"HOME": "/home/me", "PYTHONEXECUTABLE": "/wrong", "KEPT": "1"},
        env={"DATA": "${HOME}/data", "LEFT": "$UNKNOWN"},
    )

    assert dict(found.environment) == {
        "HOME": "/home/me",
        "KEPT": "1",
        "DATA": "/home/me/data",
        "LEFT": "$UNKNOWN",
        "JPY_PARENT_PID": str(os.getpid()),
    }


def test_equal_kernels_have_equal_recipes() -> None:
    first = made(*LAUNCHER, environment={"A": "1", "B": "2"})
    second = made(*LAUNCHER, environment={"B": "2", "A": "1"})

    assert (first, hash(first)) == (second, hash(second))
    assert first != made(*LAUNCHER, environment={"A": "2", "B": "2"})


def test_a_kernel_is_found_by_its_name(tmp_path: Path) -> None:
    named, native = (recipe_for(["import pandas"], name, [], tmp_path, {}) for name in ("python3", "python"))

    assert named
    assert named == native
    assert named.statements == ("import pandas",)


def test_a_kernel_that_is_not_installed_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchKernel, match="none-such"):
        recipe_for([], "none-such", [], tmp_path, {})
