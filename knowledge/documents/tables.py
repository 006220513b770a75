"""The tables of this package: YAML files beside the modules that use them, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table(name: str) -> Any:
    """The contents of `name`.yaml; whoever calls it must not change them."""
    text = files("knowledge.documents").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, loader)  # noqa: S506 - one of the two safe loaders
