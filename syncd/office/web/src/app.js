import { html, useEffect, useState } from "/vendor/preact.js";
import { ConflictsPage } from "./conflicts_page.js";
import { DaysPage } from "./days_page.js";
import { Failure, Waiting } from "./parts.js";
import { useHeartbeat, useReading } from "./reading.js";
import { ProtectedPage } from "./protected_page.js";
import { RecordsPage } from "./records_page.js";
import { currentLanguage, setLanguage } from "./settings.js";
import { SpanBar } from "./span_bar.js";
import { Tabs } from "./tabs.js";
import { TopBar } from "./top_bar.js";
import { UnitPicker } from "./unit_picker.js";
import { useView } from "./view.js";
import { Language, useWords } from "./words.js";
import { childrenOf } from "./unit_tree.js";

const kPages = { days: DaysPage, conflicts: ConflictsPage, records: RecordsPage, protected: ProtectedPage };

export function App() {
  const [language, setCurrent] = useState(currentLanguage());
  const pulse = useHeartbeat();
  const choose = (next) => {
    setLanguage(next);
    setCurrent(next);
  };
  return html`
    <${Language.Provider} value=${language}>
      <${Start} pulse=${pulse} language=${language} onLanguage=${choose} />
    <//>`;
}

/** Waits for what every page needs: the catalogue, the units, today's date. */
function Start({ pulse, language, onLanguage }) {
  const t = useWords();
  const catalogue = useReading("/api/catalogue", pulse.beat);
  const units = useReading("/api/units", pulse.beat);
  useEffect(() => { document.title = `${t("product")} · ${t("page")}`; }, [language]);
  const failure = catalogue.failure ?? units.failure;
  if (!catalogue.body || !units.body) {
    const again = () => { catalogue.retry(); units.retry(); };
    return html`<main class="start">${failure ? html`<${Failure} failure=${failure} onRetry=${again} />` : html`<${Waiting} />`}</main>`;
  }
  return html`<${Office} catalogue=${catalogue.body} tree=${childrenOf(units.body.units)} pulse=${pulse}
                         language=${language} onLanguage=${onLanguage} />`;
}

function Office({ catalogue, tree, pulse, language, onLanguage }) {
  const t = useWords();
  const today = pulse.today || catalogue.today;
  const [view, change] = useView(today, language);
  useEffect(() => change({ chosen: view.chosen }, { quietly: true }), [language]);
  const unit = tree.named(view.unit);
  const Page = kPages[view.tab];
  return html`
    <a class="skip" href="#content">${t("skip")}</a>
    <${TopBar} pulse=${pulse} onLanguage=${onLanguage} />
    <div class="frame">
      <div class="controls">
        <${UnitPicker} tree=${tree} chosen=${unit} onChoose=${(next) => change({ unit: next?.code ?? "" })} />
        <${SpanBar} view=${view} today=${today} onChange=${change} />
      </div>
      <${Tabs} view=${view} beat=${pulse.beat} onChange=${change} />
      <main id="content" tabindex="-1">
        <${Page} view=${view} change=${change} today=${today} catalogue=${catalogue} tree=${tree} beat=${pulse.beat} />
      </main>
      <footer class="foot">${t("children")}</footer>
    </div>`;
}
