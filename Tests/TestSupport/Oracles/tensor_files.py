"""Safetensors files for oracles that run without the package of that name."""
import json

import numpy as np

TYPES = {"F32": np.float32, "F64": np.float64, "I64": np.int64, "BOOL": np.bool_}
NAMES = {np.dtype(kind): name for name, kind in TYPES.items()}


def save(path, arrays):
    header, offset = {}, 0
    arrays = {name: np.require(array, requirements="C") for name, array in arrays.items()}
    for name, array in arrays.items():
        header[name] = {"dtype": NAMES[array.dtype], "shape": list(array.shape),
                        "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            file.write(array.tobytes())


def load(path):
    data = open(path, "rb").read()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    return {name: np.frombuffer(data[start + e["data_offsets"][0]:start + e["data_offsets"][1]],
                                TYPES[e["dtype"]]).reshape(e["shape"]).copy()
            for name, e in header.items()}
