"""A PostgreSQL database for one process of the tests."""

from urllib.parse import urlsplit, urlunsplit


def make_database(server: str, name: str) -> str:
    """Make an empty database on the server of another one; return its address."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
