"""The shape of the workbook: every sheet and column, for reading, writing and the template alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from commands.swedish.words import FORMATS, FORMS, LABEL_KINDS, PARTY_KINDS, ROLES, STAGES, STATES
from commands.workbook.entry_sheets import ENTRY_SHEETS
from commands.workbook.shape import PERSON, SEVERAL, SHORT_ENOUGH, WHEN, Column, Sheet, chosen

DIMENSIONS = ("tid", "ekonomi", "resurser", "omfattning", "risk", "nytta")
"""What is judged in a status update when the programme has not said anything else."""

READ_ME = "Läs mig"
"""The sheet with instructions, which import passes over."""


_OTHER_ROLES = (
    "Chef betyder ledning, programledare betyder koordinator, admin betyder administratör och "
    "medarbetare betyder läsare."
)
PROGRAMME = Sheet(
    "Program",
    "Programmet självt: en enda rad.",
    (
        Column(
            "Namn",
            f"Programmets hela namn, {SHORT_ENOUGH}.",
            "God och nära vård i Exempellän",
            needed=True,
            width=40,
        ),
        Column("Kortnamn", "Det ni säger till vardags.", "Nära vård"),
        Column("Beställare", "Den som beställer programmet och tar emot rapporterna.", "Länsledningen", width=28),
        Column("Strategiskt mål", "Det ni vill nå på sikt.", "En nära vård som alla kan lita på", width=50),
        Column("Effektmål", "Det som ska märkas.", "Färre oplanerade besök", width=50),
        Column("Start", WHEN, "2021-07-01", width=14),
        Column("Slut", WHEN, "2027", width=14),
    ),
)
PARTIES = Sheet(
    "Parter",
    "Regionen, kommunerna och andra som deltar.",
    (
        Column("Namn", f"Partens hela namn, {SHORT_ENOUGH}.", "Exempelstads kommun", needed=True, width=34),
        Column("Kortnamn", "Det kortare namnet.", "Exempelstad"),
        Column("Typ", "Vad för slags part det är.", "kommun", needed=True, choices=chosen(PARTY_KINDS), width=12),
        Column("Alias", f"Andra namn som någon kan skriva. {SEVERAL}", "E-stad; Staden", width=30),
    ),
)
PEOPLE = Sheet(
    "Personer",
    "De som leder, samordnar eller följer arbeten. E-postadressen säger vem det är; utan den namn och part.",
    (
        Column("Namn", f"För- och efternamn, {SHORT_ENOUGH}.", "Anna Exempel", needed=True, width=28),
        Column("E-post", "Behövs för den som ska skriva till Läget.", "anna@exempel.se", width=32),
        Column("Part", "Parten eller organisationen där personen arbetar.", "Exempelstad", width=30),
        Column(
            "Roll",
            f"Vad personen får göra. {SEVERAL} {_OTHER_ROLES}",
            "projektledare",
            choices=chosen(ROLES),
            width=28,
        ),
    ),
)
LABELS = Sheet(
    "Etiketter",
    "Delmål, nyttoobjekt, målgrupper, inriktningar och de dimensioner som bedöms i varje rapport.",
    (
        Column(
            "Typ", "Vad för slags etikett det är.", "delmål", needed=True, choices=chosen(LABEL_KINDS), width=14
        ),
        Column("Nummer", "Numret, om den har något.", "1", width=10),
        Column(
            "Text", f"Vad den säger, {SHORT_ENOUGH}.", "jag får vård när jag behöver den", needed=True, width=70
        ),
    ),
)
WORKS = Sheet(
    "Arbeten",
    "Utvecklingsarbetena. Ett arbete räknas som inkluderat när Inkluderat är ifyllt. Då behöver både regionen och "
    "minst en kommun stå bland parterna. Annars är det en tidig idé när fasen är idé, och följs i övriga fall.",
    (
        Column("Namn", f"Arbetets hela namn, {SHORT_ENOUGH}.", "Trygg hemgång", needed=True, width=44),
        Column("Kortnamn", "Det ni säger till vardags.", "Hemgång"),
        Column("Alias", f"Andra namn som någon kan skriva. {SEVERAL}", "Trygg hem", width=26),
        Column("Beskrivning", "Några meningar om vad det går ut på.", "Ett team möter upp hemma.", width=60),
        Column("Form", "Lämnas den tom blir det projekt.", "projekt", choices=chosen(FORMS), width=14),
        Column("Fas", "Lämnas den tom blir det genomförande.", "planering", choices=chosen(STAGES), width=16),
        Column("Parter", f"De som deltar. {SEVERAL}", "Regionen; Exempelstad", width=30),
        Column("Omfattning", "Var det pågår, med era ord.", "Hela länet", width=20),
        Column("Projektledare", f"{PERSON} {SEVERAL}", "Anna Exempel, Exempelstad", width=34),
        Column("Beställare", "Den som beställer arbetet, om det inte är programmets beställare.", "", width=24),
        Column("Start", WHEN, "HT 2025", width=14),
        Column("Slut", WHEN, "2027", width=14),
        Column("Inkluderat", "När beslutet om inkludering togs.", "2025-09-12", width=14),
        Column("Inkluderat av", "Vem som beslutade. Tomt betyder beställaren.", "Länsledningen", width=24),
        Column("Målgrupp", f"Text eller nummer. En ny målgrupp läggs till. {SEVERAL}", "äldre", width=22),
        Column("Delmål", f"Nummer eller text från Etiketter. {SEVERAL}", "1; 3", width=16),
        Column("Nyttoobjekt", f"Nummer eller text från Etiketter. {SEVERAL}", "2", width=16),
    ),
)
_STATE_HINT = "Grön: enligt plan. Gul: mindre avvikelse eller risk. Röd: större avvikelse."
STATUS = Sheet(
    "Status",
    "En rad för varje rapport om hur ett arbete går. En rad som redan finns läses inte in en gång till, och en "
    "rapport som finns ändras aldrig. Kolumnerna mellan Läge och Genomfört är programmets dimensioner.",
    (
        Column(
            "Arbete", "Arbetets namn, kortnamn eller alias.", "Hemgång", needed=True, from_sheet="Arbeten", width=34
        ),
        Column("Datum", "När det rapporterades, gärna med klockslag.", "2026-05-11", needed=True, width=17),
        Column("Läge", _STATE_HINT, "gul", needed=True, choices=chosen(STATES), width=10),
        *(
            Column(each.capitalize(), "Grön, gul eller röd, eller tomt.", "grön", choices=chosen(STATES), width=12)
            for each in DIMENSIONS
        ),
        Column("Genomfört", "Vad har hänt sedan sist?", "Teamet har kommit igång.", width=50),
        Column("Nästa steg", "Vad ska hända härnäst?", "Fler vårdcentraler går med.", width=50),
        Column("Avvikelse", "Vad går inte enligt plan?", "Starten blev två veckor sen.", width=40),
        Column("Orsak", "Varför blev det så?", "Rekryteringen drog ut på tiden.", width=40),
        Column("Åtgärd", "Vad gör ni åt det?", "Vi lånar personal under maj.", width=40),
        Column("Beslut behövs", "Vad behöver beslutas, av vem och när?", "", width=40),
        Column("Rapporterat av", f"{PERSON}", "Anna Exempel, Exempelstad", width=34),
    ),
)
SEMINARS = Sheet(
    "Seminarier",
    "Lärseminarierna.",
    (
        Column(
            "Titel", f"Vad det heter, {SHORT_ENOUGH}.", "Så arbetar vi med trygg hemgång", needed=True, width=44
        ),
        Column("Datum", "Dagen då det hålls.", "2026-10-09", needed=True, width=14),
        Column("Tid", "Klockslag, från och till.", "13.00–14.30", width=14),
        Column("Format", "Hur man deltar.", "digitalt", choices=chosen(FORMATS), width=12),
        Column("Målgrupp", "Vilka det vänder sig till.", "kommun/region", width=24),
        Column("Föreläsare", f"{PERSON} {SEVERAL}", "Bo Exempel, Exempeluniversitetet", width=44),
        Column("Plats", "Lokal eller länk.", "Teams", width=20),
        Column("Platser", "Hur många som får plats. Tomt betyder ingen gräns.", "100", width=10),
        Column("Deltagare", "Hur många som deltog.", "43", width=11),
        Column("Arbete", "Arbetet som det handlar om.", "Hemgång", from_sheet="Arbeten", width=30),
        Column("Kommentar", "Det som är bra att veta.", "", width=40),
    ),
)
ACTIVITIES = Sheet(
    "Aktiviteter",
    "Allt annat: konferenser, workshoppar, nätverk och möten. Står det inget år vid en tid, som i april–nov, så "
    "menas samma år som i bladets andra rader om de alla är från ett och samma år, och annars i år.",
    (
        Column("Titel", f"Vad det heter, {SHORT_ENOUGH}.", "Temadag om nära vård", needed=True, width=50),
        Column("Typ", "Till exempel konferens, workshop eller nätverk.", "konferens", width=18),
        Column("När", f"{WHEN} 1 ggr/mån går också bra.", "april–nov 2026", width=18),
        Column("Format", "Hur man deltar.", "fysiskt", choices=chosen(FORMATS), width=12),
        Column("Målgrupp", "Vilka den vänder sig till.", "kommun/region", width=28),
        Column("Deltagare", "Hur många som deltog.", "275", width=11),
        Column("Kommentar", "Det som är bra att veta.", "", width=50),
    ),
)

SHEETS = (PROGRAMME, PARTIES, PEOPLE, LABELS, WORKS, STATUS, SEMINARS, ACTIVITIES, *ENTRY_SHEETS)
"""Every sheet that is read and written, in the order in which they stand."""


def heading_of(dimension: str) -> str:
    """What a dimension's column is called in the Status sheet."""
    heading = dimension[:1].upper() + dimension[1:]
    fixed = {each.heading for each in STATUS.columns} - {each.capitalize() for each in DIMENSIONS}
    return f"{heading} (dimension)" if heading in fixed else heading


def status_sheet(dimensions: Sequence[str]) -> Sheet:
    """The Status sheet with these dimensions between the state and the words; the usual six when there are none."""
    before, after = STATUS.columns[:3], STATUS.columns[3 + len(DIMENSIONS) :]
    model = STATUS.columns[3]
    judged = tuple(replace(model, heading=heading_of(each)) for each in dimensions or DIMENSIONS)
    return replace(STATUS, columns=(*before, *judged, *after))


def only(sheet: Sheet, headings: Iterable[str]) -> Sheet:
    """The sheet with these of its columns, in its own order."""
    kept = set(headings)
    return replace(sheet, columns=tuple(each for each in sheet.columns if each.heading in kept))
