"""What it takes to read a picture of a page: seals, straightening, rulings, recognition.

The modules of this package import numpy and OpenCV; `extract.readers.ocr` imports them only when a page is to be read.
Pictures are 8-bit arrays of shape (height, width) for grey and (height, width, 3) for RGB. Lines of text are
quadrangles, arrays of shape (4, 2): x and y in pixels of the corners at the text's top left, top right, bottom right
and bottom left.
"""
