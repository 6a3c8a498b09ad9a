"""The sheets of what works and the programme consist of, and of the programme's own figures."""

from __future__ import annotations

from dataclasses import replace

from commands.swedish.words import DECISION_STATES, PERSPECTIVES
from commands.workbook.shape import SHORT_ENOUGH, WHEN, Column, Sheet, chosen

_WORK = Column(
    "Arbete",
    "Arbetets namn, kortnamn eller alias. Tomt betyder att det gäller programmet.",
    "Hemgång",
    from_sheet="Arbeten",
    width=34,
)
_OWN_WORK = replace(_WORK, hint="Arbetets namn, kortnamn eller alias.", needed=True)
_DONE = Column("Klar", "Dagen då det blev klart. Tomt betyder att det inte är klart.", "2026-05-11", width=14)
_YEAR = Column("År", "Årtalet.", "2026", needed=True, width=8)
_KRONOR = "Kronor, till exempel 4 480 000, 4480 kkr eller 4,48 mnkr."
_NOTE = Column("Kommentar", "Det som är bra att veta.", "", width=44)

MILESTONES = Sheet(
    "Hållpunkter",
    "Hållpunkterna i planen: vad, vem och när.",
    (
        _WORK,
        Column("Vad", "Det som ska vara klart.", "Utvärderingen är klar", needed=True, width=50),
        Column("Vem", "Personen eller rollen som svarar för det.", "Anna Exempel, Exempelstad", width=34),
        Column("När", WHEN, "HT 2026", width=16),
        _DONE,
    ),
)
RISKS = Sheet(
    "Risker",
    "Riskerna som inte är avslutade. Sannolikhet och konsekvens är tal från 1 (liten) till 5 (stor).",
    (
        _WORK,
        Column("Risk", "Det som kan hända.", "Teamet får inte ihop bemanningen", needed=True, width=50),
        Column("Sannolikhet", "Ett tal från 1 till 5.", "3", needed=True, width=12),
        Column("Konsekvens", "Ett tal från 1 till 5.", "4", needed=True, width=12),
        Column("Åtgärd", "Det ni gör åt det.", "Vi lånar personal från två enheter", width=44),
        Column("Ägare", "Den som bevakar risken.", "Anna Exempel", width=28),
    ),
)
DEVIATIONS = Sheet(
    "Avvikelser",
    "Det som har avvikit från planen.",
    (
        _WORK,
        Column("Datum", "Dagen då det hände eller upptäcktes.", "2026-05-04", needed=True, width=14),
        Column("Avvikelse", "Det som inte blev enligt plan.", "Starten blev två veckor sen", needed=True, width=50),
        Column("Orsak", "Varför det blev så.", "Rekryteringen drog ut på tiden", width=40),
        Column("Åtgärd", "Det ni gör åt det.", "Vi lånar personal under maj", width=40),
        _DONE,
    ),
)
DECISIONS = Sheet(
    "Beslut",
    "Beslut som saknas, har fattats eller har avslagits, och vad det får till följd.",
    (
        Column("Beslut", "Det som beslutas.", "Beslut om lokal för teamet", needed=True, width=60),
        Column(
            "Status", "Hur det är med beslutet.", "saknas", needed=True, choices=chosen(DECISION_STATES), width=12
        ),
        Column("När", f"När det fattades, eller behövs. {WHEN}", "oktober 2026", width=16),
        Column("Instans", "Den som beslutar.", "Länsledningen", width=28),
        _WORK,
        Column("Konsekvens", "Det som beslutet för med sig, eller vad som händer utan det.", "", width=60),
    ),
)
DEPENDENCIES = Sheet(
    "Beroenden",
    "Det som ett arbete beror på: ett annat arbete, eller ett uppdrag utanför programmet.",
    (
        _OWN_WORK,
        Column(
            "Beror på", "Ett annat arbetes namn, eller ett uppdrag.", "Nytt journalsystem", needed=True, width=44
        ),
        Column("Hur", "På vilket sätt.", "Teamet behöver läsa varandras anteckningar", width=60),
    ),
)
CROSSINGS = Sheet(
    "Gränsöverskridanden",
    "Det som går över gränsen mellan två parter, och vad det kostar.",
    (
        _WORK,
        Column("Vad", "Det som går över gränsen.", "Sköterska från regionen i hemtjänsten", needed=True, width=50),
        Column("Från part", "Parten som ger.", "Regionen", needed=True, from_sheet="Parter", width=28),
        Column("Till part", "Parten som får.", "Exempelstad", needed=True, from_sheet="Parter", width=28),
        Column("Kostnad", _KRONOR, "120000", width=14),
    ),
)
BUDGET = Sheet(
    "Budget",
    "Budgetens rader, år för år. En rad med Överordnad är en del av den raden (varav) och räknas inte en gång "
    "till. Summan räknas ut. En rad som heter Summa eller Totalt räknas inte, utan jämförs med den.",
    (
        _YEAR,
        Column("Rad", f"Det raden heter, {SHORT_ENOUGH}.", "Lärseminarier", needed=True, width=40),
        Column("Överordnad", "Raden samma år som den här är en del av.", "", width=30),
        Column("Budget", _KRONOR, "300000", width=14),
        Column("Utfall", _KRONOR, "120000", width=14),
        Column("Prognos", _KRONOR, "290000", width=14),
        Column("Betalas av", "Parten eller någon annan som betalar.", "Regionen", width=24),
        _NOTE,
    ),
)
RESOURCES = Sheet(
    "Resurser",
    "Programmets roller, år för år. Omfattning är procent av en heltid, alla i rollen tillsammans: 100 är en "
    "heltid. En rad som heter Summa eller Totalt räknas inte, utan jämförs med summan.",
    (
        _YEAR,
        Column("Roll", f"Det rollen heter, {SHORT_ENOUGH}.", "Processledare", needed=True, width=40),
        Column("Antal", "Hur många tjänster, de vakanta också.", "2", width=10),
        Column("Omfattning", "Procent av en heltid: 150 är en och en halv.", "150", width=13),
        Column("Vakanser", "Hur många av tjänsterna som ingen har.", "1", width=11),
        _NOTE,
    ),
)
MEASURES = Sheet(
    "Mått",
    "Det som mäts, från ett av fyra perspektiv eller för ett arbete. Värdena står i Mätvärden.",
    (
        Column("Perspektiv", "Vems sida det mäts från.", "invånare", choices=chosen(PERSPECTIVES), width=14),
        Column("Mått", f"Det som mäts, {SHORT_ENOUGH}.", "Väntetid till team", needed=True, width=50),
        _WORK,
        Column("Enhet", "Till exempel %, dagar eller antal.", "dagar", width=12),
        Column("Nollmätning", "Värdet innan ni började.", "12,5", width=13),
        Column("Mål", "Värdet som ni vill nå.", "5", width=10),
        Column("Ägare", "Den som ser till att det mäts.", "Anna Exempel", width=28),
    ),
)
OBSERVATIONS = Sheet(
    "Mätvärden",
    "Värdena, ett på varje rad. Heter flera mått likadant skrivs arbetet efter: Väntetid (Hemgång).",
    (
        Column("Mått", "Måttets namn.", "Väntetid till team", needed=True, width=50),
        Column("Datum", "Dagen eller perioden som värdet gäller.", "juni 2026", needed=True, width=16),
        Column("Värde", "Talet.", "9,5", needed=True, width=12),
    ),
)
TRENDS = Sheet(
    "Trender",
    "Meningar om utvecklingen under en period.",
    (
        Column("Period", WHEN, "VT 2026", needed=True, width=16),
        Column("Trend", "En eller några meningar.", "Fler arbeten blir vardag.", needed=True, width=90),
    ),
)
BENEFITS = Sheet(
    "Nyttor",
    "Effekterna som arbetena ska ge, och hur det gick med dem, även efter arbetets slut.",
    (
        _WORK,
        Column("Effekt", "Det som ska bli bättre.", "Fler får stöd tidigt", needed=True, width=50),
        Column("Ansvarig", "Den som ser till att effekten hämtas hem.", "Anna Exempel", width=28),
        Column("Nyttoobjekt", "Nummer eller text från Etiketter.", "2", width=16),
        Column("Uppföljning", f"När effekten följs upp. {WHEN}", "HT 2028", width=16),
        Column("Utfall", "Hur det gick.", "Väntetiden är halverad", width=50),
        replace(_DONE, hint="Dagen då effekten var hemtagen. Tomt betyder att den inte är det."),
    ),
)

ENTRY_SHEETS = (
    MILESTONES, RISKS, DEVIATIONS, DECISIONS, DEPENDENCIES, CROSSINGS, BUDGET, RESOURCES, MEASURES, OBSERVATIONS,
    TRENDS, BENEFITS,
)  # fmt: skip
"""In the order in which they stand."""
