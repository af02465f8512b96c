"""What comes from outside becomes settings."""

from anxin.config import environment


class TestDatabase:
    def test_goes_encrypted_where_its_address_says_so(self) -> None:
        url = "postgresql://anxin:secret@db.example/anxin?sslmode=verify-full&sslrootcert=/etc/ca.pem&pool=99"
        options = environment.database(environment.read({"ANXIN_DATABASE_URL": url}))["OPTIONS"]
        assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/etc/ca.pem")  # type: ignore[index]
        assert options["pool"]["max_size"] == 16  # type: ignore[index]
