"""Whole-picture descriptors of copies, from a model file that the operator brings (Pizzi et al. 2022, SSCD).

No weights are shipped. A file in ONNX form is run by the extra ``vision``; it takes one RGB picture, as unsigned bytes
(1, h, w, 3) or as floats (1, 3, h, w) in ImageNet's normalisation, and gives one vector. Its candidates are verified by
geometry like all others, and never linked on the vector's word.
"""

import hashlib
import importlib
import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.errors import WrongModel

Vector = NDArray[np.float32]
SIDE = 288
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
SPREAD = np.array([0.229, 0.224, 0.225], np.float32)


class CopyModel:
    """An operator's model.

    mark : the first 16 digits of the file's SHA-256; vectors of different marks are never compared.

    Raises
    ------
    WrongModel
        Where the extra isn't installed, or the file is no such model.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            runtime = importlib.import_module("onnxruntime")
        except ImportError as error:
            raise WrongModel("expected the extra 'vision' (onnxruntime) for a copy model, got none") from error
        try:
            data = Path(path).read_bytes()
            options = runtime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 4
            self._session = runtime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise WrongModel(f"expected an ONNX model, got {os.fspath(path)} ({type(error).__name__})") from error
        self.mark = hashlib.sha256(data).hexdigest()[:16]
        self._input = _input(self._session)
        self.size = len(self.describe(np.full((SIDE, SIDE, 3), 128, np.uint8)))

    def describe(self, pixels: NDArray[np.uint8]) -> Vector:
        """Describe an RGB picture by a unit vector."""
        name, bytes_wanted, height, width = self._input
        small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
        if bytes_wanted:
            fed: NDArray[Any] = small[None]
        else:
            fed = ((small.astype(np.float32) / 255 - MEAN) / SPREAD).transpose(2, 0, 1)[None]
        try:
            out = np.asarray(self._session.run(None, {name: fed})[0], np.float32).ravel()
        except Exception as error:
            raise WrongModel(f"expected a model that takes one RGB picture, got {type(error).__name__}") from error
        length = float(np.linalg.norm(out))
        if not 16 <= len(out) <= 4096 or not np.isfinite(length):
            raise WrongModel(f"expected one vector of 16 to 4096 numbers, got {len(out)}")
        return np.asarray(out / max(length, 1e-9), dtype=np.float32)


def _input(session: Any) -> tuple[str, bool, int, int]:
    """Read the name, the kind, the height and the width of a model's one input."""
    inputs = session.get_inputs()
    if len(inputs) != 1 or len(inputs[0].shape) != 4 or inputs[0].type not in ("tensor(uint8)", "tensor(float)"):
        shapes = ", ".join(f"{row.type} {row.shape}" for row in inputs)
        raise WrongModel(f"expected one input of four dimensions, bytes or floats, got {shapes}")
    bytes_wanted = inputs[0].type == "tensor(uint8)"
    sides = inputs[0].shape[1:3] if bytes_wanted else inputs[0].shape[2:4]
    height, width = (side if isinstance(side, int) and side > 0 else SIDE for side in sides)
    return inputs[0].name, bytes_wanted, height, width
