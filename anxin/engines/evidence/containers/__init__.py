"""Walk the outer structure of a picture or video file: which blocks it holds and where it contradicts itself."""
