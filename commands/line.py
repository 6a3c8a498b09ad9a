"""Reading a line in which words say what follows them: "2026 Resor budget 20 kkr utfall 9 kkr"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from commands.message import UserError
from commands.swedish.text import short
from storage.swedish import plain

NUMERIC = frozenset("-−+0123456789")


def keyed(text: str, words: Mapping[str, str], numeric: frozenset[str] = frozenset()) -> tuple[str, dict[str, str]]:
    """What comes before the first of these words, and what follows each: {field: text}.

    `words` maps what may be written, folded, to a field. A word of a field in `numeric` is one only before a digit:
    "Budgetmöten" and "budget för resor" are names. UserError when a field is said twice.
    """
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    marks = re.compile(rf"(?:^|(?<=[\s,;]))(?P<word>{alternatives})(?::\s*|\s+|$)", re.IGNORECASE)
    flat = "".join(each if len(plain(each)) != 1 else plain(each) for each in text)  # as long as the text itself
    found = [
        (hit, field)
        for hit in marks.finditer(flat)
        if (field := words[" ".join(hit["word"].split())]) not in numeric
        or flat[hit.end() : hit.end() + 1] in NUMERIC
    ]
    values: dict[str, str] = {}
    ends = [*(hit.start() for hit, _ in found[1:]), len(text)]
    for (hit, field), end in zip(found, ends, strict=False):  # without any word there is only the end
        if field in values:
            raise UserError(f"”{short(text[hit.start() : hit.end()]).strip()}” står två gånger. Skriv det en gång.")
        values[field] = text[hit.end() : end].strip(" ,;\n\t")
    return text[: found[0][0].start() if found else len(text)].strip(" ,;\n\t"), values
