"""A program before the interface."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


@dataclass
class Program:
    """A program that speaks through the interface."""

    token: str
    client: Client

    def asks(self, path: str, **headers: str) -> Any:
        """Get something."""
        return self.client.get(f"/api/v1{path}", headers=self.headers | headers)

    def sends(self, body: object, *, key: str = "k1", path: str = "/repairs") -> Any:
        """Post something with a key."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(
            f"/api/v1{path}", content, content_type="application/json", headers=self.headers | {"Idempotency-Key": key}
        )

    def brings(self, number: str, content: bytes, *, key: str = "f1", role: str = "detail", **fields: str) -> Any:
        """Hand in a file."""
        file = SimpleUploadedFile("../../x.jpg", content)
        return self.client.post(
            f"/api/v1/claims/{number}/evidence",
            {"file": file, "role": role, **fields},
            headers=self.headers | {"Idempotency-Key": key},
        )

    @property
    def headers(self) -> dict[str, str]:
        """Show the token."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}
