"""Where was this picture seen before: exact bytes or pixels, PDQ, local features, verified by geometry."""
