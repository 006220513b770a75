"""Every case form of a name."""

from __future__ import annotations

from knowledge.language.normalising import normalise
from knowledge.model import Lang

_KK = (  # noqa: SIM905
    "ның нің дың дің тың тің ға ге қа ке ды ді ты ті ны ні да де та те дан ден тан тен нан нен мен бен пен"
).split()


def name_forms(name: str, lang: Lang) -> frozenset[str]:
    """Every case form of a name of one or more words, normalised, the name itself among them."""
    base = normalise(name)
    if lang == "en":
        return frozenset({base, base + "'s", base + "s"})
    if lang == "kk":
        return frozenset({base, *(base + suffix for suffix in _KK)})
    return frozenset({base, *(base + suffix for suffix in ("а", "у", "ом", "е"))})
