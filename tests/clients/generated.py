"""Clients where nobody keeps one: openapi-python-client makes them of a marketplace's description, anew each run."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

CONTRACTS = Path(os.environ.get("ORION_SHARED") or Path(__file__).resolve().parents[3] / "shared") / "contracts"


class Made:
    """`ask("stocks.update_stocks", 21000001, body={…})` is the call of that name with its own model for the body.

    The answer is the client's: `status_code`, `headers`, `content` as bytes, and `parsed`, a model of the description
    or None where it does not know the status. An answer that lacks a required field raises KeyError, a word
    outside its list ValueError.
    """

    def __init__(self, package: str, **settings: Any) -> None:
        self.package = package
        self.client = importlib.import_module(package).Client(**settings)

    def ask(self, call: str, *where: Any, body: dict[str, Any] | None = None, **params: Any) -> Any:
        asked = importlib.import_module(f"{self.package}.api.{call}").sync_detailed
        if body is not None:
            params["body"] = self._model(asked).from_dict(body)
        return asked(*where, client=self.client, **params)

    def _model(self, asked: Any) -> Any:
        wanted = typing.get_type_hints(asked)["body"]
        return next(kind for kind in (typing.get_args(wanted) or (wanted,)) if hasattr(kind, "from_dict"))


def make(code: str, description: str, folder: Path) -> str:
    """The name of the package made of `contracts/<code>/<description>`; the contracts are told by ORION_SHARED."""
    source, package = CONTRACTS / code / description, f"{code}_client"
    reader = YAML()
    if not source.exists():
        pytest.skip(f"{source} is not there; set ORION_SHARED to the folder that holds the contracts.")
    written = folder / f"{source.stem}.yaml"  # the generator believes the name, and what is written is YAML
    with written.open("w") as file:
        reader.dump(_nullable_kept(reader.load(source.read_text())), file)
    tool = Path(sys.executable).parent / "openapi-python-client"
    command = [str(tool), "generate", "--path", str(written), "--output-path", str(folder / package), "--meta", "none"]
    told = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert (folder / package / "client.py").exists(), told.stdout + told.stderr
    sys.path.insert(0, str(folder))
    return package


def _nullable_kept(described: Any) -> Any:
    """OpenAPI 3.0 passes over what stands beside a reference; `nullable` there is meant, and `allOf` says it."""
    if isinstance(described, list):
        return [_nullable_kept(each) for each in described]
    if not isinstance(described, dict):
        return described
    told = {name: _nullable_kept(each) for name, each in described.items()}
    if told.get("nullable") and "$ref" in told:
        told["allOf"] = [{"$ref": told.pop("$ref")}]
    return told
