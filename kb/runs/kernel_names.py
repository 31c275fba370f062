"""Kernels by name: whether the one that a notebook wants is installed here, and how to get it where it is not."""

from __future__ import annotations

from kb.errors import KbError
from kb.runs.languages import PYTHON
from kb.runs.notebook import OWN_KERNEL, Notebook

_DOTNET = "`dotnet tool install --global Microsoft.dotnet-interactive`, then `dotnet interactive jupyter install`"
_INSTALL = {
    PYTHON: "in the environment that it stands for: `python -m ipykernel install --user --name {name}`",
    "r": '`install.packages("IRkernel"); IRkernel::installspec()` in R',
    "julia": '`using Pkg; Pkg.add("IJulia")` in Julia',
    "bash": "`pip install bash_kernel`, then `python -m bash_kernel.install`",
    "scala": "`coursier launch almond -- --install`",
    "matlab": "`pip install jupyter-matlab-proxy`",
    "c#": _DOTNET,
    "f#": _DOTNET,
    "powershell": _DOTNET,
    "pwsh": _DOTNET,
}


def check_kernel(notebook: Notebook) -> None:
    """Look for the kernel of a notebook, unless it is the one that comes with kb.

    Raises:
        KbError: It names none, or there is none of that name.
    """
    if notebook.kernel == OWN_KERNEL:
        return
    if not notebook.kernel:
        do = "Open it in JupyterLab, choose its kernel, save it."
        raise KbError("This notebook does not say which kernel it needs", path=notebook.path, do=do)
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel  # noqa: PLC0415  (slow to import)

    try:
        KernelSpecManager().get_kernel_spec(notebook.kernel)
    except NoSuchKernel as error:
        raise no_such_kernel(notebook.kernel, notebook.language, notebook.path) from error


def no_such_kernel(name: str, language: str, path: str | None = None) -> KbError:
    """The error for a kernel that is not installed: what to install, and which there are.

    Args:
        name: The kernel.
        language: What it speaks.
        path: The notebook that wants it.
    """
    from jupyter_client.kernelspec import KernelSpecManager  # noqa: PLC0415  (as above)

    how = _INSTALL.get(language.lower(), "").format(name=name)
    install = f"Install it: {how}. Or choose" if how else "Install it, or choose"
    here = ", ".join(sorted(KernelSpecManager().find_kernel_specs()))
    do = f"{install} one that `jupyter kernelspec list` shows here: {here}."
    return KbError("There is no such kernel on this machine", path=path, found=name, do=do)
