"""Names held in memory while a workbook is read: of works and parties, and of people. Nothing here guesses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from commands.workbook.cells import name_and_organisation, person
from commands.workbook.faults import did_you_mean
from commands.workbook.rows import Row
from storage import people
from storage.swedish import fold
from storage.tables import Person


class Names:
    """What may be meant by a name: a whole name first, then short names and aliases; case and å ä ö aside.

    A name on a faulty row is known but means nothing, so that one fault does not become many.
    """

    def __init__(self, what: str) -> None:
        self.what = what  # "något arbete", for the faults
        self.is_complete = True
        self._shown: dict[int, str] = {}
        self._keys: dict[int, set[str]] = {}
        self._whole: dict[str, int] = {}
        self._any: dict[str, set[int]] = defaultdict(set)
        self._faulty: set[str] = set()

    def put(self, id_: int, name: str, others: Iterable[str] = ()) -> None:
        """Let these be the names of something, whatever they were before."""
        for key in self._keys.get(id_, ()):
            self._any[key].discard(id_)
        if id_ in self._shown and self._whole.get(fold(self._shown[id_])) == id_:
            del self._whole[fold(self._shown[id_])]
        self._shown[id_] = name
        self._keys[id_] = {key for each in (name, *others) if (key := fold(each))}
        self._whole[fold(name)] = id_
        for key in self._keys[id_]:
            self._any[key].add(id_)

    def put_faulty(self, names: Iterable[str]) -> None:
        """Remember names of a row that cannot be saved."""
        self._faulty.update(fold(name) for name in names)

    def whole(self, name: str) -> int | None:
        """What bears exactly this name in full."""
        return self._whole.get(fold(name))

    def meant(self, name: str) -> int | None:
        """What a name means, None when that is nothing or several things."""
        found = self._candidates(fold(name))
        return next(iter(found)) if len(found) == 1 else None

    def may_mean(self, name: str) -> list[str]:
        """All that a name may mean, as it is shown; one when it is clear."""
        return sorted(self._shown[id_] for id_ in self._candidates(fold(name)))

    def bearer(self, name: str, but: int | None) -> str | None:
        """What else than `but` bears this name in any way, as it is shown; None when nothing does."""
        others = sorted(self._any.get(fold(name), set()) - {but})
        return self._shown[others[0]] if others else None

    def find(self, row: Row, heading: str, written: str) -> int | None:
        """What `written` means; None after the fault has been named at the cell."""
        key = fold(written)
        found = self._candidates(key)
        if len(found) == 1:
            return next(iter(found))
        if not found and (key in self._faulty or not self.is_complete):
            row.spoil(heading)
        elif found:
            names = " eller ".join(sorted(self._shown[each] for each in found))
            row.refuse(heading, f"”{written[:60]}” kan betyda {names}. Skriv hela namnet.")
        else:
            near = did_you_mean(written, self._shown.values())
            row.refuse(heading, f"Det finns {self.what} som heter ”{written[:60]}”.{near}")
        return None

    def _candidates(self, key: str) -> set[int]:
        return {self._whole[key]} if key in self._whole else self._any.get(key, set())


class People:
    """Who is meant by "Namn, Organisation" or an e-mail address. One who is unknown by name is added."""

    def __init__(self, session: Session, known: Iterable[Person], parties: Names, now: datetime) -> None:
        self.added = 0
        self._session = session
        self._parties = parties
        self._now = now
        self._by_email: dict[str, Person] = {}
        self._by_name: dict[str, dict[int, Person]] = {}
        for each in known:
            self.put(each)

    def put(self, each: Person) -> None:
        """Let a person be found, by address and name; the anonymised are not."""
        if each.anonymised_at is not None:
            return
        if each.email:
            self._by_email[each.email] = each
        self._by_name.setdefault(fold(each.name), {})[each.id] = each

    def renamed(self, each: Person, before: str) -> None:
        """Let a person be found by a new name, and no longer by the one before."""
        self._by_name.get(fold(before), {}).pop(each.id, None)
        self.put(each)

    def by_email(self, address: str) -> Person | None:
        """The person with this address."""
        return self._by_email.get(address.lower())

    def called(self, name: str, organisation: str) -> list[Person]:
        """Everyone with this name in this organisation."""
        wanted = self._place(organisation)
        return [
            each for each in self._by_name.get(fold(name), {}).values() if self._place(each.organisation) == wanted
        ]

    def find(self, row: Row, heading: str, written: str) -> Person | None:
        """The person that is meant, added when unknown; None after the fault has been named at the cell."""
        if "@" in written and " " not in written:
            found = self.by_email(written)
            if found is None:
                row.refuse(
                    heading, f"Det finns ingen person med adressen {written[:80]}. Lägg till den i Personer."
                )
            return found
        name, organisation = name_and_organisation(written)
        if not fold(name):
            row.refuse(heading, f"”{written[:60]}” är inget namn. Skriv till exempel Anna Exempel, Exempelstad.")
            return None
        same = self._possible(name, organisation)
        if len(same) > 1:
            shown = " eller ".join(map(_shown_as, same))
            row.refuse(
                heading, f"”{written[:60]}” kan vara {shown}. Skriv organisationen också, eller e-postadressen."
            )
            return None
        if same or row.faulty:
            return same[0] if same else None
        self.added += 1
        new = people.add(self._session, name, now=self._now, organisation=organisation)
        self.put(new)
        return new

    def meant(self, written: str) -> Person | None:
        """The one known person that is meant by an address or a name; None for nobody, or for several."""
        if "@" in written:
            return self.by_email(written)
        same = self._possible(*name_and_organisation(written))
        return same[0] if len(same) == 1 else None

    def _possible(self, name: str, organisation: str) -> list[Person]:
        """Everyone with this name in this organisation, or in any when none is said."""
        same = self.called(name, organisation)
        return same or ([] if organisation else list(self._by_name.get(fold(name), {}).values()))

    def party_of(self, organisation: str) -> int | None:
        """The party that an organisation's name means."""
        return self._parties.meant(organisation)

    def _place(self, organisation: str) -> int | str:
        party = self._parties.meant(organisation)
        return fold(organisation) if party is None else party


def _shown_as(each: Person) -> str:
    named = person(each.name, each.organisation)
    return f"{named} ({each.email})" if each.email else named
