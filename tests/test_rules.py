"""What must hold between things: a change in the example world → the exact findings."""

from __future__ import annotations

import shutil

import pytest
from conftest import ROOT, findings

from generator.rules import HINWEISE

RADWEG = "gruenfliess/vorlagen/radweg.yaml"
LANG = "gruenfliess/vorlagen/langer-titel.yaml"
VERGABE = "gruenfliess/vorlagen/vergabe.yaml"
APP = "projekte/mu-01.yaml"
WERKSTATT = "projekte/bg-01.yaml"
LADEN = "projekte/bg-02.yaml"
TEXTE = "gruenfliess/vorlagen/auszeichnung.yaml"
KREIS = "gruenfliess/koerperschaft.yaml"
STADT = "oessling/koerperschaft.yaml"
GEMEINDE = "suessau/koerperschaft.yaml"
SITZUNGEN = "gruenfliess/sitzungen.yaml"
GREMIEN = "gruenfliess/gremien.yaml"
FORMULAR = "formulare/gruenfliess.yaml"

REFERENCES = {
    "an unknown Sitzung": (
        {RADWEG: (("sitzung: ka-2025-1", "sitzung: ka-2025-7"),)},
        [f"{RADWEG}:11: Fehler: »beratungsfolge/2/sitzung« nennt »ka-2025-7«, die es in gruenfliess/sitzungen.yaml nicht gibt; gemeint »ka-2025-1«?"],
    ),
    "an unknown body of a Sitzung": (
        {RADWEG: (("sitzung: ka-2025-1", "sitzung: gruenflies/ka-2025-1"),)},
        [f"{RADWEG}:11: Fehler: »beratungsfolge/2/sitzung« nennt die Körperschaft »gruenflies«, die es nicht gibt; gemeint »gruenfliess«?"],
    ),
    "an unknown Gremium of a stop": (
        {LANG: (("gremium: umwelt", "gremium: umwelten"),)},
        [f"{LANG}:11: Fehler: »beratungsfolge/1/gremium« nennt »umwelten«, das es in gruenfliess/gremien.yaml nicht gibt; gemeint »umwelt«?"],
    ),
    "an unknown Gremium of a Sitzung": (
        {"oessling/sitzungen.yaml": (("hfa-2025-1: {gremium: hfa", "hfa-2025-1: {gremium: ha"),)},
        ["oessling/sitzungen.yaml:1: Fehler: »hfa-2025-1/gremium« nennt »ha«, das es in oessling/gremien.yaml nicht gibt; gemeint »hfa«?"],
    ),
    "an unknown office": (
        {RADWEG: (("federfuehrung: planung", "federfuehrung: plannung"),)},
        [f"{RADWEG}:7: Fehler: »federfuehrung« nennt »plannung«, das in gruenfliess nicht unter »aemter« steht; gemeint »planung«?"],
    ),
    "an unknown body of an office": (
        {RADWEG: (("federfuehrung: planung", "federfuehrung: gruenflies/planung"),)},
        [f"{RADWEG}:7: Fehler: »federfuehrung« nennt die Körperschaft »gruenflies«, die es nicht gibt; gemeint »gruenfliess«?"],
    ),
    "an unknown person": (
        {RADWEG: (("rolle: vorberatung, berichterstattung: planung", "rolle: vorberatung, berichterstattung: muesig"),)},
        [
            f"{RADWEG}:10: Fehler: »beratungsfolge/1/berichterstattung« nennt »muesig«, das in gruenfliess nicht unter »personen« steht; möglich: koordination, muster, planung"
        ],
    ),
    "an unknown office of a person": (
        {STADT: (("funktion: Digitalbeauftragte, amt: digital", "funktion: Digitalbeauftragte, amt: digitales"),)},
        [f"{STADT}:10: Fehler: »personen/digital/amt« nennt »digitales«, das nicht unter »aemter« steht; gemeint »digital«?"],
    ),
    "an unknown form": (
        {STADT: (("formular: oessling", "formular: osling"),)},
        [f"{STADT}:5: Fehler: »formular« nennt »osling«, das es in formulare/ nicht gibt; gemeint »oessling«?"],
    ),
    "an unknown Handlungsfeld": (
        {APP: (("handlungsfeld: MU", "handlungsfeld: UM"),)},
        [f"{APP}:4: Fehler: »handlungsfeld« nennt »UM«, das in region.yaml nicht steht; möglich: BG, MU"],
    ),
    "an unknown participant": (
        {LADEN: (("suessau: {bindung", "sussau: {bindung"),)},
        [f"{LADEN}:7: Fehler: »beteiligung« nennt »sussau«, die es als Körperschaft nicht gibt; gemeint »suessau«?"],
    ),
    "an unknown Gremium of a decision": (
        {APP: (("beschluss: {gremium: rat", "beschluss: {gremium: stadtrat"),)},
        [f"{APP}:26: Fehler: »beteiligung/oessling/beschluss/gremium« nennt »stadtrat«, das es in oessling/gremien.yaml nicht gibt; möglich: hfa, rat"],
    ),
    "an unknown Gremium of a strategy decision": (
        {STADT: (("strategiebeschluss: {gremium: rat", "strategiebeschluss: {gremium: rad"),)},
        [f"{STADT}:11: Fehler: »strategiebeschluss/gremium« nennt »rad«, das es in oessling/gremien.yaml nicht gibt; gemeint »rat«?"],
    ),
    "an unknown body that bears the rest": (
        {APP: (("rest: gruenfliess", "rest: grunfliess"),)},
        [f"{APP}:22: Fehler: »rest« nennt »grunfliess«, die es als Körperschaft nicht gibt; gemeint »gruenfliess«?"],
    ),
    "a project's office without its body": (
        {LADEN: (("federfuehrung: oessling/digital", "federfuehrung: digital"),)},
        [f"{LADEN}:5: Fehler: »federfuehrung« erwartet Körperschaft und Amt wie kreis-warendorf/planung, steht aber »digital«"],
    ),
    "a project's unknown office": (
        {LADEN: (("federfuehrung: oessling/digital", "federfuehrung: oessling/digitales"),)},
        [f"{LADEN}:5: Fehler: »federfuehrung« nennt »digitales«, das in oessling nicht unter »aemter« steht; gemeint »digital«?"],
    ),
    "a project's unknown body": (
        {LADEN: (("federfuehrung: oessling/digital", "federfuehrung: osling/digital"),)},
        [f"{LADEN}:5: Fehler: »federfuehrung« nennt die Körperschaft »osling«, die es nicht gibt; gemeint »oessling«?"],
    ),
    "an unknown Vorlage of the strategy": (
        {"region.yaml": (("strategie: gruenfliess/vorlagen/radweg", "strategie: gruenfliess/vorlagen/radwege"),)},
        ["region.yaml:5: Fehler: »strategie« nennt die Vorlage »gruenfliess/vorlagen/radwege«, die es nicht gibt; gemeint »gruenfliess/vorlagen/radweg«?"],
    ),
    "an unknown coordination": (
        {"region.yaml": (("koordination: gruenfliess/koordination", "koordination: gruenfliess/koordinator"),)},
        ["region.yaml:6: Fehler: »koordination« nennt »koordinator«, das in gruenfliess nicht unter »personen« steht; gemeint »koordination«?"],
    ),
    "an unknown body of the coordination": (
        {"region.yaml": (("koordination: gruenfliess/koordination", "koordination: gruenflies/koordination"),)},
        ["region.yaml:6: Fehler: »koordination« nennt die Körperschaft »gruenflies«, die es nicht gibt; gemeint »gruenfliess«?"],
    ),
    "a file that is not there": (
        {RADWEG: (("datei: karte.png", "datei: karte.pdf"),)},
        [f"{RADWEG}:36: Fehler: »anlagen/1/datei« nennt »karte.pdf«, das es in vorlagen/ nicht gibt; gemeint »karte.png«?"],
    ),
    "a file outside the folder": (
        {RADWEG: (("datei: karte.png", "datei: ../koerperschaft.yaml"),)},
        [
            f"{RADWEG}:36: Fehler: »anlagen/1/datei« nennt »../koerperschaft.yaml«, das außerhalb des Ordners der Vorlage läge; erwartet einen Dateinamen neben der Vorlage"
        ],
    ),
    "a picture that is not there": (
        {TEXTE: (("(karte.png ", "(kartte.png "),)},
        [f"{TEXTE}:41: Fehler: »erlaeuterungen« nennt das Bild »kartte.png«, das es in vorlagen/ nicht gibt; gemeint »karte.png«?"],
    ),
    "a picture of another kind": (
        {TEXTE: (("(karte.png ", "(radweg.yaml "),)},
        [f"{TEXTE}:41: Fehler: »erlaeuterungen« nennt das Bild »radweg.yaml«, das keine PNG- oder JPEG-Datei ist"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), REFERENCES.values(), ids=REFERENCES)
def test_what_is_named_must_be_there(world, changes, expected):
    assert findings(world(changes)) == expected


TWICE = {
    "a Nummer": (
        {TEXTE: (("nummer: 008/2025", "nummer: 007/2025"),)},
        [f"{RADWEG}:5: Fehler: »nummer« 007/2025 ist schon vergeben an gruenfliess/vorlagen/auszeichnung.yaml; jede Nummer gilt einmal"],
    ),
    "an AGS": (
        {GEMEINDE: (("05999008", "05999004"),)},
        [f"{GEMEINDE}:4: Fehler: »ags« 05999004 gehört schon zu oessling; jede Körperschaft hat ihren eigenen Schlüssel"],
    ),
    "a kuerzel": (
        {GEMEINDE: (("kuerzel: SÜA", "kuerzel: OES"),)},
        [f"{GEMEINDE}:3: Fehler: »kuerzel« OES gehört schon zu oessling; jede Körperschaft hat ihr eigenes"],
    ),
    "a milestone's id": (
        {APP: (("id: probe", "id: start"),)},
        [f"{APP}:39: Fehler: »meilensteine/2/id« start gibt es in diesem Projekt schon; jede Kennung steht einmal"],
    ),
    "a Sitzung in a Beratungsfolge": (
        {RADWEG: (("sitzung: ka-2025-1", "sitzung: umwelt-2025-1"),)},
        [
            f"{RADWEG}:11: Fehler: »beratungsfolge/2/sitzung« nennt »umwelt-2025-1« zum zweiten Mal; jede Sitzung berät einmal",
            f'{RADWEG}:12: Hinweis: Der Kreistag entscheidet ohne vorherige Beratung im Kreisausschuss (§ 50 Abs. 1 KrO NRW); wenn das so gewollt ist, unter »begruendet« beantworten: ohne-kreisausschuss: "Wahl"',
        ],
    ),
    "a block of a form": (
        {FORMULAR: (("block: beratungsfolge", "block: betreff"),)},
        [f"{FORMULAR}:16: Fehler: »bloecke« nennt »betreff« zum zweiten Mal; jeder Block steht einmal im Formular"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), TWICE.values(), ids=TWICE)
def test_what_is_unique_is_not_there_twice(world, changes, expected):
    assert findings(world(changes)) == expected


BERATUNGSFOLGE = {
    "falling dates": (
        {
            RADWEG: (
                (
                    "  - {sitzung: umwelt-2025-1, rolle: vorberatung, berichterstattung: planung}\n  - {sitzung: ka-2025-1, rolle: vorberatung, berichterstattung: muster}\n",
                    "  - {sitzung: ka-2025-1, rolle: vorberatung, berichterstattung: muster}\n  - {sitzung: umwelt-2025-1, rolle: vorberatung, berichterstattung: planung}\n",
                ),
            )
        },
        [
            f"{RADWEG}:11: Fehler: »beratungsfolge/2« tagt am 07.03.2025, also vor der Station davor (21.03.2025); die Stationen stehen in der Reihenfolge ihrer Termine"
        ],
    ),
    "a falling expected date": (
        {
            LANG: (
                (
                    "- {sitzung: kt-2025-2, rolle: entscheidung}",
                    "- {sitzung: kt-2025-2, rolle: entscheidung}\n  - {gremium: kt, voraussichtlich: 2025-12-01, rolle: kenntnisnahme}",
                ),
            )
        },
        [
            f'{LANG}:13: Hinweis: Nach der Entscheidung (Station 3) folgt noch eine Station; wenn das so gewollt ist, unter »begruendet« beantworten: nach-entscheidung: "…"',
            f"{LANG}:14: Fehler: »beratungsfolge/4« tagt am 01.12.2025, also vor der Station davor (05.12.2025); die Stationen stehen in der Reihenfolge ihrer Termine",
        ],
    ),
    "a Sitzung and an open date": (
        {LANG: (("{sitzung: kt-2025-2, rolle", "{sitzung: kt-2025-2, termin: offen, rolle"),)},
        [
            f"{LANG}:13: Fehler: »beratungsfolge/3« nennt eine Sitzung und zugleich einen offenen Termin; »gremium«, »termin« und »voraussichtlich« gehören weg, sobald die Sitzung feststeht"
        ],
    ),
    "an open and an expected date": (
        {LANG: (("termin: offen, rolle", "termin: offen, voraussichtlich: 2025-11-28, rolle"),)},
        [f"{LANG}:12: Fehler: »beratungsfolge/2« nennt »termin: offen« und zugleich »voraussichtlich«; eines von beiden streichen"],
    ),
    "two decisions": (
        {RADWEG: (("ka-2025-1, rolle: vorberatung", "ka-2025-1, rolle: entscheidung"),)},
        [f"{RADWEG}:12: Fehler: »beratungsfolge/3/rolle« ist die zweite »entscheidung«; genau ein Gremium entscheidet, die übrigen beraten vor"],
    ),
    "no decision": (
        {RADWEG: (("rolle: entscheidung", "rolle: vorberatung"),)},
        [f"{RADWEG}:9: Fehler: »beratungsfolge« hat keine Station mit »rolle: entscheidung«; genau ein Gremium entscheidet"],
    ),
    "an open date after the release": (
        {RADWEG: (("{sitzung: kt-2025-1, rolle", "{gremium: kt, termin: offen, rolle"),)},
        [
            f"{RADWEG}:12: Fehler: »beratungsfolge/3/sitzung« fehlt: Termin; ab »stand: freigegeben« ist die Vorlage vollständig; solange etwas offen ist, bleibt sie »stand: entwurf«"
        ],
    ),
    "a stop with neither": (
        {RADWEG: (("{sitzung: kt-2025-1, rolle", "{rolle"),)},
        [
            f"{RADWEG}:12: Fehler: »beratungsfolge/3/sitzung« fehlt: Termin; ab »stand: freigegeben« ist die Vorlage vollständig; solange etwas offen ist, bleibt sie »stand: entwurf«"
        ],
    ),
    "a Gremium that no longer exists": (
        {SITZUNGEN: (("umwelt-2025-1: {gremium: umwelt, termin: 2025-03-07", "umwelt-2025-1: {gremium: umwelt, termin: 2025-11-03"),)},
        [
            f"{SITZUNGEN}:4: Fehler: »umwelt-2025-1/termin« 03.11.2025: »Ausschuss für Umwelt, Mobilität & Straßen« besteht nur von 01.11.2020 bis 31.10.2025",
            f"{RADWEG}:11: Fehler: »beratungsfolge/2« tagt am 21.03.2025, also vor der Station davor (03.11.2025); die Stationen stehen in der Reihenfolge ihrer Termine",
        ],
    ),
    "a term that ends before it begins": (
        {GREMIEN: (("gueltig_bis: 31.10.2025", "gueltig_bis: 31.10.2019"),)},
        [f"{GREMIEN}:3: Fehler: »umwelt/gueltig_bis« 31.10.2019 liegt vor »gueltig_von« 01.11.2020"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BERATUNGSFOLGE.values(), ids=BERATUNGSFOLGE)
def test_the_stops_of_a_beratungsfolge_fit_together(world, changes, expected):
    assert findings(world(changes)) == expected


FINANCE = {
    "no, with figures": (
        {VERGABE: (("finanzen: {auswirkungen: nein}", "finanzen: {auswirkungen: nein, im_haushalt: ja}"),)},
        [f"{VERGABE}:10: Fehler: »finanzen/auswirkungen« ist nein, darunter stehen aber Angaben zum Haushalt; ja setzen oder die Angaben streichen"],
    ),
    "without an amount": (
        {RADWEG: ((", jahr: 2026, veranschlagt: 250000.50", ", jahr: 2026"),)},
        [
            f"{RADWEG}:25: Fehler: »finanzen/positionen/3/veranschlagt« fehlt: Betrag a); ab »stand: freigegeben« ist die Vorlage vollständig; solange etwas offen ist, bleibt sie »stand: entwurf«"
        ],
    ),
    "ticked and nothing else": (
        {VERGABE: (("finanzen: {auswirkungen: nein}", "finanzen: {auswirkungen: ja, im_haushalt: ja}"),)},
        [
            f"{VERGABE}:10: Fehler: »finanzen/positionen« fehlt: Produkt, Position und Betrag; ab »stand: freigegeben« ist die Vorlage vollständig; solange etwas offen ist, bleibt sie »stand: entwurf«"
        ],
    ),
    "more left than there was": (
        {RADWEG: (('verfuegbar: "19.999,99"', 'verfuegbar: "20.000,01"'),)},
        [f"{RADWEG}:24: Fehler: »finanzen/positionen/2/verfuegbar« ist höher als der veranschlagte Betrag; davon verfügbar kann höchstens alles sein"],
    ),
    "a sum line": (
        {RADWEG: (("nummer: 13", "nummer: 17"),)},
        [f"{RADWEG}:19: Fehler: »finanzen/positionen/2/nummer« 17 ist eine Summenzeile des Ergebnisplans; dort wird nichts veranschlagt"],
    ),
    "a line that is not there": (
        {RADWEG: (("nummer: 13", "nummer: 27"),)},
        [f"{RADWEG}:19: Fehler: »finanzen/positionen/2/nummer« erwartet eine Zeile des Ergebnisplans, zum Beispiel 13, steht aber »27«"],
    ),
    "a Nr. that belongs to another Bez.": (
        {RADWEG: (("nummer: 13", "nummer: 15"),)},
        [
            f"{RADWEG}:20: Fehler: »finanzen/positionen/2«: Nr. 15 des Ergebnisplans heißt »Transferaufwendungen«; »Aufwendungen für Sach- und Dienstleistungen« hat die Nr. 13"
        ],
    ),
    "a Bez. that belongs to no Nr.": (
        {RADWEG: (("bezeichnung: Aufwendungen für Sach- und Dienstleistungen", "bezeichnung: Dienstleistungen"),)},
        [f"{RADWEG}:20: Fehler: »finanzen/positionen/2«: Nr. 13 des Ergebnisplans heißt »Sach- und Dienstleistungen«; es steht aber »Dienstleistungen«"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), FINANCE.values(), ids=FINANCE)
def test_the_finance_block_is_complete_and_its_lines_are_real(world, changes, expected):
    assert findings(world(changes)) == expected


VORLAGE = {
    "a gap after the release": (
        {VERGABE: (("erlaeuterungen: Vier Angebote lagen vor.\n", ""),)},
        [
            f"{VERGABE}:2: Fehler: »erlaeuterungen« fehlt: Erläuterungen; ab »stand: freigegeben« ist die Vorlage vollständig; solange etwas offen ist, bleibt sie »stand: entwurf«"
        ],
    ),
    "no neutral Betreff": (
        {VERGABE: (("betreff_oeffentlich: Vergabeangelegenheit\n", ""),)},
        [
            f"{VERGABE}:2: Fehler: »betreff_oeffentlich« fehlt: die Tagesordnung des nichtöffentlichen Teils ist öffentlich und braucht einen neutralen Betreff, zum Beispiel Vergabeangelegenheit"
        ],
    ),
    "an Anlage more open than its Vorlage": (
        {VERGABE: (("titel: Angebot, zugang: nichtoeffentlich", "titel: Angebot"),)},
        [f"{VERGABE}:13: Fehler: »anlagen/1« ist oeffentlich, die Vorlage aber nichtoeffentlich; »zugang: nichtoeffentlich« ergänzen"],
    ),
    "an Anlage more open than an internal Vorlage": (
        {"gruenfliess/vorlagen/stellen.yaml": (("anlagen: []", "anlagen: [{titel: A, zugang: nichtoeffentlich}]"),)},
        ["gruenfliess/vorlagen/stellen.yaml:10: Fehler: »anlagen/1« ist nichtoeffentlich, die Vorlage aber intern; »zugang: intern« ergänzen"],
    ),
    "a Nummer of another form": (
        {RADWEG: (("nummer: 007/2025", "nummer: SV-7/25"),)},
        [f"{RADWEG}:5: Fehler: »nummer« erwartet den Aufbau NNN/JJJJ, zum Beispiel 037/2025, steht aber »SV-7/25«"],
    ),
    "an answer to nothing": (
        {VERGABE: (("{ohne-kreisausschuss:", "{ohne_kreisausschus:"),)},
        [
            f'{VERGABE}:9: Hinweis: Der Kreistag entscheidet ohne vorherige Beratung im Kreisausschuss (§ 50 Abs. 1 KrO NRW); wenn das so gewollt ist, unter »begruendet« beantworten: ohne-kreisausschuss: "Wahl"',
            f"{VERGABE}:14: Fehler: »begruendet/ohne_kreisausschus« beantwortet keinen Hinweis; gemeint »ohne-kreisausschuss«?",
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), VORLAGE.values(), ids=VORLAGE)
def test_a_vorlage_is_complete_and_as_secret_as_it_says(world, changes, expected):
    assert findings(world(changes)) == expected


BODIES = {
    "too few digits": (
        {GEMEINDE: (('"05999008"', '"5999008"'),)},
        [f'{GEMEINDE}:4: Fehler: »ags« erwartet 8 Ziffern in Anführungszeichen, zum Beispiel "05570012", steht aber »5999008«'],
    ),
    "a Kreis with eight digits": (
        {KREIS: (('"05999"', '"05999000"'),)},
        [f'{KREIS}:4: Fehler: »ags« erwartet 5 Ziffern in Anführungszeichen, zum Beispiel "05570", steht aber »05999000«'],
    ),
    "the head of another kind of body": (
        {GEMEINDE: (("Der Bürgermeister", "Der Landrat"),)},
        [f"{GEMEINDE}:6: Fehler: »leitung/bezeichnung« erwartet bei »art: gemeinde« »Der Bürgermeister« oder »Die Bürgermeisterin«, steht aber »Der Landrat«"],
    ),
    "a Kreistag in a Gemeinde": (
        {"suessau/gremien.yaml": (("art: rat", "art: kreistag"),)},
        ["suessau/gremien.yaml:1: Fehler: »rat/art« kreistag gibt es bei »art: gemeinde« nicht; in Städten und Gemeinden heißen sie rat und hauptausschuss"],
    ),
    "a Rat in a Kreis": (
        {GREMIEN: (("name: Kreistag, art: kreistag", "name: Kreistag, art: rat"),)},
        [f"{GREMIEN}:1: Fehler: »kt/art« rat gibt es bei »art: kreis« nicht; im Kreis heißen sie kreistag und kreisausschuss"],
    ),
    "falling Stichtage": (
        {"region.yaml": (("[2025-06-30, 30.09.2025]", "[2025-06-30, 30.06.2025]"),)},
        ["region.yaml:4: Fehler: »stichtage« erwartet aufsteigende Tage; 30.06.2025 steht nach 30.06.2025"],
    ),
    "thresholds the wrong way round": (
        {"region.yaml": (("{gruen_bis_tage: 14, gelb_bis_tage: 60}", "{gruen_bis_tage: 60, gelb_bis_tage: 14}"),)},
        ["region.yaml:11: Fehler: »ampel/termin«: gelb endet mit 14 Tagen vor grün mit 60"],
    ),
    "thresholds of costs": (
        {"region.yaml": (("gruen_bis_prozent: 5", "gruen_bis_prozent: 16"),)},
        ["region.yaml:12: Fehler: »ampel/kosten«: gelb endet mit 15,5 Prozent vor grün mit 16"],
    ),
    "a state of funding without a light": (
        {"region.yaml": ((", abgelehnt: rot", ""),)},
        ["region.yaml:13: Fehler: »ampel/foerderung« nennt keine Farbe für abgelehnt; jeder Stand der Förderung braucht eine"],
    ),
    "a form without a word": (
        {FORMULAR: (("  intern: intern\n", ""),)},
        [f"{FORMULAR}:8: Fehler: »zugaenge« nennt kein Wort für intern; die Titelzeile braucht es"],
    ),
    "a number pattern without a number": (
        {FORMULAR: (("nummer_muster: NNN/JJJJ", "nummer_muster: 037/2025"),)},
        [f"{FORMULAR}:44: Fehler: »nummer_muster« erwartet ein N für jede Ziffer, zum Beispiel NNN/JJJJ, steht aber »037/2025«"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BODIES.values(), ids=BODIES)
def test_region_forms_and_bodies_are_what_they_say(world, changes, expected):
    assert findings(world(changes)) == expected


PROJECTS = {
    "dates in falling order": (
        {APP: (("{am: 2025-06-30, termin: 2025-09-10}", "{am: 2025-10-30, termin: 2025-09-10}"),)},
        [f"{APP}:39: Fehler: »meilensteine/2/prognosen« erwartet aufsteigende Tage; 30.09.2025 steht nach 30.10.2025"],
    ),
    "two Sachst\u00e4nde of one day": (
        {APP: (('  - {am: 2025-09-30, text: "Die Probe', '  - {am: 2025-06-30, text: "Die Probe'),)},
        [f"{APP}:43: Fehler: »sachstaende« erwartet aufsteigende Tage; 30.06.2025 steht nach 30.06.2025"],
    ),
    "a state of funding unlike its last step": (
        {APP: (("stand: bewilligt\n", "stand: beantragt\n"),)},
        [f"{APP}:17: Fehler: »foerderung/stand« ist beantragt, der letzte Schritt in »verlauf« aber bewilligt; beide müssen gleich sein"],
    ),
    "a Bindung unlike its last step": (
        {APP: (("bindung: haushaltsvorbehalt\n", "bindung: interessiert\n"),)},
        [
            f"{APP}:32: Fehler: »beteiligung/suessau/bindung« ist interessiert, der letzte Schritt in »verlauf« aber haushaltsvorbehalt; beide müssen gleich sein",
            f"{APP}:35: Fehler: »beteiligung/suessau/anteile«: wer nur interessiert ist, hat noch keinen Anteil; die Beträge streichen oder »bindung« auf haushaltsvorbehalt setzen",
        ],
    ),
    "too long a summary": (
        {
            LADEN: (
                (
                    "kurz: Ein Laden ohne Personal.",
                    "kurz: Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden Laden ",
                ),
            )
        },
        [f"{LADEN}:6: Fehler: »kurz« erwartet höchstens 400 Zeichen, hat aber 419; Weiteres gehört unter »ziel«"],
    ),
    "more than all of it done": (
        {APP: (("fertig_prozent: 40", "fertig_prozent: 140"),)},
        [f"{APP}:43: Fehler: »sachstaende/2/fertig_prozent« erwartet eine Zahl von 0 bis 100, steht aber »140«"],
    ),
    "the Kreis as a participant": (
        {LADEN: (("{suessau: {bindung", "{gruenfliess: {bindung"),)},
        [f"{LADEN}:7: Fehler: »beteiligung/gruenfliess«: der Kreis führt die Projekte; sein Anteil gehört unter »budget/eigenanteil_kreis«"],
    ),
    "a rate above a hundred": (
        {APP: (("quote_prozent: 50", "quote_prozent: 120,5"),)},
        [f"{APP}:16: Fehler: »foerderung/quote_prozent« erwartet höchstens 100 Prozent, zum Beispiel 60, steht aber »120,5«"],
    ),
    "a sum that does not follow the rate": (
        {APP: (("quote_prozent: 50", "quote_prozent: 60"),)},
        [f"{APP}:18: Fehler: »foerderung/betrag« 4.000,00 EUR passt nicht zur Quote: 60 % von 8.000,00 EUR sind 4.800,00 EUR"],
    ),
    "years that do not add up": (
        {APP: (("gesamt: 10.000,00", "gesamt: 10.000,01"),)},
        [f"{APP}:12: Fehler: »budget/jahre« ergibt 10.000,00 EUR, »gesamt« ist aber 10.000,01 EUR (0,01 EUR zu wenig)"],
    ),
    "shares that do not add up": (
        {APP: (('anteile: {2025: "600,15"', 'anteile: {2025: "600,16"'),)},
        [
            f"{APP}:12: Fehler: 2025: Eigenanteil Kreis 1.000,01 EUR + Anteile der Kommunen 3.000,00 EUR = 4.000,01 EUR, »budget/jahre/2025« ist aber 4.000,00 EUR (0,01 EUR zu viel)"
        ],
    ),
    "money in a year without a budget": (
        {APP: (("dritte: {}", "dritte: {2030: 5}"),)},
        [f"{APP}:12: Fehler: 2030: Dritte 5,00 EUR = 5,00 EUR, »budget/jahre/2030« ist aber 0,00 EUR (5,00 EUR zu viel)"],
    ),
    "more eligible than there is": (
        {APP: (("zuwendungsfaehig: 8000", "zuwendungsfaehig: 80000"),)},
        [f"{APP}:9: Fehler: »budget/zuwendungsfaehig« 80.000,00 EUR ist mehr als »gesamt« 10.000,00 EUR"],
    ),
    "funding that is planned and refused": (
        {WERKSTATT: (('eigenanteil_kreis: {2026: "0,01"}', 'eigenanteil_kreis: {2026: "0,01"}, foerderung: {2026: 100}'),)},
        [
            f"{WERKSTATT}:7: Fehler: 2026: Eigenanteil Kreis 0,01 EUR + Anteile der Kommunen 499,99 EUR + Förderung 100,00 EUR + offen 400,00 EUR = 1.000,00 EUR, »budget/jahre/2026« ist aber 900,00 EUR (100,00 EUR zu viel)",
            f"{WERKSTATT}:7: Fehler: »budget/foerderung« ist eingeplant, die Förderung aber abgelehnt; die Beträge gehören nach »offen«, bis eine neue Deckung feststeht",
        ],
    ),
    "funding planned otherwise": (
        {APP: (('foerderung: {2026: "4.000,00"}', 'foerderung: {2026: "3.999,00"}'),)},
        [
            f"{APP}:11: Fehler: »budget/foerderung« ergibt 3.999,00 EUR, »foerderung/betrag« ist aber 4.000,00 EUR (1,00 EUR zu wenig)",
            f"{APP}:12: Fehler: 2026: Eigenanteil Kreis 1.000,01 EUR + Anteile der Kommunen 999,99 EUR + Förderung 3.999,00 EUR = 5.999,00 EUR, »budget/jahre/2026« ist aber 6.000,00 EUR (1,00 EUR zu wenig)",
        ],
    ),
    "a share of one who is only interested": (
        {WERKSTATT: (("suessau: {bindung: haushaltsvorbehalt", "suessau: {bindung: interessiert"),)},
        [
            f"{WERKSTATT}:14: Fehler: »beteiligung/suessau/anteile«: wer nur interessiert ist, hat noch keinen Anteil; die Beträge streichen oder »bindung« auf haushaltsvorbehalt setzen"
        ],
    ),
    "shares without a key": (
        {APP: (("schluessel: einwohner\n", ""),)},
        [f"{APP}:22: Fehler: »schluessel« fehlt: Kommunen haben Anteile, also sagt das Projekt, wie sie aufgeteilt sind: einwohner, gleich oder nutzung"],
    ),
    "weights without their key": (
        {WERKSTATT: (("schluessel: nutzung", "schluessel: einwohner"),)},
        [
            f"{WERKSTATT}:10: Fehler: »nutzung« gilt nur mit »schluessel: nutzung«; den Schlüssel ändern oder die Gewichte streichen",
            f'{WERKSTATT}:13: Hinweis: »beteiligung/oessling/anteile/2026« 333,33 EUR folgt nicht dem Schlüssel einwohner; wenn das so vereinbart ist, unter »begruendet« beantworten: anteile-abweichend: "…"',
        ],
    ),
    "a weight for nobody": (
        {WERKSTATT: (("{oessling: 2, suessau: 1}", "{oessling: 2, suessau: 1, dorf: 1}"),)},
        [f"{WERKSTATT}:10: Fehler: »nutzung« nennt »dorf«, das nicht unter »beteiligung« steht; möglich: oessling, suessau"],
    ),
    "no weight": (
        {WERKSTATT: (("{oessling: 2, suessau: 1}", "{oessling: 2}"),)},
        [f"{WERKSTATT}:10: Fehler: »nutzung« nennt kein Gewicht für suessau; mit »schluessel: nutzung« braucht es jede Kommune mit Anteilen"],
    ),
    "a weight of nothing": (
        {WERKSTATT: (("{oessling: 2, suessau: 1}", "{oessling: 2, suessau: 0}"),)},
        [f"{WERKSTATT}:10: Fehler: »nutzung/suessau« erwartet ein Gewicht ab 1, steht aber »0«; wer nichts nutzt, trägt keinen Anteil"],
    ),
    "a key without inhabitants": (
        {GEMEINDE: (("einwohner: {zahl: 3001, stand: 2023-12-31, quelle: erfunden}\n", ""),)},
        [f"{APP}:21: Fehler: »schluessel« ist einwohner, suessau/koerperschaft.yaml nennt aber keine »einwohner«; dort ergänzen"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), PROJECTS.values(), ids=PROJECTS)
def test_projects_keep_order_and_their_money_adds_up(world, changes, expected):
    assert findings(world(changes)) == expected


HINTS = {
    "Kreistag without Kreisausschuss": (
        {VERGABE: (("begruendet: {ohne-kreisausschuss: Der Kreistag hat sich die Vergabe vorbehalten.}\n", ""),)},
        [
            f'{VERGABE}:9: Hinweis: Der Kreistag entscheidet ohne vorherige Beratung im Kreisausschuss (§ 50 Abs. 1 KrO NRW); wenn das so gewollt ist, unter »begruendet« beantworten: ohne-kreisausschuss: "Wahl"'
        ],
    ),
    "Kreisausschuss after Kreistag": (
        {
            RADWEG: (
                (
                    "  - {sitzung: ka-2025-1, rolle: vorberatung, berichterstattung: muster}\n  - {sitzung: kt-2025-1, rolle: entscheidung, berichterstattung: muster}\n",
                    "  - {sitzung: kt-2025-1, rolle: entscheidung, berichterstattung: muster}\n  - {gremium: ka, voraussichtlich: 2025-04-04, rolle: kenntnisnahme}\n",
                ),
            )
        },
        [
            f'{RADWEG}:11: Hinweis: Der Kreistag entscheidet ohne vorherige Beratung im Kreisausschuss (§ 50 Abs. 1 KrO NRW); wenn das so gewollt ist, unter »begruendet« beantworten: ohne-kreisausschuss: "Wahl"',
            f'{RADWEG}:11: Hinweis: Nach der Entscheidung (Station 2) folgt noch eine Station; wenn das so gewollt ist, unter »begruendet« beantworten: nach-entscheidung: "…"',
            f"{RADWEG}:12: Fehler: »beratungsfolge/3/berichterstattung« fehlt: Berichterstattung; ab »stand: freigegeben« ist die Vorlage vollständig; solange etwas offen ist, bleibt sie »stand: entwurf«",
            f"{RADWEG}:12: Fehler: »beratungsfolge/3/sitzung« fehlt: Termin; ab »stand: freigegeben« ist die Vorlage vollständig; solange etwas offen ist, bleibt sie »stand: entwurf«",
        ],
    ),
    "a stop after the decision": (
        {
            RADWEG: (
                ("ka-2025-1, rolle: vorberatung", "ka-2025-1, rolle: entscheidung"),
                ("kt-2025-1, rolle: entscheidung", "kt-2025-1, rolle: kenntnisnahme"),
            )
        },
        [
            f'{RADWEG}:11: Hinweis: Nach der Entscheidung (Station 2) folgt noch eine Station; wenn das so gewollt ist, unter »begruendet« beantworten: nach-entscheidung: "…"'
        ],
    ),
    "an Arbeitskreis as a stop": (
        {LANG: (("- {gremium: umwelt,", "- {gremium: runde,"),)},
        [
            f'{LANG}:11: Hinweis: »beratungsfolge/1«: »Bürger*innen-Runde« ist ein Arbeitskreis und kein Gremium der Beratungsfolge; wenn das so gewollt ist, unter »begruendet« beantworten: arbeitskreis: "…"'
        ],
    ),
    "a Vorlage younger than its Sitzung": (
        {TEXTE: (("datum: 2025-02-20", "datum: 2025-03-31"),)},
        [
            f'{TEXTE}:6: Hinweis: »datum« 31.03.2025 liegt nach der ersten Sitzung am 28.03.2025; wenn das so ist, unter »begruendet« beantworten: datum-nach-sitzung: "Tischvorlage"'
        ],
    ),
    "a Bindung without its decision": (
        {LADEN: (("{suessau: {bindung: interessiert}}", "{suessau: {bindung: beschlossen}}"),)},
        [
            f'{LADEN}:7: Hinweis: »beteiligung/suessau/bindung« ist beschlossen, der Beschluss fehlt aber; unter »beschluss« Gremium und Datum ergänzen oder unter »begruendet« beantworten: ohne-beschluss: "…"'
        ],
    ),
    "shares that do not follow the key": (
        {
            APP: (
                ('anteile: {2025: "2.399,84"', 'anteile: {2025: "2.300,00"'),
                ('eigenanteil_kreis: {2025: "1.000,01"', 'eigenanteil_kreis: {2025: "1.099,85"'),
            )
        },
        [
            f'{APP}:27: Hinweis: »beteiligung/oessling/anteile/2025« 2.300,00 EUR folgt nicht dem Schlüssel einwohner; wenn das so vereinbart ist, unter »begruendet« beantworten: anteile-abweichend: "…"'
        ],
    ),
    "two Sitzungen of one day": (
        {"oessling/sitzungen.yaml": (("rat-2025-1:", "hfa-2025-2: {gremium: hfa, termin: 20.03.2025}\nrat-2025-1:"),)},
        [
            'oessling/sitzungen.yaml:2: Hinweis: »hfa-2025-2/termin« 20.03.2025: an diesem Tag tagt »Haupt- und Finanzausschuss« schon; wenn das stimmt, in koerperschaft.yaml unter »begruendet« beantworten: sitzung-doppelt: "…"'
        ],
    ),
    "a Sitzung on a Sunday": (
        {"oessling/sitzungen.yaml": (("termin: 2025-04-03", "termin: 2025-04-06"),)},
        [
            'oessling/sitzungen.yaml:2: Hinweis: »rat-2025-1/termin« 06.04.2025 ist ein Sonntag; wenn das stimmt, in koerperschaft.yaml unter »begruendet« beantworten: sitzung-am-wochenende: "…"'
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), HINTS.values(), ids=HINTS)
def test_what_is_unusual_but_lawful_is_a_hinweis_with_its_answer(world, changes, expected):
    assert findings(world(changes)) == expected


def test_the_example_world_has_no_findings(world):
    assert findings(world()) == []


def test_a_council_may_decide_without_a_committee(world):
    folder = world({"oessling/vorlagen/app.yaml": (("sitzung: hfa-2025-1", "sitzung: rat-2025-1"),)})

    assert findings(folder) == []


def test_a_hinweis_of_a_sitzung_is_answered_by_its_body(world):
    folder = world(
        {
            "oessling/sitzungen.yaml": (("termin: 2025-04-03", "termin: 2025-04-06"),),
            "oessling/koerperschaft.yaml": (("art: stadt", "begruendet: {sitzung-am-wochenende: Klausur}\nart: stadt"),),
        }
    )

    assert findings(folder) == []


def test_a_broken_file_is_reported_once_and_not_by_those_that_name_it(world):
    for name in ("gruenfliess/sitzungen.yaml", "gruenfliess/gremien.yaml", "gruenfliess/koerperschaft.yaml", "formulare/gruenfliess.yaml"):
        folder = world({name: "kaputt: ["})

        assert [line.partition(":")[0] for line in findings(folder)] == [name]

        shutil.rmtree(folder)


def test_a_draft_may_have_gaps_that_a_released_vorlage_may_not(world):
    gaps = {"gruenfliess/vorlagen/langer-titel.yaml": (("stand: entwurf", "stand: freigegeben"),)}

    assert len(findings(world(gaps))) > 8


def test_every_hinweis_has_a_name_that_can_be_answered():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "generator" / "rules").glob("*.py"))

    assert {name for name in HINWEISE if sources.count(f'"{name}"') < 2} == set()


BERICHT = """\
vorlagenart: bericht
zugang: oeffentlich
datum: 2025-10-15
betreff: Sachstand
stichtag: 2025-09-30
grundlage: {vorlage: radweg, punkt: 1}
beratungsfolge: [{sitzung: kt-2025-2, rolle: kenntnisnahme}]
bewertung: Gut.
bewertung_von: koordination
entscheidungen:
  - {projekt: mu-01, was: Teilnahme, sitzung: kt-2025-2}
begruendet: {meilenstein-faellig: Es ist bekannt.}
"""
BERICHTE = {
    "a Stichtag that is none": (
        "stichtag: 2025-09-30", "stichtag: 2025-09-29",
        "5: Fehler: »stichtag« 29.09.2025 steht nicht unter »stichtage« in region.yaml; möglich: 30.06.2025, 30.09.2025",
    ),
    "a date before the Stichtag": (
        "datum: 2025-10-15", "datum: 2025-09-15",
        "3: Fehler: »datum« 15.09.2025 liegt vor dem Stichtag 30.09.2025; der Bericht entsteht nach ihm",
    ),
    "an unknown predecessor": (
        "bewertung: Gut.", "vorheriger: 2025-1",
        "8: Fehler: »vorheriger« nennt »2025-1«, den es in gruenfliess/berichte/ nicht gibt",
    ),
    "too long an assessment": (
        "bewertung: Gut.", f"bewertung: {'Gut ' * 180}",
        "8: Fehler: »bewertung« hat 719 Zeichen; erwartet höchstens 700, also 19 weniger",
    ),
    "an unknown person": (
        "bewertung_von: koordination", "bewertung_von: koordinator",
        "9: Fehler: »bewertung_von« nennt »koordinator«, das nicht unter »personen« steht; gemeint »koordination«?",
    ),
    "an unknown mandate": (
        "vorlage: radweg", "vorlage: radwege",
        "6: Fehler: »grundlage/vorlage« nennt »radwege«, die es in gruenfliess/vorlagen/ nicht gibt; gemeint »radweg«?",
    ),
    "a mandate that is not public": (
        "vorlage: radweg", "vorlage: vergabe",
        "6: Fehler: »grundlage/vorlage« nennt eine Vorlage, die nicht öffentlich ist; ein öffentlicher Bericht kann sich nicht auf sie berufen",
    ),
    "a point that the mandate does not have": (
        "punkt: 1", "punkt: 3",
        "6: Fehler: »grundlage/punkt« ist 3; die Vorlage hat 2 Beschlusspunkte",
    ),
    "an unknown project": (
        "projekt: mu-01", "projekt: mu-10",
        "11: Fehler: »entscheidungen/1/projekt« nennt »mu-10«, das es in projekte/ nicht gibt; gemeint »mu-01«?",
    ),
    "an unknown Sitzung": (
        "was: Teilnahme, sitzung: kt-2025-2", "was: Teilnahme, sitzung: kt-2025-9",
        "11: Fehler: »entscheidungen/1/sitzung« nennt »kt-2025-9«, die es in gruenfliess/sitzungen.yaml nicht gibt; gemeint »kt-2025-2«?",
    ),
    "a Gremium without a date": (
        "was: Teilnahme, sitzung: kt-2025-2", "was: Teilnahme, gremium: kt",
        "11: Fehler: »entscheidungen/1« nennt keinen Termin; erwartet »voraussichtlich: 2026-03-27« oder statt des Gremiums die Sitzung",
    ),
    "a milestone that nobody followed up": (
        "begruendet: {meilenstein-faellig: Es ist bekannt.}\n", "",
        ("projekte/mu-01.yaml:39: Hinweis: »meilensteine/2« Probe in Süßau war am 01.12.2025 fällig, vor der ersten Sitzung zum Bericht gruenfliess/berichte/2025-2 "
        "(05.12.2025): erledigt? Amt für „Informationstechnik“ <IT> trägt »ist« oder eine neue Prognose ein, oder »begruendet« beantwortet meilenstein-faellig"),
    ),
}  # fmt: skip


def test_a_bericht_that_is_right_has_no_findings(world):
    assert findings(world({"gruenfliess/berichte/2025-2.yaml": BERICHT})) == []


@pytest.mark.parametrize(("old", "new", "expected"), BERICHTE.values(), ids=BERICHTE)
def test_a_bericht_fits_its_stichtag_its_mandate_and_its_decisions(world, old, new, expected):
    assert BERICHT.count(old) == 1
    line = expected if expected.startswith("projekte/") else f"gruenfliess/berichte/2025-2.yaml:{expected}"

    assert findings(world({"gruenfliess/berichte/2025-2.yaml": BERICHT.replace(old, new)})) == [line]


@pytest.mark.parametrize(
    ("lauf", "sentence"),
    [
        ("{was: [projektblatt], vor: {}}", "»x/vor« erwartet genau eines von gremium, termin und abgabe, zum Beispiel {abgabe: ja}"),
        ("{was: [projektblatt], vor: {gremium: kt, abgabe: ja}}", "»x/vor« erwartet genau eines von gremium, termin und abgabe, zum Beispiel {abgabe: ja}"),
        ("{was: [projektblatt], vor: {gremium: umwelr}}", "»x/vor/gremium« nennt »umwelr«, das es in gruenfliess/gremien.yaml nicht gibt; gemeint »umwelt«?"),
        ("{was: [projektblatt], vor: {termin: x}}", "»x/vor/termin« nennt »x«, den es in gruenfliess/termine.yaml nicht gibt"),
        ("{was: [], vor: {gremium: kt}}", "»x/was« ist leer; erwartet Arten von Papieren wie [beschlussvorlage]"),
    ],
)
def test_a_lauf_that_would_never_run_is_a_fehler(world, lauf, sentence):
    found = findings(world({"gruenfliess/laeufe.yaml": f"x: {lauf}\n"}))

    assert f"gruenfliess/laeufe.yaml:1: Fehler: {sentence}" in found
