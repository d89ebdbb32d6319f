export const panelStyle = `
.top{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap;align-items:end;max-width:84rem;margin:0 auto;padding:2rem 1rem 1rem}
h1{margin:0;font-size:1.6rem}h2{margin:0;font-size:1.25rem}h3{margin:1.4rem 0 .5rem;font-size:.95rem}p{margin:.2rem 0}
main{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,34rem),1fr));max-width:84rem;margin:0 auto;padding:0 1rem 3rem;align-items:start}
#clock{width:6rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1rem 0 0;font-size:.9rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
code{font:0.92em ui-monospace,SFMono-Regular,Menlo,monospace}
.fault{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.6rem;align-items:end}
.fault label{display:grid;gap:.2rem;font-size:.85rem;color:var(--soft)}.fault .wide{grid-column:span 2}
.fault input,.fault select,.fault button{width:100%;height:2.4rem}
@media (max-width:34rem){.fault{grid-template-columns:repeat(2,minmax(0,1fr))}}
.rules{list-style:none;padding:0;margin:.6rem 0 0;display:grid;gap:.4rem}
.rules li{display:flex;justify-content:space-between;gap:.6rem;align-items:center;border:1px solid var(--bad);border-radius:.5rem;padding:.35rem .7rem;font-size:.9rem}
.rules button{padding:.2rem .6rem}
.settings,.actions{display:grid;gap:.5rem}
.setting{display:flex;gap:.6rem;align-items:start}.setting small,.action small{display:block}
.setting input[type=number]{width:7rem}.action input{width:6rem}.action small{flex-basis:100%}
.scroll{max-height:18rem;overflow:auto;border:1px solid var(--line);border-radius:.5rem;margin-top:.5rem}
table{border-collapse:collapse;width:100%;font-size:.82rem}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid var(--line);white-space:nowrap}
th{position:sticky;top:0;background:var(--card)}td.path{white-space:normal;overflow-wrap:anywhere}td.bad{color:var(--bad)}td.good{color:var(--good)}.log:empty::after{content:"No calls yet";display:table-cell;padding:.4rem .6rem;color:var(--soft)}
#status{position:fixed;right:1rem;bottom:1rem;background:var(--ink);color:var(--bg);padding:.5rem .9rem;border-radius:.5rem;margin:0;max-width:calc(100vw - 2rem)}#status:empty{display:none}
`;
