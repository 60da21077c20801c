"use strict";
// Kopiert Felder in die Zwischenablage. Es wird nichts geladen, gesendet oder gespeichert.
(() => {
  const meldung = document.getElementById("meldung");
  const zaehler = document.getElementById("zaehler");
  const erlaubt = new Set(["href", "src", "alt", "start", "scope", "align"]);
  let letzter = null;

  // Der Wert eines Feldes als reines HTML: ohne das, was nur auf das Blatt gehört, und ohne dessen Klassen.
  function html(feld) {
    const wert = feld.querySelector(".wert").cloneNode(true);
    wert.querySelectorAll(".nur-blatt").forEach((zelle) => zelle.remove());
    wert.querySelectorAll("span.luecke, div.punkt").forEach((hülle) => hülle.replaceWith(...hülle.childNodes));
    wert.querySelectorAll("*").forEach((element) => {
      if (element.classList.contains("rechts")) element.setAttribute("align", "right");
      if (element.classList.contains("mitte")) element.setAttribute("align", "center");
      if (element.tagName === "TABLE") element.setAttribute("border", "1");
      for (const { name } of [...element.attributes]) {
        if (!erlaubt.has(name) && name !== "border") element.removeAttribute(name);
      }
    });
    return wert.innerHTML.split("\n").map((zeile) => zeile.trim()).filter(Boolean).join("");
  }

  // Für Browser, die einer Datei vom Datenträger die Zwischenablage nicht geben: der Weg über Auswahl und Kopierbefehl.
  function kopiereAlt(text, reich, feld) {
    const auswahl = getSelection();
    const vorher = auswahl.rangeCount ? auswahl.getRangeAt(0) : null;
    let gelungen = false;
    const lege = (ereignis) => {
      ereignis.clipboardData.setData("text/plain", text);
      if (reich) ereignis.clipboardData.setData("text/html", reich);
      ereignis.preventDefault();
      gelungen = true;
    };
    document.addEventListener("copy", lege);
    try {
      auswahl.selectAllChildren(feld.querySelector(".wert") || feld);
      gelungen = document.execCommand("copy") && gelungen;
    } catch {
      gelungen = false;
    } finally {
      document.removeEventListener("copy", lege);
      auswahl.removeAllRanges();
      if (vorher) auswahl.addRange(vorher);
    }
    return gelungen;
  }

  async function kopiere(text, reich, feld) {
    try {
      if (!reich) {
        await navigator.clipboard.writeText(text);
      } else {
        const als = (inhalt, art) => new Blob([inhalt], { type: art });
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": als(text, "text/plain"), "text/html": als(reich, "text/html") })]);
      }
      return true;
    } catch {
      return kopiereAlt(text, reich, feld);
    }
  }

  // Erst leeren, dann sagen: So wird auch zweimal dasselbe vorgelesen.
  function sage(text, fehler) {
    meldung.textContent = "";
    meldung.classList.toggle("fehler", Boolean(fehler));
    setTimeout(() => { meldung.textContent = text; }, 50);
  }

  async function gedrückt(knopf) {
    const feld = knopf.closest("section.feld");
    const quelle = knopf.dataset.tut === "zeile" ? knopf.closest("tr") : feld;
    const reich = knopf.dataset.tut === "formatiert" ? html(feld) : "";
    const gelungen = await kopiere(quelle.dataset.klartext, reich, feld);
    if (letzter) letzter.classList.remove("kopiert");
    letzter = gelungen ? knopf : null;
    if (gelungen) {
      knopf.classList.add("kopiert");
      const lücken = quelle.dataset.klartext.includes("‹bitte ergänzen: ");
      sage(`Kopiert: ${quelle.dataset.name}${reich ? " (formatiert)" : ""}${lücken ? ". Achtung: Darin fehlt noch etwas." : ""}`, lücken);
    } else {
      getSelection().selectAllChildren(feld.querySelector(".wert"));
      sage("Der Browser lässt das Kopieren nicht zu. Der Text ist markiert; bitte Strg+C drücken.", true);
    }
  }

  function zähle() {
    const felder = [...document.querySelectorAll("section.feld")];
    let fertig = 0;
    for (const feld of felder) {
      const erledigt = feld.querySelector("input").checked;
      feld.classList.toggle("fertig", erledigt);
      fertig += erledigt ? 1 : 0;
    }
    zaehler.textContent = `${fertig} von ${felder.length} erledigt`;
  }

  document.querySelectorAll("button").forEach((knopf) => {
    knopf.hidden = false;
    knopf.addEventListener("click", () => gedrückt(knopf));
  });
  document.addEventListener("change", zähle);
  zaehler.hidden = false;
  zähle();
})();
