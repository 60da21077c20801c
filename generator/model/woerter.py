"""The closed lists of words that files may use."""

from __future__ import annotations

from typing import Literal

Zugang = Literal["oeffentlich", "nichtoeffentlich", "intern"]
Stand = Literal["entwurf", "mitzeichnung", "freigegeben", "ausgegeben"]
Vorlagenart = Literal["beschluss", "bericht", "mitteilung"]
Rolle = Literal["anhoerung", "vorberatung", "entscheidung", "kenntnisnahme"]
Bindung = Literal["beschlossen", "haushaltsvorbehalt", "interessiert"]
Foerderstand = Literal["geplant", "beantragt", "bewilligt", "abgelehnt"]
Licht = Literal["gruen", "gelb", "rot"]
Phase = Literal["idee", "konzept", "antrag", "vergabe", "umsetzung", "betrieb", "abgeschlossen", "gestoppt"]
