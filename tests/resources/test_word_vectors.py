"""Word vectors out of the encoder's file."""

import numpy as np
import pytest

from standoff.resources.word_vectors import load_word_vectors


def test_vectors_have_length_one_and_like_words_lie_close() -> None:
    vectors = load_word_vectors()
    assert np.linalg.norm(vectors.of("invaded")) == pytest.approx(1.0, abs=1e-5)
    assert vectors.of("invaded") @ vectors.of("invasion") > vectors.of("invaded") @ vectors.of("harvest")


def test_a_phrase_without_words_has_no_vector() -> None:
    assert not load_word_vectors().of("").any()
