import { faultKinds } from "../faults";
import { escapeHtml, page } from "../html";
import type { Platform, Setting } from "../platform";
import type { PanelContext } from "./context";
import { panelScript } from "./script";
import { panelStyle } from "./style";

export function panelPage({ platforms, baseUrl }: PanelContext): string {
  const sections = [...platforms.values()].map((platform) => section(platform, baseUrl())).join("");
  return page({
    title: "Sandbox panel",
    style: panelStyle,
    body: `<header class="top"><div><h1>Sandbox</h1>
<p class="soft">Local stand-ins of the platforms. Nothing here leaves this machine; all data is made up.</p></div>
<label class="row soft">Clock ahead by <input id="clock" type="number" min="0" step="1" value="0" aria-label="Minutes ahead"> minutes
<button type="button" id="set-clock">Set</button></label></header>
<main>${sections}</main><p id="status" role="status" aria-live="polite"></p>
<script>${panelScript}</script>`,
  });
}

function section(platform: Platform, origin: string): string {
  const facts = platform
    .facts(`${origin}/${platform.slug}`)
    .map(({ label, value, href }) => {
      const text = escapeHtml(value);
      const shown = href ? `<a href="${escapeHtml(href)}">${text}</a>` : `<code>${text}</code>`;
      return `<dt>${escapeHtml(label)}</dt><dd>${shown}</dd>`;
    })
    .join("");
  return `<section class="card platform" data-platform="${platform.slug}" aria-labelledby="t-${platform.slug}">
<h2 id="t-${platform.slug}">${escapeHtml(platform.title)}</h2><p class="soft">${escapeHtml(platform.summary)}</p>
<dl>${facts}</dl>
<h3>Faults</h3>${faultForm()}<ul class="rules" aria-label="Active faults"></ul>
<h3>Settings</h3><div class="settings">${platform.settings.map((s) => settingField(s, platform)).join("")}</div>
<h3>Actions</h3><div class="actions">${platform.actions.map(actionForm).join("")}</div>
<h3>Calls</h3><div class="row"><p class="counters soft"></p><button type="button" class="reset-log">Reset</button></div>
<div class="scroll"><table><thead><tr><th>Time</th><th>Method</th><th>Path</th><th>Status</th><th>ms</th><th>Fault</th></tr></thead>
<tbody class="log"></tbody></table></div></section>`;
}

function faultForm(): string {
  const options = Object.entries(faultKinds)
    .map(([kind, label]) => `<option value="${kind}">${escapeHtml(label)}</option>`)
    .join("");
  const number = (name: string, label: string, value: string, max = "") =>
    `<label>${label}<input name="${name}" type="number" min="0" ${max} value="${value}"></label>`;
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    .map((method) => `<option>${method}</option>`)
    .join("");
  return `<form class="fault"><label class="wide">What happens<select name="kind">${options}</select></label>
${number("rate", "Per cent of calls", "100", 'max="100"')}${number("next", "Only the next", "")}
<label class="wide">Path starts with<input name="path" placeholder="any API call"></label>
<label>Method<select name="method"><option value="">any</option>${methods}</select></label>
${number("ms", "Slow by (ms)", "3000")}${number("retryAfter", "Retry-After (s)", "")}
<button class="primary" type="submit">Add fault</button></form>`;
}

function settingField(setting: Setting, platform: Platform): string {
  const value = platform.values[setting.key];
  const shown = Array.isArray(value) ? value.join(", ") : String(value);
  const input =
    setting.kind === "switch"
      ? `<input type="checkbox" ${value === true ? "checked" : ""}`
      : `<input type="${setting.kind === "number" ? "number" : "text"}" value="${escapeHtml(shown)}"`;
  return `<label class="setting">${input} data-setting="${setting.key}" data-kind="${setting.kind}">
<span>${escapeHtml(setting.label)}<small class="soft">${escapeHtml(setting.help)}</small></span></label>`;
}

function actionForm(action: Platform["actions"][number]): string {
  const inputs = Object.entries(action.params)
    .map(
      ([name, value]) =>
        `<input type="number" min="0" name="${name}" value="${value}" aria-label="${name}" title="${name}">`,
    )
    .join("");
  return `<form class="action row" data-action="${action.id}">${inputs}<button type="submit">${escapeHtml(action.label)}</button>
<small class="soft">${escapeHtml(action.help)}</small></form>`;
}
