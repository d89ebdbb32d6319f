const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

/** Hidden inputs that carry the parameters of one page to the next. */
export function hiddenFields(params: Iterable<[string, string]>): string {
  return [...params]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("");
}

export interface PageOptions {
  title: string;
  body: string;
  style?: string;
  head?: string;
}

export function page({ title, body, style = "", head = "" }: PageOptions): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${escapeHtml(title)}</title>${head}<style>${baseStyle}${style}</style></head>
<body>${body}</body></html>`;
}

const baseStyle = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1d232b;--soft:#5c6672;--line:#dde2e8;--accent:#2557c7;--accent-ink:#fff;--bad:#b3261e;--good:#1a7f4b}
@media (prefers-color-scheme:dark){:root{--bg:#12161b;--card:#1a2027;--ink:#e7ebf0;--soft:#9aa6b4;--line:#2c353f;--accent:#7aa2ff;--accent-ink:#0d1522;--bad:#ff9087;--good:#6fd6a0}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:var(--accent)}
button,.button{font:inherit;font-weight:600;padding:.5rem .9rem;border-radius:.5rem;border:1px solid var(--line);background:var(--card);color:var(--ink);cursor:pointer}
button.primary{background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}
button:focus-visible,a:focus-visible,input:focus-visible,select:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
input,select{font:inherit;padding:.4rem .55rem;border-radius:.45rem;border:1px solid var(--line);background:var(--bg);color:var(--ink)}
.card{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.5rem}
.narrow{max-width:30rem;margin:8vh auto;padding:0 1rem}
.soft{color:var(--soft)}.bad{color:var(--bad)}
.row{display:flex;gap:.6rem;flex-wrap:wrap;align-items:center}
`;
