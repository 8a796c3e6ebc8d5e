"""The remembered forms of words are those that the whole model gives."""

import pytest

from standoff.annotate.parse import load_parser
from standoff.annotate.word_forms import RULED, WordForms
from standoff.core.errors import ModelError
from standoff.resources.language_model import load_model, model_name

TEXTS = (
    "There's no way out; there were two of them. I'm gonna leave, y'all.",
    "Valdora's troops have been leaving the bases that they'd left before.",
    "Let's see what it did to us: it hadn't done it, and that was that.",
    "Ain't it so? The guns had lain idle. They lay mines; he lies.",
    "THE SHELLING WENT ON.\tTwo  men were hurt worse than feared.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_forms_are_those_of_the_model(text: str) -> None:
    model, forms = load_parser(model_name())
    whole = model(text)
    bare = model(text, disable=list(RULED))
    kinds = forms.kinds([(token.orth, token.tag, token.dep) for token in bare])
    wanted = [n for n, token in enumerate(whole) if not token.is_space]
    forms.learn([kinds[n] for n in wanted])
    for n in wanted:
        token, found = whole[n], forms.known[kinds[n]]
        lemma = token.lemma_ if token.pos_ == "PROPN" else token.lemma_.lower()
        assert (found.lemma, found.pos, found.tag, found.dep) == (lemma, token.pos_, token.tag_, token.dep_)


def test_a_model_that_lacks_a_component_is_refused() -> None:
    class Half:
        pipeline = (("tagger", None), ("parser", None))
        vocab = load_model(model_name()).vocab

    with pytest.raises(ModelError, match="no attribute_ruler, no lemmatizer"):
        WordForms(Half(), {})
