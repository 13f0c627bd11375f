"""Values as named plain arrays, for a NumPy archive that is read without pickled objects.

A value is a dataclass of arrays, sparse matrices, whole numbers, texts, tuples of such and further
dataclasses. A part's name is its path, such as ``network.paths.first``. A sparse matrix is its
three arrays and its shape; one that occurs twice is written once, and its second name points to the
first.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Arrays = dict[str, NDArray[Any]]
Value = TypeVar("Value")
_SPARSE = ("data", "indices", "indptr", "shape")


def as_arrays(value: Any) -> Arrays:
    """Return everything in a dataclass as named arrays."""
    found: Arrays = {}
    _write(value, "", found, {})
    return found


def from_arrays(kind: type[Value], arrays: Mapping[str, NDArray[Any]]) -> Value:
    """Read what ``as_arrays`` gave; KeyError or ValueError where something is missing."""
    value = _read(kind, "", arrays, {})
    assert isinstance(value, kind)
    return value


def _write(value: Any, name: str, found: Arrays, written: dict[int, str]) -> None:
    if is_dataclass(value):
        for each in fields(value):
            _write(getattr(value, each.name), _within(name, each.name), found, written)
    elif sparse.issparse(value):
        if id(value) in written:
            found[_within(name, "same")] = np.array(written[id(value)])
            return
        written[id(value)] = name
        for part in _SPARSE:
            found[_within(name, part)] = np.asarray(getattr(value, part))
    elif isinstance(value, tuple) and not all(isinstance(each, str) for each in value):
        for number, each in enumerate(value):
            _write(each, _within(name, str(number)), found, written)
    else:
        found[name] = np.asarray(value, dtype=np.str_ if isinstance(value, tuple) else None)


def _read(
    kind: Any,
    name: str,
    arrays: Mapping[str, NDArray[Any]],
    matrices: dict[str, sparse.csr_matrix],
) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(  # type: ignore[operator]
            **{
                each.name: _read(hints[each.name], _within(name, each.name), arrays, matrices)
                for each in fields(kind)
            }
        )
    if kind is sparse.csr_matrix:
        same = _within(name, "same")
        if same in arrays:
            return matrices[str(arrays[same])]
        data, indices, indptr, shape = (arrays[_within(name, part)] for part in _SPARSE)
        matrices[name] = sparse.csr_matrix((data, indices, indptr), shape=tuple(shape.tolist()))
        return matrices[name]
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), name, arrays, matrices)
    if kind in (int, str):
        return kind(arrays[name])
    return arrays[name]


def _tuple(
    kinds: tuple[Any, ...],
    name: str,
    arrays: Mapping[str, NDArray[Any]],
    matrices: dict[str, sparse.csr_matrix],
) -> tuple[Any, ...]:
    if kinds[0] is str:
        return tuple(arrays[name].tolist())
    if kinds[-1] is not Ellipsis:
        each = enumerate(kinds)
    else:
        begun = f"{name}."
        numbers = {n[len(begun) :].split(".")[0] for n in arrays if n.startswith(begun)}
        each = enumerate(kinds[:1] * len(numbers))
    return tuple(_read(kind, _within(name, str(n)), arrays, matrices) for n, kind in each)


def _within(name: str, part: str) -> str:
    return f"{name}.{part}" if name else part
