"""Reading words of three languages: normal forms, tokens, stems, sounds, names, spelling, detection."""

from knowledge.language.alphabets import Script, fold, script
from knowledge.language.detection import detect, language_scores, scores_of_words
from knowledge.language.keyboards import layouts, retype
from knowledge.language.names import name_forms
from knowledge.language.normalising import normalise
from knowledge.language.sounds import other_keys, sound_key
from knowledge.language.spelling import Correction, SpellingIndex, edits_allowed, within_one_edit
from knowledge.language.stemming import stem, stems
from knowledge.language.tokens import Token, tokenize

__all__ = [
    "Correction",
    "Script",
    "SpellingIndex",
    "Token",
    "detect",
    "edits_allowed",
    "fold",
    "language_scores",
    "layouts",
    "name_forms",
    "normalise",
    "other_keys",
    "retype",
    "scores_of_words",
    "script",
    "sound_key",
    "stem",
    "stems",
    "tokenize",
    "within_one_edit",
]
