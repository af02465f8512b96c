"""A technician's phone: Master Luo signed in on the ground of the demo."""

import pytest
from django.test import Client
from django.utils import timezone


@pytest.fixture
def laid(transactional_db: None) -> None:
    from anxin.demo import ground

    ground.lay(now=timezone.now())


@pytest.fixture
def luo(laid: None) -> Client:
    from anxin.demo import cast
    from tests.faces.technician.phones import phone_of

    return phone_of(cast.MASTER_LUO)
