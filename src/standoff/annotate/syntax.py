"""The dependency tree, with the readings that lexicon frames need.

Built once per document from the token layer. Slots (`subj`, `obj`, `comp`, prepositions, ...) are normalised over
active and passive voice, relative clauses, participles, controlled infinitives and coordination, so that one lexicon
row serves them all. Labels are ClearNLP's, as spaCy's English models give them. `docs/lexicons.md` defines the slots.
"""

from collections.abc import Sequence

from standoff.annotate.tree import NOMINAL, Tree
from standoff.core.document import DocumentView

RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "agree", "swear"})
PERSON_FIRST = frozenset(
    {
        "accuse",
        "suspect",
        "charge",
        "convict",
        "acquit",
        "prevent",
        "stop",
        "ban",
        "bar",
        "keep",
        "discourage",
        "dissuade",
    }
)
"""Verbs whose object does what the prepositional clause says: accuse X of shelling, prevent X from leaving."""
OBJECT_CONTROL = frozenset(
    {
        "force",
        "oblige",
        "compel",
        "urge",
        "order",
        "invite",
        "allow",
        "permit",
        "require",
        "condemn",
        "tell",
        "instruct",
        "pressure",
        "entitle",
    }
)
"""Verbs whose object does what their infinitive says: one without an object is a participle ("forced to leave")."""
CIRCUMSTANTIAL = frozenset({"after", "before", "since", "during", "following", "despite", "amid", "because"})
"""Prepositions whose phrase tells when or why: what governs the clause does not govern what stands there."""
LOCATIVE = frozenset(
    {"in", "at", "near", "around", "inside", "outside", "across", "throughout", "within", "along", "via"}
)
"""Prepositions after which the name of a country or capital is a place and no actor."""
DISOWNING = frozenset({"deny", "disavow", "disclaim", "harbour", "harbor", "conceal"})
"""Verbs whose subject is the doer of the act that their noun names, where nobody else is ("denied an attack")."""
BE = frozenset({"be", "become", "remain", "seem", "appear"})


class Syntax(Tree):
    """A tree whose verbs and nouns know their slots."""

    # -- clauses ----------------------------------------------------------------------------------

    def is_verb(self, i: int) -> bool:
        """Tell whether a token is a verb form (also a participle that the tagger calls an adjective in a passive)."""
        return self.tokens[i].pos in {"VERB", "AUX"} or bool(self.kids(i, "nsubjpass", "auxpass"))

    def is_passive(self, i: int) -> bool:
        """Tell whether a verb is passive, reduced relatives ("the town shelled by") included."""
        if self.kids(i, "nsubjpass", "auxpass", "agent") or self._trailed(i) is not None:
            return True
        if self.dep(i) == "acl" and self.tokens[i].tag == "VBN":
            return True
        if self.dep(i) == "conj" and self.tokens[i].tag == "VBN" and not self.kids(i, "aux", "auxpass", "nsubj"):
            return self.is_passive(self.head(i))
        return False

    def _trailed(self, verb: int) -> int | None:
        """The name right before the comma that a participle follows ("supplied Chad, forced to sell its gold").

        The parser takes the participle for a second act of the doer; what is forced, urged or done by somebody is the
        one named last. A name only: "signed the treaty, forced by the banks" tells of the signer.
        """
        if (
            self.dep(verb) not in {"conj", "advcl", "dep", "ROOT"}
            or self.tokens[verb].tag not in {"VBN", "VBD"}
            or verb < 2
        ):
            return None
        infinitives = [c for c in self.kids(verb, "xcomp") if any(self.words[a] == "to" for a in self.kids(c, "aux"))]
        forced = self.lemma(verb) in OBJECT_CONTROL and bool(infinitives)
        if not (forced or self.kids(verb, "agent")) or self.kids(
            verb, "nsubj", "nsubjpass", "dobj", "aux", "auxpass", "mark", "cc"
        ):
            return None
        first = verb
        while first > 2 and self.head(first - 1) == verb and self.dep(first - 1) == "advmod":
            first -= 1
        if self.words[first - 1] != "," or self.tokens[first - 2].pos != "PROPN":
            return None
        name = first - 2
        while self.tokens[self.head(name)].pos == "PROPN" and self.dep(name) in {"compound", "flat"}:
            name = self.head(name)
        above = next((v for v in self.ancestors(name) if self.is_verb(v)), verb)
        told = above < name and bool(self.kids(above, "nsubj", "nsubjpass"))
        return name if told and above != verb and self.dep(name) in {"dobj", "pobj", "dative", "conj"} else None

    def _antecedent(self, verb: int) -> int | None:
        """Noun that the relative clause of this verb modifies."""
        at = verb
        while self.dep(at) in {"conj", "xcomp", "ccomp"} and self.head(at) != at:
            at = self.head(at)
        return self.head(at) if self.dep(at) == "relcl" else None

    def _resolve_relative(self, i: int, verb: int) -> int:
        if self.words[i] in RELATIVE:
            found = self._antecedent(verb)
            if found is not None:
                return found
        return i

    def subjects(self, verb: int, depth: int = 0) -> list[int]:
        """Who does what a verb says; conjuncts included."""
        if self.is_passive(verb):
            agents = [p for a in self.kids(verb, "agent") for p in self.kids(a, "pobj")]
            return self._spread(agents)
        own = self.kids(verb, "nsubj", "csubj")
        if own:
            return self._spread([self._resolve_relative(i, verb) for i in own])
        return [] if depth > 6 else self._borrowed_subjects(verb, depth)

    def _borrowed_subjects(self, verb: int, depth: int) -> list[int]:
        label, head = self.dep(verb), self.head(verb)
        if head == verb:
            return []
        if label == "conj":
            return self.undergoers(head, depth + 1) if self.is_passive(head) else self.subjects(head, depth + 1)
        if label in {"xcomp", "ccomp"} and self.is_verb(head):
            return self._controllers(head, depth)
        if label == "xcomp" and self.tokens[head].pos == "ADJ":
            return self.subjects(head, depth + 1) or self.subjects(self.head(head), depth + 1)
        if label == "advcl" and self.is_verb(head):
            return self.undergoers(head, depth + 1) if self.is_passive(head) else self.subjects(head, depth + 1)
        if label == "acl" and self.tokens[verb].tag in {"VBG", "VBZ", "VBP", "VBD"}:
            return self._spread([head])
        if label in {"acl", "relcl"}:
            return self.holders(head, depth + 1)
        if label == "pcomp":
            return self._subjects_of_gerund(head, depth)
        return []

    def _controllers(self, head: int, depth: int) -> list[int]:
        if self.is_passive(head):
            return self.undergoers(head, depth + 1)
        objects = self.kids(head, "dobj", "dative")
        if objects and self.lemma(head) not in SUBJECT_CONTROL:
            return self._spread(objects)
        return self.subjects(head, depth + 1)

    def _subjects_of_gerund(self, preposition: int, depth: int) -> list[int]:
        above = self.head(preposition)
        if self.is_verb(above):
            if self.lemma(above) in PERSON_FIRST:
                return self.undergoers(above, depth + 1)
            return self.undergoers(above, depth + 1) if self.is_passive(above) else self.subjects(above, depth + 1)
        if self.tokens[above].pos in NOMINAL:
            return self.holders(above, depth + 1)
        return self.subjects(self.head(above), depth + 1)

    def undergoers(self, verb: int, depth: int = 0) -> list[int]:
        """What a verb is done to; conjuncts included."""
        own = self.kids(verb, "nsubjpass") if self.is_passive(verb) else self.kids(verb, "dobj")
        if own:
            return self._spread([self._resolve_relative(i, verb) for i in own])
        if depth > 6:
            return []
        label, head = self.dep(verb), self.head(verb)
        if self.is_passive(verb):
            trailed = self._trailed(verb)
            if trailed is not None:
                return [trailed]
            if label == "acl":
                return self._spread([head])
            if label == "conj":
                return self.undergoers(head, depth + 1) if self.is_passive(head) else self.subjects(head, depth + 1)
            if label in {"xcomp", "advcl"}:
                return self.subjects(head, depth + 1)
            return []
        inner = self._infinitive_subject(verb)
        if inner:
            return inner
        for c in self.kids(verb, "conj"):
            if self.is_verb(c) and not self.kids(c, "nsubj") and not self.is_passive(c):
                return self.undergoers(c, depth + 1)
        if (
            label == "relcl"
            and self.kids(verb, "nsubj")
            and not any(self.words[s] in RELATIVE for s in self.kids(verb, "nsubj"))
        ):
            return self._spread([head])
        return []

    def _infinitive_subject(self, verb: int) -> list[int]:
        """The X of "urged X to leave", which the parser takes for the subject of the infinitive."""
        for c in self.kids(verb, "ccomp", "xcomp"):
            if any(self.words[a] == "to" for a in self.kids(c, "aux")):
                return self._spread(self.kids(c, "nsubj", "nsubjpass"))
        return []

    def _spread(self, heads: Sequence[int]) -> list[int]:
        found: list[int] = []
        for head in heads:
            found += [c for c in self.conjuncts(head) if c not in found]
        return found

    # -- nouns ------------------------------------------------------------------------------------

    def governor(self, noun: int) -> int | None:
        """The verb of which a noun is object, passive subject or predicate, or that governs it by a preposition."""
        at = noun
        while self.dep(at) == "conj" and self.head(at) != at:
            at = self.head(at)
        label, head = self.dep(at), self.head(at)
        if label in {"dobj", "nsubjpass", "attr", "oprd", "dative"} and self.is_verb(head):
            return head
        if label == "pobj":
            above = self.head(head)
            if self.is_verb(above):
                return above
            if self.lemma(above) in {
                "series",
                "round",
                "number",
                "wave",
                "set",
                "spate",
                "string",
                "range",
                "kind",
                "type",
                "package",
            }:
                return self.governor(above)
        return None

    def holders(self, noun: int, depth: int = 0) -> list[int]:
        """Whose plan, decision, attack it is: possessor, subject of the governing verb, `by`/`of`/`from` phrase."""
        owners = self.kids(noun, "poss")
        if owners:
            return self._spread(owners)
        for name in ("by", "from"):
            found = self.prepositions(noun).get(name)
            if found:
                return found
        verb = self.governor(noun)
        if verb is not None:
            found = self.subjects(verb, depth + 1)
            if found:
                return found
        return self.prepositions(noun).get("of", [])

    def prepositions(self, i: int) -> dict[str, list[int]]:
        """Objects of the prepositions that hang on a token, by preposition; conjuncts included."""
        found: dict[str, list[int]] = {}
        for p in self.kids(i, "prep", "dative", "agent"):
            if self.tokens[p].pos not in {"ADP", "SCONJ", "VERB", "ADV", "PART", "ADJ"}:
                continue
            objects = self._spread(self.kids(p, "pobj"))
            nested = [q for q in self.kids(p, "prep") if not objects]
            if nested:
                found.setdefault(self.words[nested[0]], []).extend(self._spread(self.kids(nested[0], "pobj")))
            if objects:
                word = "on" if self.words[p] == "upon" else self.words[p]
                found.setdefault(word, []).extend(objects)
        return found

    def particle(self, verb: int) -> str:
        """The particle of a particle verb, or an empty string."""
        for c in self.kids(verb, "prt"):
            return self.words[c]
        return ""

    def complements(self, i: int) -> list[int]:
        """Verbs of the clauses that complete a verb, adjective or noun."""
        found = []
        for c in self.kids(i, "xcomp", "ccomp", "acl", "advcl"):
            if self.dep(c) in {"acl", "advcl"} and not any(self.words[a] == "to" for a in self.kids(c, "aux")):
                continue
            found += [c, *[d for d in self.kids(c, "conj") if self.is_verb(d)]]
        for p in self.kids(i, "prep"):
            for c in self.kids(p, "pcomp"):
                found += [c, *[d for d in self.kids(c, "conj") if self.is_verb(d)]]
        return found

    def slots(self, i: int, light: frozenset[str]) -> dict[str, list[int]]:
        """Fill every slot of a possible trigger.

        Args:
            i: the trigger's head token.
            light: lemmas of light verbs, whose subject and prepositions count as the noun's own.

        Returns:
            Slot name to token positions; slots that nothing fills are absent.
        """
        made = self._verb_slots(i) if self.is_verb(i) else self._noun_slots(i, light)
        complements = self.complements(i) or self._borrowed_complements(i)
        if complements:
            made["comp"] = complements
            deeper = [d for c in complements for d in self._hard_for(c)]
            made["comp"] = complements = [*complements, *deeper]
            inner = [s for c in deeper or complements for s in self.kids(c, "nsubj", "nsubjpass")]
            if inner:
                made["csubj"] = self._spread(inner)
        return {name: found for name, found in made.items() if found}

    def _hard_for(self, i: int) -> list[int]:
        """What "it" stands for in a complement ("make it harder for X to *attack*")."""
        if self.tokens[i].pos != "ADJ" or not any(self.words[s] == "it" for s in self.kids(i, "nsubj")):
            return []
        return [
            c
            for c in self.kids(i, "advcl", "xcomp", "ccomp")
            if any(self.words[a] == "to" for a in self.kids(c, "aux"))
        ]

    def _borrowed_complements(self, i: int) -> list[int]:
        """Find the clause that completes a word but hangs elsewhere.

        An adjective's hangs on its copula ("is adamant that"), a verb's on its object ("reserved the right to"), a
        noun's infinitive is taken for a relative or adverbial clause ("a vow to fight").
        """
        if self.tokens[i].pos == "ADJ":
            return self.complements(self.head(i))
        if self.is_verb(i):
            return [c for noun in self.kids(i, "dobj") for c in self.complements(noun)]
        clauses = [*self.kids(i, "relcl"), *(self.kids(self.head(i), "advcl") if self.dep(i) == "dobj" else [])]
        return [c for c in clauses if any(self.words[a] == "to" for a in self.kids(c, "aux"))]

    def _verb_slots(self, i: int) -> dict[str, list[int]]:
        made: dict[str, list[int]] = dict(self.prepositions(i))
        for below in self.kids(i, "prt", "advmod", "dobj", "nsubjpass", "attr"):
            self._add_missing(made, below)
        for noun in [n for found in list(made.values()) for n in found]:
            self._add_missing(made, noun)
        if self.is_passive(i):
            made.pop("by", None)
        made["subj"] = self.subjects(i)
        made["obj"] = self.undergoers(i)
        made["iobj"] = [c for c in self._spread(self.kids(i, "dative")) if self.tokens[c].pos in NOMINAL]
        return made

    def _add_missing(self, made: dict[str, list[int]], below: int) -> None:
        """Read the prepositions of what hangs on a trigger as the trigger's own, where it has none of that name."""
        for name, found in self.prepositions(below).items():
            made.setdefault(name, found)

    def _noun_slots(self, i: int, light: frozenset[str]) -> dict[str, list[int]]:
        made = {name: list(found) for name, found in self.prepositions(i).items()}
        if self.tokens[i].pos == "ADJ":
            made["subj"] = self.subjects(i) or self.subjects(self.head(i))
            self._add_missing(made, self.head(i))
            return made
        made["poss"] = self._spread(self.kids(i, "poss"))
        made["mod"] = [m for c in self.kids(i, "compound", "amod", "nmod") for m in self.conjuncts(c)]
        verb = self.governor(i)
        if verb is not None and (self.lemma(verb) in light or self.lemma(verb) in BE):
            made["subj"] = self.subjects(verb)
            for name, found in self.prepositions(verb).items():
                made.setdefault(name, [f for f in found if f != i])
            made.setdefault("iobj", self.kids(verb, "dative"))
        elif verb is not None and self.lemma(verb) in DISOWNING and not {"by", "of", "from"} & made.keys():
            made["subj"] = [] if made["poss"] else self.subjects(verb)
        for name in [name for name in made if name not in {"poss", "mod", "subj", "iobj"}]:
            for noun in made[name]:
                self._add_missing(made, noun)
        return made


def build_syntax(view: DocumentView) -> Syntax:
    """Build the tree of a document; use with `DocumentView.derive`."""
    return Syntax(view.rows("tokens"), view.text)
