"""The closed lists of words that files may use."""

from __future__ import annotations

from typing import Literal

Zugang = Literal["oeffentlich", "nichtoeffentlich", "intern"]
Stand = Literal["entwurf", "mitzeichnung", "freigegeben", "ausgegeben"]
Vorlagenart = Literal["beschluss", "bericht", "mitteilung", "eilentscheidung", "dringlichkeitsentscheidung", "genehmigung"]
Rolle = Literal["anhoerung", "vorberatung", "entscheidung", "kenntnisnahme"]
Bindung = Literal["beschlossen", "haushaltsvorbehalt", "interessiert"]
Foerderstand = Literal["geplant", "beantragt", "bewilligt", "abgelehnt"]
Kategorie = Literal[
    "ungeaendert_beschlossen", "geaendert_beschlossen", "einstimmig_beschlossen", "mehrheitlich_beschlossen", "zur_kenntnis_genommen", "zurueckgestellt",
    "abgelehnt", "verwiesen", "zurueckgezogen", "erledigt", "abgesetzt",
]  # fmt: skip
Licht = Literal["gruen", "gelb", "rot"]
Phase = Literal["idee", "konzept", "antrag", "vergabe", "umsetzung", "betrieb", "abgeschlossen", "gestoppt"]
