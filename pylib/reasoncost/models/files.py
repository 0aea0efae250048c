"""The model that a name or a path stands for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reasoncost import catalog, records
from reasoncost.catalog import Model
from reasoncost.models.architecture import Architecture
from reasoncost.models.config import parse
from reasoncost.models.traits import MATRICES
from reasoncost.units import MB, InputError

MOST_BYTES = 4 * MB
"""A larger file is not a configuration, and is not read."""

BESIDE = "hf_quant_config.json"
"""A file beside a configuration that says how the weights are stored."""

PARSERS = {".json": records.parse_json, ".toml": records.parse_toml}
"""How a file is read, by the end of its name."""


def is_path(name: str) -> bool:
    """Whether a model is named by a file rather than by the catalog's name for it."""
    return Path(name).suffix in PARSERS or "/" in name or "\\" in name


def find(name: str) -> Model | Architecture:
    """The catalog's model of that name, or the model that the file of that path describes.

    Raises InputError where there is none, and for what `read` refuses.
    """
    return read(name) if is_path(name) else catalog.model(name)


def read(path: str | Path) -> Architecture:
    """The model that a `config.json` or a TOML file of the same fields describes.

    Raises InputError, in one line that names file and field, where the file is missing, too large or malformed, where
    a field has a value that cannot be, and where one that could change the answer is not understood.
    """
    path = Path(path)
    if path.suffix not in PARSERS:
        raise InputError(f"{path}: expected a file ending in {' or '.join(PARSERS)}")
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(f"{path}: not a file")
        if size > MOST_BYTES:
            raise InputError(f"{path}: {size:,} bytes, more than the {MOST_BYTES:,} of the largest configuration read")
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise InputError(f"{path}: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not text in UTF-8") from None
    try:
        table = PARSERS[path.suffix](text, str(path))
    except RecursionError:
        raise InputError(f"{path}: nested too deep") from None
    except InputError:
        raise
    except ValueError:
        raise InputError(f"{path}: a number has too many digits") from None
    model = parse(table, str(path))
    if model.formats or not path.with_name(BESIDE).exists():
        return model
    note = f"bytes of the weights are not counted: {BESIDE}, which says how they are stored, is not read"
    return replace(model, formats=dict.fromkeys(MATRICES), notes=(*model.notes, note))
