"""A browser for tests of running: it keeps its cookies and fills forms."""

import http.client
import http.cookies
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

import pyotp

from tests.patience import PATIENCE_S
from tests.running.house import House

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Browser:
    """A browser that keeps its cookies."""

    house: House
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **form: str) -> tuple[int, dict[str, str], str]:
        """Ask for a page, or post a form with its token."""
        headers = self.headers | (FORM if form else {})
        body = urlencode({**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}) if form else None
        status, answered, content = self.house.ask(method, path, body=body.encode() if body else None, headers=headers)
        for name, morsel in http.cookies.SimpleCookie(answered.get("set-cookie", "")).items():
            self.cookies[name] = morsel.value
        return status, answered, content.decode()

    @property
    def headers(self) -> dict[str, str]:
        """Give what goes along with every request."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def sign_in(self, user: str, password: str, secret: str) -> Self:
        """Go through both doors."""
        for path, form in (
            ("/sign-in/", lambda: {"username": user, "password": password}),
            ("/sign-in/code/", lambda: {"code": pyotp.TOTP(secret).now()}),
        ):
            connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=PATIENCE_S)
            connection.request("GET", path, headers=self.headers)
            self._keep(connection.getresponse())
            connection.request(
                "POST",
                path,
                body=urlencode({**form(), "csrfmiddlewaretoken": self.cookies["csrftoken"]}),
                headers=self.headers | FORM,
            )
            answer = connection.getresponse()
            self._keep(answer)
            connection.close()
            assert answer.status == 302, answer.status
        return self

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = morsel.value
