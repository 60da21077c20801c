"""What a single file may not say: inline YAML → the exact finding."""

from __future__ import annotations

import pytest
from conftest import findings

NEU = "gruenfliess/vorlagen/x.yaml"
APP = "projekte/mu-01.yaml"
KREIS = "gruenfliess/koerperschaft.yaml"
STADT = "oessling/koerperschaft.yaml"
SITZUNGEN = "gruenfliess/sitzungen.yaml"
GREMIEN = "gruenfliess/gremien.yaml"

FILES = {
    "an empty file": ({NEU: ""}, [f"{NEU}: Fehler: Die Datei ist leer; was hinein gehört, steht in data/README.md, eine Vorlage beginnt »vorlagen neu«"]),
    "a file of comments only": (
        {NEU: "# nur ein Kommentar\n"},
        [f"{NEU}:1: Fehler: Die Datei ist leer; was hinein gehört, steht in data/README.md, eine Vorlage beginnt »vorlagen neu«"],
    ),
    "a file that is only a list": ({NEU: "- betreff\n"}, [f"{NEU}:1: Fehler: Die Datei erwartet Angaben mit Namen (»name: wert«), steht aber eine Liste da"]),
    "a file that is only a text": (
        {NEU: "betreff:Neuer Weg\n"},
        [f"{NEU}:1: Fehler: Die Datei erwartet Angaben mit Namen (»name: wert«), steht aber »betreff:Neuer Weg«; nach dem Doppelpunkt fehlt ein Leerzeichen"],
    ),
    "a tab as indentation": (
        {NEU: "betreff: A\nfinanzen:\n\tauswirkungen: ja\n"},
        [f"{NEU}:3: Fehler: Bei »auswirkungen«: Ein Tabulator in der Einrückung; in YAML mit Leerzeichen einrücken"],
    ),
    "an unreadable byte": (
        {NEU: b"betreff: A\nerlaeuterungen: Stra\xdfe\n"},
        [
            f"{NEU}:2: Fehler: Bei »erlaeuterungen«: Die Datei ist nicht in UTF-8 gespeichert (ein Umlaut oder ein Sonderzeichen ist unlesbar); bitte als UTF-8 speichern"
        ],
    ),
    "UTF-16": (
        {NEU: b"\xff\xfeb\x00e\x00t\x00r\x00e\x00f\x00f\x00:\x00 \x00S\x00t\x00r\x00a\x00\xdf\x00e\x00\n\x00"},
        [f"{NEU}:1: Fehler: Die Datei ist in UTF-16 gespeichert; bitte als UTF-8 speichern"],
    ),
    "UTF-16 without a mark": (
        {NEU: b"b\x00e\x00t\x00r\x00e\x00f\x00f\x00:\x00 \x00A\x00\n\x00"},
        [f"{NEU}:1: Fehler: Die Datei ist in UTF-16 gespeichert; bitte als UTF-8 speichern"],
    ),
    "a control character": (
        {NEU: "betreff: A\nerlaeuterungen: Punkt\u000bPunkt\n"},
        [f"{NEU}:2: Fehler: Bei »erlaeuterungen«: Ein unsichtbares Steuerzeichen (U+000B) steht im Text; bitte löschen"],
    ),
    "a control character in disguise": (
        {NEU: 'betreff: A\nerlaeuterungen: "Punkt\\a"\n'},
        [f"{NEU}:2: Fehler: Bei »erlaeuterungen«: Ein unsichtbares Steuerzeichen (U+0007) steht im Text; bitte löschen"],
    ),
    "a line separator that no editor shows": (
        {NEU: "betreff: Straße\u2028Weg\n"},
        [f"{NEU}:1: Fehler: Bei »betreff«: Ein unsichtbares Steuerzeichen (U+2028) steht im Text; bitte löschen"],
    ),
    "more than one megabyte": ({NEU: "# " + "x" * 1_000_000}, [f"{NEU}: Fehler: Die Datei ist größer als 1 MB; erwartet wird eine Textdatei in YAML"]),
    "more than thirty levels": (
        {NEU: "betreff: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n"},
        [f"{NEU}:1: Fehler: Bei »betreff«: Die Angaben sind mehr als 30 Stufen tief geschachtelt"],
    ),
    "an anchor": (
        {NEU: "betreff: &wichtig Weg\n"},
        [f"{NEU}:1: Fehler: Bei »betreff«: »&« am Anfang eines Wertes ist in YAML ein Anker und nicht erlaubt; den Text in Anführungszeichen setzen"],
    ),
    "an alias": (
        {NEU: "betreff: *wichtig\n"},
        [f"{NEU}:1: Fehler: Bei »betreff«: »*« am Anfang eines Wertes ist in YAML ein Verweis und nicht erlaubt; den Text in Anführungszeichen setzen"],
    ),
    "a tag": (
        {NEU: "betreff: !neu Weg\n"},
        [f"{NEU}:1: Fehler: Bei »betreff«: »!« am Anfang eines Wertes ist in YAML eine Typangabe und nicht erlaubt; den Text in Anführungszeichen setzen"],
    ),
    "a second document": (
        {NEU: "betreff: A\n---\nbetreff: B\n"},
        [f"{NEU}:2: Fehler: Hier beginnt mit »---« eine zweite Datei in der Datei; bitte auf zwei Dateien verteilen"],
    ),
    "another ending": (
        {"projekte/bg-03.yml": "titel: A\n"},
        ["projekte/bg-03.yml: Fehler: Die Datei wird nicht gelesen: sie endet auf .yml; bitte in bg-03.yaml umbenennen"],
    ),
    "another ending in capitals": (
        {"projekte/bg-03.YAML": "titel: A\n"},
        ["projekte/bg-03.YAML: Fehler: Die Datei wird nicht gelesen: sie endet auf .YAML; bitte in bg-03.yaml umbenennen"],
    ),
    "a name that is no id": (
        {"gruenfliess/vorlagen/Neuer_Weg.yaml": "betreff: A\n"},
        [
            "gruenfliess/vorlagen/Neuer_Weg.yaml: Fehler: Die Datei wird nicht gelesen: »gruenfliess/vorlagen/Neuer_Weg.yaml« taugt nicht als Kennung; erwartet kleine Buchstaben, Ziffern und Bindestriche wie smart-region-strategie.yaml"
        ],
    ),
    "a file in a place where none is expected": (
        {"gruenfliess/notizen.yaml": "betreff: A\n"},
        ["gruenfliess/notizen.yaml: Fehler: Die Datei wird nicht gelesen: an dieser Stelle wird keine erwartet; wohin was gehört, steht in data/README.md"],
    ),
    "a folder without its body": (
        {"nirgendwo/gremien.yaml": "rat: {name: Rat, art: rat, gueltig_von: 2020-11-01}\n"},
        ["nirgendwo/koerperschaft.yaml: Fehler: Die Datei fehlt; der Ordner beschreibt eine Körperschaft und braucht sie"],
    ),
    "no region": ({"region.yaml": None}, ["region.yaml: Fehler: Die Datei fehlt; sie nennt die Region, ihre Handlungsfelder und Stichtage"]),
}


@pytest.mark.parametrize(("changes", "expected"), FILES.values(), ids=FILES)
def test_a_file_that_cannot_be_read_says_why(world, changes, expected):
    assert findings(world(changes)) == expected


SYNTAX = {
    "a second colon": (
        {NEU: "betreff: Weg: Süd\n"},
        [
            f"{NEU}:1: Fehler: Bei »betreff«: Der Aufbau der Datei stimmt hier nicht: ein zweiter Doppelpunkt oder eine falsche Einrückung; einen Text mit »: « in Anführungszeichen setzen"
        ],
    ),
    "a quotation mark that is not closed": (
        {NEU: '# Neu\nbetreff: "Weg\nstand: entwurf\n'},
        [f"{NEU}:2: Fehler: Bei »betreff«: Der Aufbau der Datei stimmt hier nicht: ein Anführungszeichen wird hier geöffnet und nicht geschlossen"],
    ),
    "a quotation mark that only the next one closes": (
        {NEU: 'betreff: "Weg\nstand: entwurf\nnummer: "037/2025"\n'},
        [
            f"{NEU}:1: Fehler: Bei »betreff«: Der Aufbau der Datei stimmt hier nicht: ein Anführungszeichen wird hier geöffnet und erst in Zeile 3 wieder geschlossen"
        ],
    ),
    "a tab before an entry": (
        {NEU: "betreff: A\nbeschlussvorschlag:\n\t- eins\n"},
        [f"{NEU}:3: Fehler: Bei »beschlussvorschlag«: Ein Tabulator in der Einrückung; in YAML mit Leerzeichen einrücken"],
    ),
    "a sign within a longer text": (
        {NEU: "betreff: A\nanlagen:\n  - titel: B\nerlaeuterungen: |\n  eins\n  zwei\x0b\n"},
        [f"{NEU}:6: Fehler: Bei »erlaeuterungen«: Ein unsichtbares Steuerzeichen (U+000B) steht im Text; bitte löschen"],
    ),
    "text after a closing quotation mark": (
        {NEU: 'betreff: "Weg" am Ufer\n'},
        [
            f"{NEU}:1: Fehler: Bei »betreff«: Der Aufbau der Datei stimmt hier nicht: die Einrückung passt nicht zu den Zeilen darüber, oder nach einem Anführungszeichen oder einer Klammer geht der Text weiter"
        ],
    ),
    "a bracket that is not closed": (
        {NEU: "betreff: A\nbeschlussvorschlag: [eins, zwei\nstand: entwurf\n"},
        [
            f"{NEU}:3: Fehler: Bei »beschlussvorschlag«: Der Aufbau der Datei stimmt hier nicht: in der Klammer aus Zeile 2 fehlt ein Komma oder die schließende Klammer, oder ein Text mit »: « steht ohne Anführungszeichen"
        ],
    ),
    "a comment inside brackets": (
        {NEU: "betreff: A\nbeschlussvorschlag: [Platz #3, Platz #4]\nstand: entwurf\n"},
        [
            f"{NEU}:3: Fehler: Bei »beschlussvorschlag«: Der Aufbau der Datei stimmt hier nicht: in der Klammer aus Zeile 2 fehlt ein Komma oder die schließende Klammer, oder ein Text mit »: « steht ohne Anführungszeichen; vielleicht macht » #« den Rest einer Zeile zum Kommentar"
        ],
    ),
    "an indentation that fits nothing": (
        {NEU: "  betreff: A\nstand: entwurf\n"},
        [f"{NEU}:2: Fehler: Bei »stand«: Der Aufbau der Datei stimmt hier nicht: die Einrückung passt nicht zu den Zeilen darüber, oder der Schlüssel fehlt"],
    ),
    "an entry that fits no list": (
        {NEU: "betreff: A\nbeschlussvorschlag:\n  - eins\n - zwei\n"},
        [
            f"{NEU}:4: Fehler: Bei »beschlussvorschlag«: Der Aufbau der Datei stimmt hier nicht: die Einrückung passt nicht zu den Zeilen darüber, oder nach einem Anführungszeichen oder einer Klammer geht der Text weiter"
        ],
    ),
    "an entry that became part of the text above": (
        {NEU: "betreff: A\nbeschlussvorschlag:\n- eins\n - zwei\n"},
        [
            f"{NEU}:4: Fehler: Die Zeile beginnt mit »- «, gehört wegen ihrer Einrückung aber zum Text darüber; auf die Höhe der anderen Einträge rücken oder den Text in Anführungszeichen setzen"
        ],
    ),
    "a key without a colon": (
        {NEU: "betreff: A\nstand\nzugang: intern\n"},
        [
            f"{NEU}:2: Fehler: Bei »stand«: Der Aufbau der Datei stimmt hier nicht: nach dem Schlüssel fehlt »:«, oder ein Anführungszeichen ist nicht geschlossen"
        ],
    ),
    "a list beside its key": (
        {NEU: "betreff: A\nbeschlussvorschlag: - eins\n"},
        [
            f"{NEU}:2: Fehler: Bei »beschlussvorschlag«: Der Aufbau der Datei stimmt hier nicht: »- « nach einem Doppelpunkt; eine Liste beginnt in einer neuen Zeile unter dem Schlüssel"
        ],
    ),
    "a value that begins with a percent sign": (
        {NEU: "betreff: % Anteil\n"},
        [
            f"{NEU}:1: Fehler: Bei »betreff«: Der Aufbau der Datei stimmt hier nicht: »%«, »@« oder »`« am Anfang eines Wertes; den Text in Anführungszeichen setzen"
        ],
    ),
    "a value that begins with a bracket": (
        {NEU: "betreff: [Entwurf] Weg\n"},
        [
            f"{NEU}:1: Fehler: Bei »betreff«: Der Aufbau der Datei stimmt hier nicht: die Einrückung passt nicht zu den Zeilen darüber, oder nach einem Anführungszeichen oder einer Klammer geht der Text weiter"
        ],
    ),
    "a backslash in double quotation marks": (
        {NEU: 'betreff: "Ordner\\Datei"\n'},
        [
            f"{NEU}:1: Fehler: Bei »betreff«: Der Aufbau der Datei stimmt hier nicht: »\\« in doppelten Anführungszeichen; einfache Anführungszeichen ' verwenden"
        ],
    ),
    "text beside a bar": (
        {NEU: "betreff: A\nerlaeuterungen: | Der Weg\n"},
        [
            f"{NEU}:2: Fehler: Bei »erlaeuterungen«: Der Aufbau der Datei stimmt hier nicht: »|« oder »>« am Anfang eines Wertes; der Text beginnt in der nächsten Zeile oder steht in Anführungszeichen"
        ],
    ),
    "a value with a comma inside braces": (
        {NEU: "betreff: A\nanlagen:\n  - {titel: Lageplan, Blatt 2}\n"},
        [f"{NEU}:3: Fehler: »Blatt 2« steht ohne »:« da; ein Wert mit Komma gehört in einer Klammer in Anführungszeichen"],
    ),
    "money with a comma inside braces": (
        {NEU: "betreff: A\nfinanzen:\n  positionen: [{plan: investition, veranschlagt: 250,50}]\n"},
        [f"{NEU}:3: Fehler: »50« steht ohne »:« da; ein Wert mit Komma gehört in einer Klammer in Anführungszeichen"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), SYNTAX.values(), ids=SYNTAX)
def test_broken_yaml_is_explained_with_line_and_remedy(world, changes, expected):
    assert findings(world(changes)) == expected


KEYS = {
    "an unknown key": ({NEU: "betref: A\nbetreff: A\n"}, [f"{NEU}:1: Fehler: »betref« ist hier nicht bekannt; gemeint »betreff«?"]),
    "an unknown key without a value": ({NEU: "betreff: A\nbetref:\n"}, [f"{NEU}:2: Fehler: »betref« ist hier nicht bekannt; gemeint »betreff«?"]),
    "an unknown key with an umlaut": (
        {NEU: "betreff: A\nErläuterungen: B\n"},
        [f"{NEU}:2: Fehler: »Erläuterungen« ist hier nicht bekannt; gemeint »erlaeuterungen«?"],
    ),
    "an unknown key like no other": ({NEU: "betreff: A\nwetter: schön\n"}, [f"{NEU}:2: Fehler: »wetter« ist hier nicht bekannt"]),
    "an unknown key of a small thing": (
        {NEU: "betreff: A\nanlagen: [{titel: Plan, wetter: schön}]\n"},
        [f"{NEU}:2: Fehler: »anlagen/1/wetter« ist hier nicht bekannt; möglich: datei, titel, zugang"],
    ),
    "a key that belongs deeper": (
        {NEU: "betreff: A\nim_haushalt: ja\n"},
        [f"{NEU}:2: Fehler: »im_haushalt« ist hier nicht bekannt; »im_haushalt« gehört unter »finanzen«"],
    ),
    "a key that belongs further out": (
        {NEU: "betreff: A\nfinanzen:\n  auswirkungen: ja\n  stand: entwurf\n"},
        [f"{NEU}:4: Fehler: »finanzen/stand« ist hier nicht bekannt; »stand« gehört eine Ebene höher, ohne Einrückung"],
    ),
    "a missing key": ({NEU: "stand: entwurf\nzugang: intern\n"}, [f"{NEU}:1: Fehler: »betreff« fehlt: Betreff"]),
    "a missing key of an entry": (
        {NEU: "betreff: A\nanlagen:\n  - zugang: intern\n"},
        [f"{NEU}:3: Fehler: »anlagen/1/titel« fehlt: Titel, wie er unter der Vorlage steht"],
    ),
    "a missing key in one line": (
        {"oessling/gremien.yaml": (("rat: {name: Rat der Stadt Ößling, art: rat, ", "rat: {name: Rat der Stadt Ößling, "),)},
        ["oessling/gremien.yaml:1: Fehler: »rat/art« fehlt: Art des Gremiums"],
    ),
    "a repeated key": (
        {NEU: "betreff: A\nstand: entwurf\nbetreff: B\n"},
        [f"{NEU}:3: Fehler: »betreff« steht hier zum zweiten Mal, zuerst in Zeile 1; jeder Schlüssel darf nur einmal vorkommen"],
    ),
    "a repeated key of a list's entry": (
        {NEU: "betreff: A\nanlagen:\n  - titel: Plan\n    titel: Karte\n"},
        [f"{NEU}:4: Fehler: »titel« steht hier zum zweiten Mal, zuerst in Zeile 3; jeder Schlüssel darf nur einmal vorkommen"],
    ),
    "a repeated Gremium": (
        {GREMIEN: (("ka: {name", "kt: {name"),)},
        [f"{GREMIEN}:2: Fehler: »kt« steht hier zum zweiten Mal, zuerst in Zeile 1; jeder Schlüssel darf nur einmal vorkommen"],
    ),
    "a repeated Sitzung": (
        {SITZUNGEN: (("kt-2025-2:", "kt-2025-1:"),)},
        [f"{SITZUNGEN}:2: Fehler: »kt-2025-1« steht hier zum zweiten Mal, zuerst in Zeile 1; jeder Schlüssel darf nur einmal vorkommen"],
    ),
    "a list that needs an entry": (
        {"region.yaml": (("stichtage: [2025-06-30, 30.09.2025]", "stichtage: []"),)},
        ["region.yaml:4: Fehler: »stichtage« erwartet wenigstens einen Eintrag"],
    ),
    "a key without end": (
        {NEU: f"betreff: A\n{'lang' * 200}: B\n"},
        [f"{NEU}:2: Fehler: »{'lang' * 19}l…« ist hier nicht bekannt"],
    ),
    "several at once": (
        {NEU: "betref: A\nstand: fertig\nstand: entwurf\ndatum: gestern\n"},
        [
            f"{NEU}:1: Fehler: »betref« ist hier nicht bekannt; gemeint »betreff«?",
            f"{NEU}:3: Fehler: »stand« steht hier zum zweiten Mal, zuerst in Zeile 2; jeder Schlüssel darf nur einmal vorkommen",
            f"{NEU}:4: Fehler: »datum« erwartet ein Datum wie 2025-03-28 oder 28.03.2025, steht aber »gestern«",
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), KEYS.values(), ids=KEYS)
def test_a_wrong_key_is_named_with_what_was_meant(world, changes, expected):
    assert findings(world(changes)) == expected


VALUES = {
    "a wrong number": (
        {STADT: (("zahl: 12000", "zahl: 12.OOO"),)},
        [f"{STADT}:7: Fehler: »einwohner/zahl« erwartet eine ganze Zahl, zum Beispiel 53400, steht aber »12.OOO«"],
    ),
    "a number with a decimal": (
        {STADT: (('zahl: "31,36"', "zahl: 31 km²"),)},
        [f"{STADT}:8: Fehler: »flaeche_km2/zahl« erwartet eine Zahl, zum Beispiel 123,13, steht aber »31 km²«"],
    ),
    "a date that no calendar has": (
        {NEU: "betreff: A\ndatum: 2025-02-30\n"},
        [f"{NEU}:2: Fehler: »datum« erwartet ein Datum, das es gibt, wie 2025-03-28, steht aber »2025-02-30«"],
    ),
    "a date without a year": (
        {NEU: "betreff: A\ndatum: 28.03.\n"},
        [f"{NEU}:2: Fehler: »datum« erwartet ein Datum wie 2025-03-28 oder 28.03.2025, steht aber »28.03.«"],
    ),
    "a date far away": (
        {NEU: "betreff: A\ndatum: 1025-02-03\n"},
        [f"{NEU}:2: Fehler: »datum« erwartet ein Datum zwischen 1900 und 2199, steht aber »1025-02-03«"],
    ),
    "a time that no clock has": (
        {SITZUNGEN: (("beginn: 18:00", "beginn: 18:60"),)},
        [f"{SITZUNGEN}:1: Fehler: »kt-2025-1/beginn« erwartet eine Uhrzeit zwischen 00:00 und 23:59, steht aber »18:60«"],
    ),
    "a time without minutes": (
        {SITZUNGEN: (("beginn: 18:00", "beginn: 18 Uhr"),)},
        [f"{SITZUNGEN}:1: Fehler: »kt-2025-1/beginn« erwartet eine Uhrzeit wie 09:00, steht aber »18 Uhr«"],
    ),
    "ambiguous money": (
        {APP: (("gesamt: 10.000,00", "gesamt: 20.000"),)},
        [f"{APP}:8: Fehler: »budget/gesamt« ist mehrdeutig: »20.000« kann 20.000,00 oder eine Dezimalzahl meinen; eindeutig ist 20.000,00 oder 20000"],
    ),
    "money with a currency": (
        {APP: (("gesamt: 10.000,00", "gesamt: 10.000,00 EUR"),)},
        [f"{APP}:8: Fehler: »budget/gesamt« erwartet einen Betrag in EUR wie 20000, 20000,00 oder 20.000,00, steht aber »10.000,00 EUR«"],
    ),
    "negative money": (
        {APP: (("gesamt: 10.000,00", "gesamt: -10.000,00"),)},
        [f"{APP}:8: Fehler: »budget/gesamt« erwartet einen Betrag in EUR wie 20000, 20000,00 oder 20.000,00, ohne Minus, steht aber »-10.000,00«"],
    ),
    "yes in English": (
        {NEU: "betreff: A\nfinanzen: {auswirkungen: yes}\n"},
        [f"{NEU}:2: Fehler: »finanzen/auswirkungen« erwartet ja oder nein, steht aber »yes«"],
    ),
    "a tick": ({NEU: "betreff: A\nfinanzen:\n  auswirkungen: x\n"}, [f"{NEU}:3: Fehler: »finanzen/auswirkungen« erwartet ja oder nein, steht aber »x«"]),
    "a budget year": (
        {NEU: "betreff: A\nfinanzen: {positionen: [{plan: investition, jahr: 26}]}\n"},
        [f"{NEU}:2: Fehler: »finanzen/positionen/1/jahr« erwartet ein Haushaltsjahr wie 2026, steht aber »26«"],
    ),
    "a year as key": (
        {APP: (("dritte: {}", "dritte: {25: 100}"),)},
        [f"{APP}:13: Fehler: Der Schlüssel »budget/dritte/25« erwartet ein Haushaltsjahr wie 2026, steht aber »25«"],
    ),
    "a postcode": (
        {KREIS: (('plz: "01234"', "plz: 1234"),)},
        [f"{KREIS}:7: Fehler: »anschrift/plz« erwartet eine Postleitzahl aus 5 Ziffern wie 48231, steht aber »1234«"],
    ),
    "an id with capitals": (
        {NEU: "betreff: A\nfederfuehrung: Planung\n"},
        [f"{NEU}:2: Fehler: »federfuehrung« erwartet eine Kennung wie planung oder kreis-warendorf/planung, steht aber »Planung«"],
    ),
    "a word that is not offered": (
        {NEU: "betreff: A\nstand: freigeben\n"},
        [f"{NEU}:2: Fehler: »stand« erwartet entwurf, mitzeichnung, freigegeben oder ausgegeben, steht aber »freigeben«; gemeint »freigegeben«?"],
    ),
    "a word like none that is offered": (
        {NEU: "betreff: A\nzugang: geheim\n"},
        [f"{NEU}:2: Fehler: »zugang« erwartet oeffentlich, nichtoeffentlich oder intern, steht aber »geheim«"],
    ),
    "the one word that is offered": (
        {NEU: "betreff: A\nberatungsfolge: [{gremium: kt, termin: unklar, rolle: anhoerung}]\n"},
        [f"{NEU}:2: Fehler: »beratungsfolge/1/termin« erwartet das Wort »offen«, steht aber »unklar«"],
    ),
    "a word as key": (
        {"region.yaml": (("abgelehnt: rot", "abglehnt: rot"),)},
        [
            "region.yaml:13: Fehler: Der Schlüssel »ampel/foerderung/abglehnt« erwartet geplant, beantragt, bewilligt oder abgelehnt, steht aber »abglehnt«; gemeint »abgelehnt«?"
        ],
    ),
    "a list where a text belongs": ({NEU: "betreff: [A, B]\n"}, [f"{NEU}:1: Fehler: »betreff« erwartet einen Text, steht aber eine Liste da"]),
    "a group where a text belongs": (
        {NEU: "betreff: {titel: A}\n"},
        [f"{NEU}:1: Fehler: »betreff« erwartet einen Text (einen mit »: « in Anführungszeichen), steht aber eine Gruppe von Angaben da"],
    ),
    "an empty text": ({NEU: 'betreff: ""\n'}, [f"{NEU}:1: Fehler: »betreff« erwartet einen Text, steht aber ein leerer Text da"]),
    "an empty entry": (
        {NEU: "betreff: A\nbeschlussvorschlag:\n  - Eins\n  -\n"},
        [f"{NEU}:4: Fehler: »beschlussvorschlag/2« erwartet einen Text, steht aber nichts da"],
    ),
    "a text where a list belongs": (
        {NEU: "betreff: A\nbeschlussvorschlag: Wir bauen.\n"},
        [f"{NEU}:2: Fehler: »beschlussvorschlag« erwartet eine Liste (jeder Eintrag beginnt mit »- «), steht aber »Wir bauen.«"],
    ),
    "a list where a group belongs": (
        {NEU: "betreff: A\nfinanzen:\n  - auswirkungen: ja\n"},
        [f"{NEU}:2: Fehler: »finanzen« erwartet Angaben mit Namen (»name: wert«), steht aber eine Liste da"],
    ),
    "a text where a group belongs": (
        {NEU: "betreff: A\nfinanzen: ja\n"},
        [f"{NEU}:2: Fehler: »finanzen« erwartet Angaben mit Namen (»name: wert«), steht aber »ja«"],
    ),
    "a level of one to three": ({APP: (("eintritt: 2", "eintritt: 4"),)}, [f"{APP}:40: Fehler: »risiken/1/eintritt« erwartet 1, 2 oder 3, steht aber »4«"]),
    "a path of a Vorlage": (
        {"region.yaml": (("strategie: gruenfliess/vorlagen/radweg", "strategie: radweg"),)},
        ["region.yaml:5: Fehler: »strategie« erwartet den Pfad einer Vorlage wie kreis-warendorf/vorlagen/smart-region-strategie, steht aber »radweg«"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), VALUES.values(), ids=VALUES)
def test_a_wrong_value_is_answered_by_an_example_of_a_right_one(world, changes, expected):
    assert findings(world(changes)) == expected


LOST = {
    "a text with a number sign": (
        {NEU: "betreff: Platz #3 neu\n"},
        [
            f"{NEU}:1: Fehler: »betreff« endet vor » #«: der Rest der Zeile gilt in YAML als Kommentar und ginge verloren; den ganzen Text in Anführungszeichen setzen oder den Kommentar in eine eigene Zeile"
        ],
    ),
    "after umlauts": (
        {NEU: "betreff: Müßige Plätze in Ößling #3\n"},
        [
            f"{NEU}:1: Fehler: »betreff« endet vor » #«: der Rest der Zeile gilt in YAML als Kommentar und ginge verloren; den ganzen Text in Anführungszeichen setzen oder den Kommentar in eine eigene Zeile"
        ],
    ),
    "in the second line of a text": (
        {NEU: "betreff: Platz\n  am Ufer #3\n"},
        [
            f"{NEU}:1: Fehler: »betreff« endet vor » #«: der Rest der Zeile gilt in YAML als Kommentar und ginge verloren; den ganzen Text in Anführungszeichen setzen oder den Kommentar in eine eigene Zeile"
        ],
    ),
    "a text that begins with a number sign": (
        {NEU: "betreff: A\nnummer: #37\n"},
        [
            f"{NEU}:2: Fehler: »nummer« endet vor » #«: der Rest der Zeile gilt in YAML als Kommentar und ginge verloren; den ganzen Text in Anführungszeichen setzen oder den Kommentar in eine eigene Zeile"
        ],
    ),
    "in an entry": (
        {NEU: "betreff: A\nbeschlussvorschlag:\n  - Eins\n  - Platz #3\n"},
        [
            f"{NEU}:4: Fehler: »beschlussvorschlag/2« endet vor » #«: der Rest der Zeile gilt in YAML als Kommentar und ginge verloren; den ganzen Text in Anführungszeichen setzen oder den Kommentar in eine eigene Zeile"
        ],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), LOST.values(), ids=LOST)
def test_text_that_yaml_would_lose_is_an_error(world, changes, expected):
    assert findings(world(changes)) == expected


MARKDOWN = {
    "a heading of another level": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  ## Zwei\n"},
        [f"{NEU}:5: Fehler: Eine Überschrift mit »##« ist nicht vorgesehen; Zwischenüberschriften beginnen mit »### «"],
    ),
    "a code block": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  ```\n  Code\n  ```\n"},
        [f"{NEU}:5: Fehler: Ein Codeblock (```) ist nicht vorgesehen; als Absatz schreiben"],
    ),
    "code in a line": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  Das `Feld` hier\n"},
        [f"{NEU}:5: Fehler: Text in `Gravis-Zeichen` ist nicht vorgesehen; deutsche Anführungszeichen „…“ verwenden"],
    ),
    "a quotation block": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  > Zitat\n"},
        [f"{NEU}:5: Fehler: Ein Zitatblock (»>« am Zeilenanfang) ist nicht vorgesehen; als Absatz schreiben oder »\\>« setzen"],
    ),
    "a rule": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  ---\n\n  Text\n"},
        [f"{NEU}:5: Fehler: Eine Trennlinie (»---«) ist nicht vorgesehen; die Zeile löschen oder eine Zwischenüberschrift mit »### « setzen"],
    ),
    "struck text": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  Das ~~nicht~~ hier\n"},
        [f"{NEU}:5: Fehler: Durchgestrichener Text (~~) ist nicht vorgesehen; den Text löschen"],
    ),
    "a picture without an alternative text": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  ![](karte.png)\n"},
        [f"{NEU}:5: Fehler: Das Bild hat keinen Alternativtext; in die eckigen Klammern schreiben, was es zeigt: ![Karte der Standorte](karte.png)"],
    ),
    "a picture within a paragraph": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  Hier ![Karte](karte.png) steht sie\n"},
        [f"{NEU}:5: Fehler: Ein Bild steht allein in seinem Absatz: je eine Leerzeile davor und danach"],
    ),
    "a link to nowhere": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  [Seite](seite.html)\n"},
        [f"{NEU}:5: Fehler: Der Verweis »seite.html« führt nirgendwohin; erwartet eine Adresse mit https://, http:// oder mailto:"],
    ),
    "a row with too many cells": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  | a | b |\n  |---|---|\n  | 1 | 2 | 3 |\n"},
        [f"{NEU}:5: Fehler: Die Zeile der Tabelle hat 3 Zellen, der Kopf 2; überzählige gingen verloren (ein »|« im Text als »\\|« schreiben)"],
    ),
    "a table without a head": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  |  |  |\n  |---|---|\n  | 1 | 2 |\n"},
        [f"{NEU}:3: Fehler: Die Kopfzeile der Tabelle ist leer; jede Spalte braucht eine Überschrift"],
    ),
    "an empty entry": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  - eins\n  -\n  - drei\n"},
        [f"{NEU}:4: Fehler: Ein Listenpunkt ist leer; den Text ergänzen oder den Punkt löschen"],
    ),
    "a list of one that begins late": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  2025. Das war ein Jahr.\n"},
        [f"{NEU}:5: Fehler: »2025.« am Anfang eines Absatzes beginnt eine Liste mit nur einem Punkt; als gewöhnlicher Absatz »2025\\.« schreiben"],
    ),
    "a point that became part of the paragraph above": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Dazu gehört:\n  2. Zwei\n  28. März 2025\n"},
        [f"{NEU}:4: Fehler: »2.« am Anfang der Zeile zählt zum Absatz darüber; für eine Liste eine Leerzeile davor setzen, sonst die Zeile anders umbrechen"],
    ),
    "a link without a text": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  [](https://www.example.org)\n"},
        [f"{NEU}:5: Fehler: Der Verweis auf »https://www.example.org« hat keinen Text; in die eckigen Klammern schreiben, was gedruckt wird"],
    ),
    "a link with a title": (
        {NEU: 'betreff: A\nerlaeuterungen: |\n  Text\n\n  [Seite](https://www.example.org "Titel")\n'},
        [f"{NEU}:5: Fehler: »Titel« nach der Adresse des Verweises würde nicht gedruckt; in den Text schreiben oder löschen"],
    ),
    "an address with a blank": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  [Seite](https://www.example.org/a b)\n"},
        [
            f"{NEU}:5: Fehler: »[Seite](https://www.example.org/a b« ist kein vollständiger Verweis; erwartet [Text](Adresse) oder ![Alternativtext](Datei), Adresse und Datei ohne Leerzeichen"
        ],
    ),
    "a picture's name with a blank": (
        {NEU: "betreff: A\nerlaeuterungen: |\n  Text\n\n  ![Karte](karte neu.png)\n"},
        [
            f"{NEU}:5: Fehler: »![Karte](karte neu.png« ist kein vollständiger Verweis; erwartet [Text](Adresse) oder ![Alternativtext](Datei), Adresse und Datei ohne Leerzeichen"
        ],
    ),
    "in a folded text": (
        {NEU: "betreff: A\nerlaeuterungen: >\n  Ein Absatz\n  in zwei Zeilen.\n\n  ## Zwei\n\n  Noch\n  einer.\n\n  > Zitat\n"},
        [
            f"{NEU}:6: Fehler: Eine Überschrift mit »##« ist nicht vorgesehen; Zwischenüberschriften beginnen mit »### «",
            f"{NEU}:11: Fehler: Ein Zitatblock (»>« am Zeilenanfang) ist nicht vorgesehen; als Absatz schreiben oder »\\>« setzen",
        ],
    ),
    "in an entry's text": (
        {NEU: "betreff: A\nbeschlussvorschlag:\n  - eins\n  - |\n    zwei\n\n    ## drei\n"},
        [f"{NEU}:7: Fehler: Eine Überschrift mit »##« ist nicht vorgesehen; Zwischenüberschriften beginnen mit »### «"],
    ),
    "in a text on one line": (
        {NEU: 'betreff: A\nerlaeuterungen: "## Zwei"\n'},
        [f"{NEU}:2: Fehler: Eine Überschrift mit »##« ist nicht vorgesehen; Zwischenüberschriften beginnen mit »### «"],
    ),
    "in a text on the line below": (
        {NEU: "betreff: A\nerlaeuterungen:\n  Text\n\n  > Zitat\n"},
        [f"{NEU}:5: Fehler: Ein Zitatblock (»>« am Zeilenanfang) ist nicht vorgesehen; als Absatz schreiben oder »\\>« setzen"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_that_papers_do_not_know_is_refused_with_its_own_line(world, changes, expected):
    assert findings(world(changes)) == expected
