"""One matter, many bodies: what a Vorlage that follows another one, or joins a project, does not hold itself.

From the other Vorlage come Betreff, the texts marked for all, and public Anlagen; its Beschlussvorschlag never does: the
matter carries a second wording for municipalities. From a project come amounts, texts and the proposal to take part.
Adopting a strategy commits nobody to a project, so the finance block of a Vorlage that follows another one says no.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from generator import wording
from generator.geld import summe
from generator.model import (
    Bestand,
    Beteiligung,
    Finanzen,
    Foerderung,
    Folgekosten,
    Jahre,
    Koerperschaft,
    Meilenstein,
    Position,
    Projekt,
    Schreibweise,
    Station,
    Verschluss,
    Vorlage,
    resolve,
)

GESONDERT = "Über die Teilnahme an einzelnen Projekten und deren Finanzierung wird jeweils gesondert entschieden."
UMSATZSTEUER = {
    "enthalten": "Die Beträge enthalten die Umsatzsteuer.",
    "kommt_hinzu": "Zu den Beträgen kommt Umsatzsteuer hinzu (§ 2b UStG).",
    "nicht_steuerbar": "Die Leistung ist nach § 2b UStG nicht steuerbar.",
    "ungeklaert": "Ob die Leistung zwischen Kreis und Kommunen nach § 2b UStG umsatzsteuerpflichtig wird, ist noch nicht geklärt.",
}
_MERGED = frozenset({"erlaeuterungen", "finanzen"})
"""What is made of both, the Vorlage's own and what it takes over."""
_OHNE_KOSTEN = Finanzen().model_copy(update={"auswirkungen": False, "zusatz": GESONDERT})
_AUFTRAG = {
    "erstattung": "Die Verwaltung wird beauftragt, mit dem {kreis} eine öffentlich-rechtliche Vereinbarung über die Erstattung des Eigenanteils zu schließen.",
    "eigene_beschaffung": "Die Verwaltung wird beauftragt, die Beschaffung mit dem {kreis} abzustimmen und durchzuführen.",
    "an_dritte": "Die Verwaltung wird beauftragt, die Zahlung des Eigenanteils mit dem Träger des Projekts zu vereinbaren.",
    "kreisumlage": "Die Verwaltung wird beauftragt, das Projekt gemeinsam mit dem {kreis} umzusetzen.",
    "offen": "Die Verwaltung wird beauftragt, mit dem {kreis} zu vereinbaren, wie der Eigenanteil gezahlt wird.",
}
_BETRIEB = "Betrieb und Pflege"
_SCHLUESSEL = {"einwohner": "nach Einwohnern", "gleich": "zu gleichen Teilen", "nutzung": "nach der Nutzung"}
_FOERDERUNG = {"geplant": "ist geplant", "beantragt": "ist beantragt", "bewilligt": "ist bewilligt", "abgelehnt": "wurde abgelehnt"}


def complete(bestand: Bestand) -> Bestand:
    """The world with each Vorlage as a paper needs it; still under its seals."""
    vorlagen = {key: _complete(bestand, key, vorlage) for key, vorlage in bestand.vorlagen.items()}
    return replace(bestand, vorlagen=MappingProxyType(vorlagen))


def is_help(owner: Koerperschaft, vorlage: Vorlage) -> bool:
    """Whether a Vorlage is but a Formulierungshilfe of the Kreis: the body does not issue it itself yet."""
    return owner.art != "kreis" and bool(vorlage.zu or vorlage.projekt) and not owner.formular.eigen


def _complete(bestand: Bestand, key: str, vorlage: Vorlage) -> Vorlage:
    body = key.split("/", maxsplit=1)[0]
    owner = bestand.koerperschaften.get(body)
    original = bestand.vorlagen.get(vorlage.zu) if vorlage.zu else None
    projekt = bestand.projekte.get(vorlage.projekt) if vorlage.projekt else None
    formular = bestand.formulare.get(owner.formular.name) if owner else None
    if owner is None or formular is None or (original is None and projekt is None):
        return vorlage
    found: dict[str, Any] = {}
    if original and vorlage.zu:
        found = _from_original(bestand, vorlage.zu, original, vorlage)
    elif projekt and vorlage.projekt and (teil := projekt.beteiligung.get(body)):
        found = dict(_Teilnahme(bestand, owner, formular.schreibweise, vorlage.projekt, projekt, teil, vorlage).angaben())
    update = {name: value for name, value in found.items() if name in _MERGED or not getattr(vorlage, name)}
    if is_help(owner, vorlage):
        anlagen = tuple(anlage.model_copy(update={"zugang": "intern"}) for anlage in update.get("anlagen", vorlage.anlagen))
        update |= {"zugang": "intern", "nummer": None, "anlagen": anlagen}
    return vorlage.model_copy(update=update)


def _from_original(bestand: Bestand, key: str, original: Vorlage, vorlage: Vorlage) -> dict[str, Any]:
    said = beschlusslage(bestand, key, original, vorlage.datum or bestand.region.stichtage[-1])
    return {
        "betreff": original.betreff,
        "beschlussvorschlag": original.beschlussvorschlag_kommunen,
        "erlaeuterungen_alle": original.erlaeuterungen_alle,
        "erlaeuterungen": _with(vorlage.erlaeuterungen, said),
        "anlagen": tuple(anlage.model_copy(update={"datei": None}) for anlage in original.anlagen if anlage.zugang == "oeffentlich"),
        "finanzen": vorlage.finanzen if vorlage.finanzen.auswirkungen is not None else _OHNE_KOSTEN,
    }


def _with(own: Any, said: str) -> Any:
    """The own words, perhaps under seal, and a sentence after them."""
    if isinstance(own, Verschluss):
        return replace(own, wert=_with(own.wert, said))
    return f"{own}\n\n{said}" if own else said


def beschlusslage(bestand: Bestand, key: str, original: Vorlage, am: date) -> str:
    """What is known on a day of the decision that another body takes: berät am, hat am … beschlossen, Vorlage im Entwurf."""
    home = key.split("/", maxsplit=1)[0]
    body = bestand.koerperschaften.get(home)
    stop = next((stop for stop in original.beratungsfolge if stop.rolle == "entscheidung"), None)
    gremium, day = _sitzung(bestand, home, stop)
    owner = wording.genitiv(body) if body else ""
    paper = f"Vorlage {original.nummer} {owner}".strip() if original.nummer else f"die Vorlage {owner} liegt im Entwurf vor"
    result = stop.ergebnis if stop else None
    if day and day <= am:
        came = wording.beschlossen(result.kategorie) if result else "beraten; das Ergebnis liegt noch nicht vor"
        return f"{gremium} hat am {wording.datum(day)} in gleicher Angelegenheit {came} ({paper})."
    when = f"am {wording.datum(day)}" if day else "in einer Sitzung, deren Termin noch folgt,"
    return f"{gremium} berät {when} in gleicher Angelegenheit ({paper})."


def _sitzung(bestand: Bestand, home: str, stop: Station | None) -> tuple[str, date | None]:
    """Name with article and day of the stop that decides."""
    sitzung = bestand.sitzungen.get(resolve(home, stop.sitzung)) if stop and stop.sitzung else None
    key = sitzung.gremium if sitzung else (stop.gremium if stop else None)
    gremium = bestand.gremien.get(resolve(home, key)) if key else None
    return f"Der {gremium.name}" if gremium else "Das zuständige Gremium", sitzung.termin if sitzung else (stop.voraussichtlich if stop else None)


class _Teilnahme:
    """What a Vorlage says by which a municipality joins a project, all from the project's data."""

    def __init__(self, bestand: Bestand, owner: Koerperschaft, art: Schreibweise, key: str, projekt: Projekt, teil: Beteiligung, vorlage: Vorlage) -> None:
        self.owner, self.art, self.projekt, self.teil, self.vorlage = owner, art, projekt, teil, vorlage
        self.name = f"{key.upper()} „{projekt.titel}“"
        self.kreis = wording.mit_art(bestand.kreis) if bestand.kreis else "Kreis"
        shares: Any = teil.anteile  # perhaps under seal: the types speak of the opened world
        self.siegel = shares if isinstance(shares, Verschluss) else None
        self.am = vorlage.datum or bestand.region.stichtage[-1]
        self.anteile: Jahre = self.siegel.wert if self.siegel else shares

    def angaben(self) -> Iterator[tuple[str, Any]]:
        """Field by field."""
        yield "betreff", f"Teilnahme {wording.genitiv(self.owner)} am Projekt {self.name}"
        yield "beschlussvorschlag", tuple(self._vorschlag())
        yield "erlaeuterungen_alle", "\n\n".join(self._erlaeuterungen())
        yield "finanzen", self._finanzen()

    def _vorschlag(self) -> Iterator[Any]:
        yield f"Die {wording.mit_art(self.owner)} beteiligt sich am Projekt {self.name} der Smart Region-Strategie."
        if self.anteile:
            years = wording.aufzaehlung([f"{year}: {self._geld(amount)}" for year, amount in self.anteile.items()])
            reserve = f" Die Beträge ab {min(self._offen)} stehen unter dem Vorbehalt der jeweiligen Haushaltssatzung." if self._offen else ""
            total = self._geld(summe(self.anteile.values()))
            own = f"Der Eigenanteil von insgesamt {total} brutto ({years}) wird bereitgestellt.{reserve}"
            yield Verschluss(own, self.siegel.oeffentlich_ab) if self.siegel else own
        yield _AUFTRAG[self.teil.zahlungsweg].format(kreis=self.kreis)

    @property
    def _offen(self) -> list[int]:
        """The years whose budget is not decided."""
        until = self.owner.haushalt_beschlossen_bis
        return [year for year in self.anteile if until is not None and year > until]

    def _erlaeuterungen(self) -> Iterator[str]:
        projekt = self.projekt
        yield " ".join(filter(None, (projekt.kurz, projekt.ziel)))
        yield "### Kosten und Finanzierung"
        shared = f"Die Eigenanteile der beteiligten Kommunen werden {_SCHLUESSEL[projekt.schluessel]} verteilt. " if projekt.schluessel else ""
        yield f"{shared}{self._foerderung()}{UMSATZSTEUER[projekt.umsatzsteuer]}"
        stones = [(self._expected(stone), stone.titel) for stone in projekt.meilensteine if stone.ist is None or stone.ist > self.am]
        if stones:
            yield "### Zeitplan"
            yield "\n".join(f"- {titel}: {wording.datum(day)}" for day, titel in stones)

    def _foerderung(self) -> str:
        found = self._funding()
        if found is None:
            return "Eine Förderung gibt es nicht. "
        rate = f" von {wording.zahl(found.quote_prozent)} % der zuwendungsfähigen Ausgaben" if found.quote_prozent else ""
        program = f" ({found.programm})" if found.programm else ""
        bearer = {"eigene_beschaffung": "", "an_dritte": "Träger des Projekts"}.get(self.teil.zahlungsweg, self.kreis)
        whose = f"Sie fließt dem {bearer} zu; der" if bearer else "Der"
        paid = "" if found.stand == "abgelehnt" else f" {whose} Eigenanteil ist bereits um sie gemindert."
        return f"Eine Förderung{rate}{program} {_FOERDERUNG[found.stand]}.{paid} "

    def _expected(self, stone: Meilenstein) -> date:
        """When a milestone was expected on the day of the Vorlage."""
        known = [forecast.termin for forecast in stone.prognosen if forecast.am <= self.am]
        return known[-1] if known else stone.soll

    def _funding(self) -> Foerderung | None:
        """The funding as it stood on the day of the Vorlage; its amount is that of the whole project."""
        found = self.projekt.foerderung
        if found is None:
            return None
        steps = [step.stand for step in found.verlauf if step.am <= self.am]
        stand = steps[-1] if steps else ("geplant" if found.verlauf else found.stand)
        return found.model_copy(update={"stand": stand, "betrag": None, "verlauf": (), "fristen": ()})

    def _finanzen(self) -> Finanzen:
        own = self.vorlage.finanzen
        if not self.anteile or own.positionen:
            return own if own.auswirkungen is not None else own.model_copy(update={"auswirkungen": bool(own.positionen)})
        each = own.je_jahr or Position(plan="investition" if self.teil.art == "investition" else "ergebnisplan")
        positions = tuple(each.model_copy(update={"jahr": year, "veranschlagt": self._sealed(amount)}) for year, amount in self.anteile.items())
        later = own.folgekosten or tuple(self._folgekosten())
        return own.model_copy(update={"auswirkungen": True, "positionen": positions, "folgekosten": later, "foerderung": own.foerderung or self._funding()})

    def _folgekosten(self) -> Iterator[Folgekosten]:
        later: Any = self.teil.laufend_jaehrlich
        if isinstance(later, Verschluss):
            yield Folgekosten.model_construct(ab=later.wert.ab, art=_BETRIEB, betrag=Verschluss(later.wert.betrag, later.oeffentlich_ab))
        elif later:
            yield Folgekosten.model_construct(ab=later.ab, art=_BETRIEB, betrag=later.betrag)

    def _sealed(self, amount: Decimal) -> Any:
        return Verschluss(amount, self.siegel.oeffentlich_ab) if self.siegel else amount

    def _geld(self, amount: Decimal) -> str:
        return wording.geld(amount, self.art)
