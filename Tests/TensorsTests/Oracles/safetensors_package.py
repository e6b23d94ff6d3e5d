"""The reference reader and writer of safetensors.

    python3 safetensors_package.py read FILE          prints names, types, shapes and elements as JSON
    python3 safetensors_package.py write FILE         writes the file that the test expects
    python3 safetensors_package.py accepts FILE ...   prints 'yes' or 'no' for each file
"""
import json
import sys

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import load_file, save_file

if sys.argv[1] == "read":
    with safe_open(sys.argv[2], "numpy") as file:
        metadata = file.metadata()
    arrays = load_file(sys.argv[2])
    print(json.dumps({
        "metadata": metadata or {},
        "tensors": {name: {"type": str(a.dtype), "shape": list(a.shape),
                           "elements": [float(x) for x in a.ravel()]}
                    for name, a in arrays.items()}}))
elif sys.argv[1] == "write":
    save_file({
        "weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 4,
        "double": np.array([[1e300], [-0.0]]),
        "steps": np.array([-1, 2 ** 62], dtype=np.int64),
        "mask": np.array([True, False, True]),
        "empty": np.zeros((0, 4), dtype=np.float32),
        "scalar": np.array(2.5, dtype=np.float32),
        "half": np.array([1, 2], dtype=np.float16),
    }, sys.argv[2], metadata={"format": "np", "note": "line\nbreak \"quoted\" ü"})
else:
    for path in sys.argv[2:]:
        try:
            load_file(path)
            print("yes")
        except (SafetensorError, UnicodeDecodeError, ValueError) as error:
            print("no")
