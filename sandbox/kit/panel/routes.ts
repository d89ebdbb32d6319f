import { type FaultBook, parseFaults } from "../faults";
import { type Call, html, json, type Reply, redirect } from "../http";
import { isDict, parseJson, toTexts } from "../json";
import type { Platform, SettingValue } from "../platform";
import { Router } from "../router";
import type { PanelContext } from "./context";
import { panelPage } from "./page";

type PanelHandler = (call: Call, panel: PanelContext, platform: Platform) => Reply;

const router = new Router<PanelContext>();
router
  .on("GET", "/health", () => json(200, { status: "ok", service: "connectus-sandbox" }))
  .on("GET", "/", () => redirect("/panel"))
  .on("GET", "/panel", (_call, panel) => html(200, panelPage(panel)))
  .on("GET|PUT|POST", "/panel/clock", handleClock)
  .on(
    "GET",
    "/panel/faults/:platform",
    known((_c, { faults }, { slug }) => rules(faults, slug)),
  )
  .on("PUT|POST", "/panel/faults/:platform", known(writeFaults))
  .on("DELETE", "/panel/faults/:platform", known(clearFaults))
  .on(
    "GET",
    "/panel/log/:platform",
    known((_c, { logs }, { slug }) => json(200, logs.get(slug)?.view() ?? {})),
  )
  .on("DELETE", "/panel/log/:platform", known(clearLog))
  .on(
    "GET",
    "/panel/settings/:platform",
    known((_c, _p, { values }) => json(200, values)),
  )
  .on("PUT", "/panel/settings/:platform", known(writeSettings))
  .on("POST", "/panel/:platform/:action", known(runAction));

/** Health and the control panel. */
export async function panelReply(call: Call, panel: PanelContext): Promise<Reply> {
  if (isForeign(call)) return json(403, { message: "the panel takes no orders from other sites" });
  const match = router.find(call.method, call.path);
  if (match.kind === "found") return match.handler({ ...call, params: match.params }, panel);
  if (match.kind === "wrong_method") return json(405, { message: `use ${match.allowed.join(" or ")}` });
  return json(404, { message: `nothing at ${call.path}; see /panel` });
}

/** A page of another origin in the same browser must not drive the panel. */
function isForeign(call: Call): boolean {
  if (call.method === "GET" || call.method === "HEAD") return false;
  const site = call.headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

function known(handler: PanelHandler) {
  return (call: Call, panel: PanelContext): Reply => {
    const platform = panel.platforms.get(call.params.platform ?? "");
    if (!platform)
      return json(404, { message: `no such platform; there are: ${[...panel.platforms.keys()].join(", ")}` });
    return handler(call, panel, platform);
  };
}

function rules(faults: FaultBook, slug: string): Reply {
  return json(200, { rules: faults.list(slug) });
}

/** PUT replaces all rules of the platform, POST adds one. */
function writeFaults(call: Call, { faults }: PanelContext, { slug }: Platform): Reply {
  const body = parseJson(call.body);
  if (!body) return json(400, { message: "the body is not JSON" });
  try {
    const inputs = parseFaults(body.value);
    if (call.method === "PUT") faults.set(slug, inputs);
    else for (const input of inputs) faults.add(slug, input);
  } catch (error) {
    return json(400, { message: error instanceof Error ? error.message : String(error) });
  }
  return rules(faults, slug);
}

function clearFaults(_call: Call, { faults }: PanelContext, { slug }: Platform): Reply {
  faults.clear(slug);
  return rules(faults, slug);
}

function clearLog(_call: Call, { logs }: PanelContext, { slug }: Platform): Reply {
  logs.get(slug)?.reset();
  return json(200, logs.get(slug)?.view() ?? {});
}

function writeSettings(call: Call, _panel: PanelContext, platform: Platform): Reply {
  const body = parseJson(call.body)?.value;
  if (!isDict(body)) return json(400, { message: "the body must be a JSON object of settings" });
  for (const [key, value] of Object.entries(body)) {
    const setting = platform.settings.find((candidate) => candidate.key === key);
    const read = setting && readSetting(setting.kind, value);
    if (read === undefined)
      return json(400, { message: `"${key}" is no setting here, or its value is wrong` });
    platform.values[key] = read;
  }
  return json(200, platform.values);
}

function readSetting(kind: "switch" | "number" | "list", value: unknown): SettingValue | undefined {
  if (kind === "switch") return typeof value === "boolean" ? value : undefined;
  if (kind === "list") return toTexts(value);
  const number = typeof value === "number" ? value : Number.NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

function runAction(call: Call, _panel: PanelContext, platform: Platform): Reply {
  const action = platform.actions.find((candidate) => candidate.id === call.params.action);
  if (!action)
    return json(404, {
      message: `no such action; there are: ${platform.actions.map((a) => a.id).join(", ")}`,
    });
  const params: Record<string, number> = {};
  for (const [name, standard] of Object.entries(action.params)) {
    const text = call.query.get(name);
    const number = text === null ? standard : Number(text);
    if (!Number.isInteger(number) || number < 0)
      return json(400, { message: `"${name}" must be a whole number of 0 or more` });
    params[name] = number;
  }
  return json(200, action.run(params));
}

function handleClock(call: Call, { clock }: PanelContext): Reply {
  if (call.method !== "GET") {
    const body = parseJson(call.body)?.value;
    const offset = isDict(body) ? body.offsetMs : undefined;
    if (typeof offset !== "number" || !Number.isFinite(offset))
      return json(400, { message: 'give { "offsetMs": milliseconds ahead of the real time }' });
    clock.offsetMs = offset;
  }
  return json(200, { offsetMs: clock.offsetMs, now: new Date(clock.now()).toISOString() });
}
