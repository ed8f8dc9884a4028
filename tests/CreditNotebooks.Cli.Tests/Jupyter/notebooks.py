"""Runs executed notebooks anew through the kernel, with nbclient: python3 notebooks.py FOLDER EXECUTED.ipynb... -- KERNEL...

FOLDER is where the notebooks' relative paths start. Exit code 0 when every cell shows what it showed before, 1 with a line for each that does not."""

import copy
import sys

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient


def shown(cell):
    """A cell's outputs without what two runs may differ in."""
    outputs = []
    for output in cell.get("outputs", []):
        output = copy.deepcopy(output)
        output.pop("execution_count", None)
        if output["output_type"] == "error":
            output.pop("traceback")  # the same lines, in colours
        last = outputs[-1] if outputs else {}
        if output["output_type"] == "stream" == last.get("output_type") and output["name"] == last["name"]:
            last["text"] += output["text"]  # a slow cell's text comes in pieces
        else:
            outputs.append(output)
    return outputs


def differences(path, folder, kernel):
    before = nbformat.read(path, as_version=4)
    after = copy.deepcopy(before)
    for cell in after.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    manager = AsyncKernelManager(kernel_name=".net-csharp")
    manager._kernel_spec = KernelSpec(
        argv=[*kernel, "{connection_file}"], display_name="credit", language="C#", interrupt_mode="message")
    client = NotebookClient(after, km=manager, timeout=300, resources={"metadata": {"path": folder}})
    client.owns_km = True  # it ends the kernel
    client.execute()
    nbformat.validate(after)
    for number, (old, new) in enumerate(zip(before.cells, after.cells), 1):
        if shown(old) != shown(new):
            yield f"{path}, cell {number}:\n  run:    {str(shown(old))[:2000]}\n  kernel: {str(shown(new))[:2000]}"


if __name__ == "__main__":
    split = sys.argv.index("--")
    found = [line for path in sys.argv[2:split] for line in differences(path, sys.argv[1], sys.argv[split + 1:])]
    print("\n".join(found))
    sys.exit(1 if found else 0)
