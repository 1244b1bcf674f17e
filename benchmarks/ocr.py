"""How fast scans are read: pages per minute and peak memory of one worker, alone and beside others.

    python benchmarks/ocr.py FILE_OR_FOLDER [WORKERS]

Reads every page of the scanned PDF files and pictures, rendered at 200 dots per inch, in each of WORKERS processes
(1 if not given) with one thread each, as `kanhe extract --workers` does. Loading the models is timed apart.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extract.readers.ocr import read_page

if TYPE_CHECKING:
    from PIL import Image

_DOTS_PER_INCH = 200
_PICTURES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"}


def main() -> None:
    """Print the table."""
    given = Path(sys.argv[1])
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    files = sorted(given.rglob("*")) if given.is_dir() else [given]
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        results = pool.map(_read, [files] * workers, chunksize=1)
    print("worker  load s  pages  characters  pages/min  peak memory MB")
    for number, (load, seconds, pages, characters, memory) in enumerate(results, 1):
        print(f"{number:6} {load:7.1f} {pages:6} {characters:11,} {60 * pages / seconds:10.1f} {memory:15,.0f}")


def _read(files: list[Path]) -> tuple[float, float, int, int, float]:
    """Return seconds to load, seconds to read, pages, characters, and peak memory in MB of this process."""
    from PIL import Image

    start = time.perf_counter()
    read_page(Image.new("RGB", (200, 300), "white"), 1, 72, 108)
    load, seconds, pages, characters = time.perf_counter() - start, 0.0, 0, 0
    for image in _images(files):
        start = time.perf_counter()
        points = 72 / _DOTS_PER_INCH
        page = read_page(image, 1, image.width * points, image.height * points)
        seconds += time.perf_counter() - start
        pages += 1
        characters += sum(len(piece.glyphs) for piece in page.pieces)
    return load, seconds, pages, characters, _peak_memory()


def _images(files: list[Path]) -> Iterator[Image.Image]:
    import pypdfium2
    from PIL import Image

    for path in files:
        if path.suffix.lower() == ".pdf":
            for page in pypdfium2.PdfDocument(path):
                yield page.render(scale=_DOTS_PER_INCH / 72).to_pil().convert("RGB")
        elif path.suffix.lower() in _PICTURES:
            yield Image.open(path).convert("RGB")


def _peak_memory() -> float:
    """Return the most memory that this process has held, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
