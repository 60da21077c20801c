"""What a Vorlage has to do with others: the one it follows, replaces, completes or confirms, a project it joins; and what came of it.

Neufassung and Ergänzung name the original and what is different. A Genehmigung names the Eil- or Dringlichkeitsentscheidung
that the next Sitzung has to confirm (§ 60 Abs. 1 GO, § 50 Abs. 3 KrO NRW).
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import markup
from generator.model import Bestand, Ergebnis, Vorlage, vorlage_id
from generator.problems import nearest
from generator.rules import Befund
from generator.rules.luecken import is_draft

_DECIDED = frozenset({"ungeaendert_beschlossen", "geaendert_beschlossen", "einstimmig_beschlossen", "mehrheitlich_beschlossen"})
_URGENT = frozenset({"eilentscheidung", "dringlichkeitsentscheidung"})


def pruefen(bestand: Bestand) -> Iterator[Befund]:
    """Findings in what Vorlagen say of other Vorlagen, of projects and of results."""
    for key, vorlage in bestand.papiere.items():
        yield from _art(bestand, key, vorlage)
        yield from _betreff(bestand, key, vorlage)
        yield from _takes_over(bestand, key, vorlage)
        yield from _versions(bestand, key, vorlage)
        yield from _wirkungen(key, vorlage)
        for i, stop in enumerate(vorlage.beratungsfolge):
            if stop.ergebnis:
                yield from _result(key, i, stop.ergebnis)


def waits(bestand: Bestand, key: str, vorlage: Vorlage) -> bool:
    """Whether a Vorlage lacks what it takes over only because another file is broken: that one is complained of."""
    if not (vorlage.zu or vorlage.projekt):
        return False
    body = key.split("/", maxsplit=1)[0]
    owner = bestand.koerperschaften.get(body)
    if owner is None or owner.formular.name not in bestand.formulare:
        return True
    return bool({vorlage.zu, f"projekte/{vorlage.projekt}"} & bestand.fehlerhaft)


def _art(bestand: Bestand, key: str, vorlage: Vorlage) -> Iterator[Befund]:
    owner = bestand.koerperschaften.get(key.split("/", maxsplit=1)[0])
    formular = bestand.formulare.get(owner.formular.name) if owner else None
    if owner and formular and vorlage.vorlagenart not in formular.arten:
        needed = f"»vorlagenart« ist {vorlage.vorlagenart}; dafür nennt formulare/{owner.formular.name}.yaml unter »arten« kein Wort, die Titelzeile braucht es"
        yield Befund(key, ("vorlagenart",), needed)


def _betreff(bestand: Bestand, key: str, vorlage: Vorlage) -> Iterator[Befund]:
    source = vorlage.zu or (f"projekte/{vorlage.projekt}" if vorlage.projekt else "")
    if not vorlage.betreff and source not in bestand.fehlerhaft:
        yield Befund(key, (), "»betreff« fehlt: Betreff")


def _takes_over(bestand: Bestand, key: str, vorlage: Vorlage) -> Iterator[Befund]:
    body = key.split("/", maxsplit=1)[0]
    if vorlage.zu and vorlage.projekt:
        yield Befund(key, ("projekt",), "»zu« und »projekt« schließen einander aus: Der Beitritt zu einem Projekt ist eine eigene Vorlage")
    if vorlage.zu and vorlage.zu not in bestand.fehlerhaft:
        original = bestand.vorlagen.get(vorlage.zu)
        if original is None:
            yield Befund(key, ("zu",), f"»zu« nennt »{vorlage.zu}«, eine Vorlage, die es nicht gibt{nearest(vorlage.zu, bestand.vorlagen)}")
        elif vorlage.zu == key or original.zu or original.projekt:
            yield Befund(key, ("zu",), "»zu« erwartet die Vorlage, mit der die Angelegenheit beginnt, keine, die selbst einer anderen folgt")
        elif not vorlage.beschlussvorschlag:
            missing = f"»beschlussvorschlag« fehlt: {vorlage.zu}.yaml hat keinen Wortlaut für die Kommunen; dort »beschlussvorschlag_kommunen« ergänzen"
            yield Befund(key, (), missing)
    if vorlage.projekt and f"projekte/{vorlage.projekt}" not in bestand.fehlerhaft:
        projekt = bestand.projekte.get(vorlage.projekt)
        if projekt is None:
            yield Befund(key, ("projekt",), f"»projekt« nennt »{vorlage.projekt}«, das es nicht gibt{nearest(vorlage.projekt, bestand.projekte)}")
        elif body not in projekt.beteiligung:
            yield Befund(key, ("projekt",), f"»projekt« nennt »{vorlage.projekt}«; dort steht unter »beteiligung« nichts zu {body}")
        else:
            yield from _shares(bestand, key, body, vorlage)
    if vorlage.erlaeuterungen_alle and not vorlage.zu and not vorlage.projekt and any(markup.pictures(markup.parse(vorlage.erlaeuterungen_alle))):
        alone = "»erlaeuterungen_alle« zeigt ein Bild; es läge nur neben dieser Vorlage: Bilder gehören in »erlaeuterungen«"
        yield Befund(key, ("erlaeuterungen_alle",), alone)


def _shares(bestand: Bestand, key: str, body: str, vorlage: Vorlage) -> Iterator[Befund]:
    """Each figure has one home: what the Vorlage puts in its budget is the share that the project asks for."""
    if not vorlage.projekt:
        return
    shares = bestand.projekte[vorlage.projekt].beteiligung[body].anteile
    planned: dict[int, object] = {}
    for position in vorlage.finanzen.positionen:
        if position.jahr and position.veranschlagt is not None:
            planned[position.jahr] = position.veranschlagt
    for i, position in enumerate(vorlage.finanzen.positionen):
        share = shares.get(position.jahr) if position.jahr else None
        if share is None or position.veranschlagt is None or len(planned) != len(vorlage.finanzen.positionen):
            continue
        if position.veranschlagt < share and not vorlage.finanzen.deckung:
            where = f"projekte/{vorlage.projekt}.yaml, »beteiligung/{body}/anteile/{position.jahr}«"
            less = f"»finanzen/positionen/{i + 1}/veranschlagt« ist niedriger als der Anteil in {where}; angleichen oder unter »finanzen/deckung« sagen, woraus der Rest kommt"
            yield Befund(key, ("finanzen", "positionen", i, "veranschlagt"), less)


def _versions(bestand: Bestand, key: str, vorlage: Vorlage) -> Iterator[Befund]:
    body = key.split("/", maxsplit=1)[0]
    named = [(name, bezug) for name in ("ersetzt", "ergaenzt", "genehmigt") if (bezug := getattr(vorlage, name))]
    for name, bezug in named:
        former = vorlage_id(body, bezug)
        if former == key:
            yield Befund(key, (name,), f"»{name}« nennt diese Vorlage selbst")
        elif former not in bestand.vorlagen and former not in bestand.fehlerhaft:
            known = [other.rsplit("/", 1)[-1] for other in bestand.vorlagen_von.get(body, {})]
            yield Befund(key, (name,), f"»{name}« nennt »{bezug}«, eine Vorlage, die es in {body}/vorlagen nicht gibt{nearest(bezug, known)}")
        elif name == "genehmigt" and former in bestand.vorlagen and bestand.vorlagen[former].vorlagenart not in _URGENT:
            yield Befund(key, (name,), "»genehmigt« erwartet eine Vorlage mit »vorlagenart: eilentscheidung« oder »dringlichkeitsentscheidung«")
    if len(named) > 1:
        yield Befund(key, (named[1][0],), f"»{named[0][0]}« und »{named[1][0]}« schließen einander aus")
    if (vorlage.ersetzt or vorlage.ergaenzt) and not vorlage.aenderung and not is_draft(vorlage):
        yield Befund(key, (named[0][0],), "»aenderung« fehlt: Was gegenüber der ersten Vorlage anders ist, muss eine Neufassung oder Ergänzung sagen")
    if vorlage.vorlagenart == "genehmigung" and not vorlage.genehmigt:
        yield Befund(key, ("vorlagenart",), "»genehmigt« fehlt: Kennung der Eil- oder Dringlichkeitsentscheidung, die genehmigt werden soll")


def _wirkungen(key: str, vorlage: Vorlage) -> Iterator[Befund]:
    for name in type(vorlage.wirkungen).model_fields:
        found = getattr(vorlage.wirkungen, name)
        if found and found.betroffen != "nein" and not found.text and not is_draft(vorlage):
            yield Befund(key, ("wirkungen", name), f"»wirkungen/{name}/text« fehlt: eine Begründung, weil die Antwort »{found.betroffen}« ist")


def _result(key: str, i: int, found: Ergebnis) -> Iterator[Befund]:
    """The category is a fact of the Niederschrift; votes that do not fit are unusual, not wrong (Stimmengleichheit = abgelehnt, § 35 Abs. 1 KrO)."""
    here, name = ("beratungsfolge", i, "ergebnis"), f"beratungsfolge/{i + 1}/ergebnis"
    answer = 'wenn die Niederschrift das so sagt, unter »begruendet« beantworten: ergebnis-widerspruch: "…"'
    if found.kategorie in _DECIDED and found.ja is not None and found.nein is not None and found.ja <= found.nein:
        yield Befund(key, here, f"»{name}« sagt beschlossen, zählt aber {found.ja} Ja und {found.nein} Nein; {answer}", "ergebnis-widerspruch")
    elif found.kategorie == "einstimmig_beschlossen" and found.nein:
        yield Befund(key, here, f"»{name}« sagt einstimmig, zählt aber {found.nein} Nein; {answer}", "ergebnis-widerspruch")
    elif found.kategorie == "abgelehnt" and found.ja is not None and found.nein is not None and found.ja > found.nein:
        yield Befund(key, here, f"»{name}« sagt abgelehnt, zählt aber {found.ja} Ja und {found.nein} Nein; {answer}", "ergebnis-widerspruch")
    if found.kategorie == "geaendert_beschlossen" and not found.wortlaut:
        yield Befund(key, here, f"»{name}/wortlaut« fehlt: der geänderte Wortlaut; {answer}", "ergebnis-widerspruch")
