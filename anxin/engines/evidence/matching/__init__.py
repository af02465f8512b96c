"""Local features of pictures, and how one picture lies in another."""
