"""Claims for programs: file, hand in, answer, take a platform's outcome, list, read, take the dossier."""

from anxin.faces.api.claims import retrieval, submissions, uploads
