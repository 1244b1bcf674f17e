"""The recogniser: RapidOCR with the PP-OCR models that its wheel carries, on the CPU, without network."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime  # noqa: F401 — RapidOCR needs it but does not require it, and would fail only when first used
from numpy.typing import NDArray
from rapidocr import RapidOCR

from extract.errors import ReadError
from extract.readers.scan.decode import Decoder, Reading

THREADS_VARIABLE = "KANHE_OCR_THREADS"
_DETECTION_SIDE = 1600
"""Longest side, in pixels, of the picture that lines are looked for in; they are read from the full one."""
_BATCH = 6


class Engine:
    """Finds lines of text in a picture and reads them."""

    def __init__(self, threads: int) -> None:
        cv2.setNumThreads(threads)
        self._rapid = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": _DETECTION_SIDE,
                "Global.return_word_box": True,  # else what the decoder says of each character is dropped
                # named models are never downloaded
                "Det.model_path": _model("det"),
                "Rec.model_path": _model("rec"),
                "Rec.rec_batch_num": _BATCH,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        self._rapid.recognize_txt([np.full((48, 48, 3), 255, np.uint8)])  # loads the model
        recogniser: Any = self._rapid.text_rec
        recogniser.postprocess_op = Decoder(recogniser.postprocess_op.character)

    def find_lines(self, picture: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        """Return the quadrangle of every line of text in a grey picture, in any order."""
        found: Any = self._rapid(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
        return [] if found.boxes is None else list(np.asarray(found.boxes, np.float32))

    def read_lines(self, lines: Sequence[NDArray[np.uint8]]) -> list[Reading]:
        """Return what each of the grey pictures, one line of text from left to right, says."""
        if not lines:
            return []
        result = self._rapid.recognize_txt([cv2.cvtColor(line, cv2.COLOR_GRAY2BGR) for line in lines])
        readings: Any = result.word_results  # what our decoder put there
        return list(readings)


@cache
def engine() -> Engine:
    """Return this process's recogniser, loaded on the first call. Raises ReadError when its models are missing."""
    return Engine(_threads())


def _threads() -> int:
    """Return how many threads recognition may use: one in a worker beside other workers, else two."""
    wanted = os.environ.get(THREADS_VARIABLE, "")
    most = os.cpu_count() or 1
    if wanted.isascii() and wanted.isdigit() and int(wanted):
        return min(int(wanted), most)
    return 1 if multiprocessing.parent_process() else min(2, most)


def _model(task: str) -> str:
    """Return the path of the wheel's model for `task`, `det` or `rec`."""
    folder = Path(str(resources.files("rapidocr"))) / "models"
    found = sorted(folder.glob(f"*_{task}_*.onnx"))
    if not found:
        raise ReadError("文字识别（OCR）组件不完整，缺少模型文件，请重新安装：pip install --force-reinstall rapidocr")
    return str(found[-1])
